"""Where a unit's next points are: for each leaf and input, what improvement gains how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kaohe.exact import show, show_decimal
from kaohe.i18n import translator
from kaohe.scheme.model import Indicator
from kaohe.scoring.cells import IndicatorScore, UnitScore
from kaohe.scoring.combine import Arithmetic, Score
from kaohe.scoring.facts import InputValue
from kaohe.scoring.intake import Intake, Results
from kaohe.scoring.periods import span
from kaohe.scoring.plan import ClassPlan, over_periods, plan_class
from kaohe.scoring.sheet import ScoreSheet
from kaohe.scoring.simulate.climb import Step, climb
from kaohe.scoring.simulate.probe import Probe, levers
from kaohe.scoring.simulate.roll import UnitRoll

_ = translator("scoring")


@dataclass(frozen=True, slots=True)
class Gain:
    """A value to reach and what it is worth.

    Attributes
    ----------
    value
        As it would be reported.
    points, total
        Points gained on the leaf and on the unit's total, decimal text.
    rank
        Place with that total, everybody else as they are; None: the unit has none.
    """

    value: str
    points: str
    total: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class NextPoints:
    """What one lever of one leaf can gain.

    Attributes
    ----------
    code, name
        The leaf.
    input
        Name of the input; empty: the reported figure itself.
    now
        As reported; None: nothing.
    first
        The smallest improvement that gains anything.
    top
        The least improvement that gains all there is to gain, up to full points.
    """

    code: str
    name: str
    input: str
    unit: str
    now: str | None
    first: Gain
    top: Gain

    def say(self) -> str:
        """Put the opportunity in words, in the current language."""
        text = _("{name}: from {now} to {first}{unit} gains {gain}; {top}{unit} gains all {all} (place {rank})")
        return text.format(
            name=f"{self.code} {self.name} {self.input}".strip(),
            now=self.now or _("nothing"),
            first=self.first.value,
            unit=self.unit,
            gain=self.first.total,
            top=self.top.value,
            all=self.top.total,
            rank=self.top.rank or "-",
        )

    def to_json(self) -> dict[str, Any]:
        """Write the opportunity for machines."""
        gains = {
            key: {"value": g.value, "points": g.points, "total": g.total, "rank": g.rank}
            for key, g in (("first", self.first), ("top", self.top))
        }
        return {"code": self.code, "name": self.name, "input": self.input, "now": self.now, **gains}


def next_points(sheet: ScoreSheet, unit: str, *, results: Results | None = None) -> tuple[NextPoints, ...]:
    """List where a unit can gain points, most first.

    Parameters
    ----------
    sheet
        A run; all other units stay as they are in it.
    unit
        Unit id.

    Returns
    -------
    tuple of NextPoints
        One per leaf and input that can gain; sorted by the gain on the total, then by the scheme's order. Leaves that
        do not apply to the unit, or whose score was set by a decision, are left out.

    Raises
    ------
    KeyError
        When there is no such unit.
    """
    return tuple(sorted(_Search(sheet, sheet.by_unit[unit], results or {}).run(), key=_most_first))


def _most_first(found: NextPoints) -> tuple[Decimal, Decimal]:
    return (-Decimal(found.top.total), -Decimal(found.first.total))


class _Search:
    def __init__(self, sheet: ScoreSheet, unit: UnitScore, results: Results) -> None:
        self.sheet, self.unit, self.scheme = sheet, unit, sheet.scheme
        self.plan: ClassPlan = plan_class(self.scheme, unit.class_id)
        self.intake = Intake(self.scheme, sheet.dataset, sheet.as_of, results)
        self.arithmetic = Arithmetic(self.scheme.rounding)
        self.roll = UnitRoll(self.scheme, self.plan, unit)
        members = [u for u in sheet.units if u.class_id == unit.class_id]
        self.units = sorted(u.unit for u in members)
        self.outside = frozenset(u.unit for u in members if any(e.effect == "not_ranked" for e in u.exclusions))
        self.before = self.roll.total({}) or 0
        everywhere = self.scheme.ranking.within == "all"
        others = sheet.units if everywhere else members
        self.rivals = [u.total for u in others if u.rank is not None and u.unit != unit.unit and u.total is not None]

    def run(self) -> Iterator[NextPoints]:
        """Try every lever of every leaf."""
        for leaf in self.unit.indicators:
            if leaf.state in ("reported", "not_reported") and leaf.own is not None:
                yield from self._of_leaf(self.scheme.by_code[leaf.code], leaf)

    def _of_leaf(self, indicator: Indicator, leaf: IndicatorScore) -> Iterator[NextPoints]:
        probe = self._probe(leaf)
        full = int(leaf.points * 10**self.scheme.precision)
        for lever in levers(self.plan.leaves[leaf.code], probe.reported.facts.get(self.unit.unit)):
            way = climb(probe, lever, leaf.own or 0, full)
            if way is None:
                continue
            unit = indicator.unit if lever.input is None else lever.input.unit
            yield NextPoints(
                leaf.code,
                indicator.name,
                "" if lever.input is None else lever.input.name,
                unit or "",
                None if lever.now is None else _text(lever.now),
                self._gain(leaf, way.first),
                self._gain(leaf, way.top),
            )

    def _probe(self, leaf: IndicatorScore) -> Probe:
        last = leaf.periods[-1] if leaf.periods else leaf
        window = span(last.period)
        composed, earlier = None, tuple[Score, ...]()
        if leaf.periods:
            windows = tuple(span(p.period) for p in leaf.periods)
            composed = over_periods(self.scheme.composition_of(leaf.code), self.scheme.year, windows)
            earlier = tuple(self._score(p) for p in leaf.periods[:-1])
        return Probe(
            self.plan.leaves[leaf.code],
            self.unit.unit,
            self.units,
            self.intake.reported(leaf.code, window),
            self.outside,
            last.period,
            self.scheme.year,
            self.arithmetic,
            earlier,
            composed,
        )

    def _score(self, cell: IndicatorScore) -> Score:
        if not self.arithmetic.is_exact or cell.exact is None:
            return cell.score
        return (cell.exact[0] * 10**self.scheme.precision, cell.exact[1])

    def _gain(self, leaf: IndicatorScore, step: Step) -> Gain:
        total = self.roll.total({leaf.code: step.score})
        gained = (total or 0) - self.before
        place = None if self.unit.rank is None else 1 + sum(t > (self.unit.total or 0) + gained for t in self.rivals)
        digits = self.scheme.precision
        return Gain(_text(step.value), show(step.score - (leaf.own or 0), digits), show(gained, digits), place)


def _text(value: InputValue) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return show_decimal(value) if isinstance(value, Decimal) else value
