"""The result of a run: every score, rank and grade proposal, and its stable JSON form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kaohe.exact import show, show_decimal
from kaohe.scheme.model import Scheme
from kaohe.scoring.cells import AdjustmentScore, IndicatorScore, NodeScore, UnitScore
from kaohe.scoring.facts import Dataset


@dataclass(frozen=True)
class ScoreSheet:
    """Result of one run (计分表).

    Attributes
    ----------
    scheme, dataset
        What was scored; their hashes identify the run.
    units
        By class in the scheme's order, then by rank, then by unit id: the order in which tables print.
    as_of
        ISO date the run looks from; None: everything in the data.
    """

    scheme: Scheme
    dataset: Dataset
    units: tuple[UnitScore, ...]
    as_of: str | None = None

    @property
    def scheme_id(self) -> str:
        """The scheme's id."""
        return self.scheme.id

    @property
    def scheme_hash(self) -> str:
        """Content hash of the scheme version."""
        return self.scheme.hash

    @property
    def facts_hash(self) -> str:
        """Content hash of the data."""
        return self.dataset.hash

    @property
    def precision(self) -> int:
        """Decimal places of a score."""
        return self.scheme.precision

    @cached_property
    def by_unit(self) -> dict[str, UnitScore]:
        """Unit id → its results."""
        return {u.unit: u for u in self.units}

    def show(self, units: int | None) -> str | None:
        """Write a score as decimal text; None stays None."""
        return None if units is None else show(units, self.precision)

    def cells(self) -> Iterator[tuple[UnitScore, IndicatorScore]]:
        """Every unit with each of its leaves, in order."""
        for unit in self.units:
            for leaf in unit.indicators:
                yield unit, leaf


def to_json(sheet: ScoreSheet) -> dict[str, Any]:
    """Write a sheet in the stable form of ``kaohe score --json``.

    Scores are decimal strings. Derivations are in Chinese, the language of the published sentence, whatever language
    the reader has set: the same run must give the same bytes for everyone. They are null when the run kept none.
    """
    return {
        "scheme": sheet.scheme_id,
        "hash": sheet.scheme_hash,
        "facts": sheet.facts_hash,
        "as_of": sheet.as_of,
        "precision": sheet.precision,
        "units": [_unit_json(sheet, unit) for unit in sheet.units],
    }


def _unit_json(sheet: ScoreSheet, unit: UnitScore) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "name": unit.name,
        "class": unit.class_id,
        "total": sheet.show(unit.total),
        "rank": unit.rank,
        "grade": unit.grade,
        "proposed_grade": unit.proposed_grade,
        "indicators": [_leaf_json(sheet, unit, leaf) for leaf in unit.indicators],
        "nodes": [_node_json(sheet, node) for node in unit.nodes],
        "adjustments": [_adjustment_json(sheet, item) for item in unit.adjustments],
    }


def _leaf_json(sheet: ScoreSheet, unit: UnitScore, leaf: IndicatorScore) -> dict[str, Any]:
    return {
        "code": leaf.code,
        "state": str(leaf.state),
        "actual": leaf.actual,
        "target": leaf.target,
        "score": sheet.show(leaf.score),
        "points": show_decimal(leaf.points),
    }


def _node_json(sheet: ScoreSheet, node: NodeScore) -> dict[str, Any]:
    points = None if node.points is None else show_decimal(node.points)
    return {"code": node.code, "score": sheet.show(node.score), "points": points, "excluded": list(node.excluded)}


def _adjustment_json(sheet: ScoreSheet, item: AdjustmentScore) -> dict[str, Any]:
    return {"code": item.code, "amount": sheet.show(item.amount), "score": sheet.show(item.counted)}
