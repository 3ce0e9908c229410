"""The score card of a unit as a page shows it: the tree with points, score and lost points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kaohe.exact import show
from kaohe.scoring.cells import AdjustmentScore, IndicatorScore, NodeScore, State, UnitScore
from kaohe.scoring.sheet import ScoreSheet


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the card: an indicator, or a bonus or deduction.

    Attributes
    ----------
    score, points, lost
        None: left out, or without full points.
    state
        Of a leaf; None for what is added up.
    """

    code: str
    name: str
    depth: int
    is_leaf: bool
    points: Decimal | None
    score: Decimal | None
    state: State | None = None
    actual: str | None = None
    target: str | None = None
    figure_unit: str = ""

    @property
    def lost(self) -> Decimal | None:
        """Points short of full ones; None where there are none."""
        if self.score is None or self.points is None:
            return None
        return self.points - self.score

    @property
    def is_missing(self) -> bool:
        """Tell whether a figure was due and none came."""
        return self.state is State.NOT_REPORTED


def decimal(units: int | None, precision: int) -> Decimal | None:
    """Give a score as an exact decimal."""
    return None if units is None else Decimal(show(units, precision))


def total_of(sheet: ScoreSheet, unit: UnitScore) -> Decimal | None:
    """Give a unit's total."""
    return decimal(unit.total, sheet.precision)


def lines_of(sheet: ScoreSheet, unit: UnitScore) -> Iterator[Line]:
    """Give the lines of a unit's card in published order, then what was added and deducted."""
    parts: dict[str, IndicatorScore | NodeScore] = {i.code: i for i in unit.indicators}
    parts |= {n.code: n for n in unit.nodes}
    for depth, indicator in sheet.scheme.walk():
        part = parts.get(indicator.code)
        if part is None:
            continue
        score = decimal(part.score, sheet.precision)
        if isinstance(part, NodeScore):
            yield Line(part.code, indicator.name, depth, False, part.points, score)
        else:
            unit_of_figure = indicator.unit or ""
            yield Line(
                part.code,
                indicator.name,
                depth,
                True,
                part.points,
                score,
                part.state,
                part.actual,
                part.target,
                unit_of_figure,
            )
    names = {item.code: item.name for item in sheet.scheme.adjustments}
    yield from (_adjustment(sheet, names, item) for item in unit.adjustments)


def _adjustment(sheet: ScoreSheet, names: dict[str, str], item: AdjustmentScore) -> Line:
    return Line(item.code, names[item.code], 0, True, None, decimal(item.counted, sheet.precision))


def missing_count(unit: UnitScore) -> int:
    """Count the indicators for which a unit has not reported."""
    return sum(leaf.state is State.NOT_REPORTED for leaf in unit.indicators)
