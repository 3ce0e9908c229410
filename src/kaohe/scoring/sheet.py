"""The result of a run: every score, rank and grade proposal, and its stable JSON form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kaohe.ballots.results import Tally, tally
from kaohe.exact import show, show_decimal
from kaohe.i18n import use_language
from kaohe.scheme.model import Scheme
from kaohe.scoring.cells import AdjustmentScore, IndicatorScore, NodeScore, UnitScore
from kaohe.scoring.explain_leaf import derivation, derivation_of_adjustment
from kaohe.scoring.facts import Dataset
from kaohe.scoring.words import say_note, to_text


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

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        """Code of a leaf that a ballot campaign feeds → the campaign's tally, where anybody voted."""
        voted = {row.campaign for row in self.dataset.ballots}
        return {
            campaign.feeds: tally(campaign, self.dataset.ballots, self.dataset.turnout)
            for campaign in self.scheme.campaigns
            if campaign.feeds is not None and campaign.id in voted
        }

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
    with use_language("zh"):
        return {
            "scheme": sheet.scheme_id,
            "hash": sheet.scheme_hash,
            "facts": sheet.facts_hash,
            "as_of": sheet.as_of,
            "precision": sheet.precision,
            "units": [_unit_json(sheet, unit) for unit in sheet.units],
        }


def _unit_json(sheet: ScoreSheet, unit: UnitScore) -> dict[str, Any]:
    correction = unit.correction
    return {
        "unit": unit.unit,
        "name": unit.name,
        "class": unit.class_id,
        "total": sheet.show(unit.total),
        "rank": unit.rank,
        "grade": unit.grade,
        "proposed_grade": unit.proposed_grade,
        "decided_grade": unit.decided_grade,
        "base": sheet.show(unit.base),
        "indicators": [_leaf_json(sheet, leaf) for leaf in unit.indicators],
        "nodes": [_node_json(sheet, node) for node in unit.nodes],
        "adjustments": [_adjustment_json(sheet, item) for item in unit.adjustments],
        "coefficients": [{"name": c.name, "factor": show_decimal(c.factor)} for c in unit.coefficients],
        "correction": None if correction is None else {"group": correction.group, "amount": to_text(correction.amount)},
        "vetoes": [veto.code for veto in unit.vetoes],
        "exclusions": [exclusion.effect for exclusion in unit.exclusions],
        "notes": [say_note(note) for note in unit.notes],
    }


def _leaf_json(sheet: ScoreSheet, leaf: IndicatorScore) -> dict[str, Any]:
    return {
        "code": leaf.code,
        "state": str(leaf.state),
        "actual": leaf.actual,
        "target": leaf.target,
        "score": sheet.show(leaf.score),
        "points": show_decimal(leaf.points),
        "derivation": None if leaf.steps is None and leaf.values else derivation(sheet.scheme, leaf),
    }


def _node_json(sheet: ScoreSheet, node: NodeScore) -> dict[str, Any]:
    points = None if node.points is None else show_decimal(node.points)
    return {"code": node.code, "score": sheet.show(node.score), "points": points, "excluded": list(node.excluded)}


def _adjustment_json(sheet: ScoreSheet, item: AdjustmentScore) -> dict[str, Any]:
    told = None if item.steps is None and item.values else derivation_of_adjustment(sheet.scheme, item)
    return {
        "code": item.code,
        "of": item.of,
        "amount": sheet.show(item.amount),
        "score": sheet.show(item.counted),
        "limits": list(item.limits),
        "derivation": told,
    }
