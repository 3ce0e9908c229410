"""Leaf scores under supposed figures: what the rule would give, with everybody else's figures as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kaohe.criteria.model import Input, InputType, Source
from kaohe.scoring.cells import IndicatorScore
from kaohe.scoring.combine import Arithmetic, Combination, Score
from kaohe.scoring.facts import Fact, InputValue
from kaohe.scoring.inputs import main_inputs
from kaohe.scoring.leaf import LeafPlan, Reported
from kaohe.scoring.unscorable import Unscorable


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing a unit can move: the figure itself, or one input of a criterion.

    Attributes
    ----------
    input
        None: the figure ``actual``, which derived inputs follow.
    grain
        Smallest step of the number; None for a yes-or-no or a choice.
    now
        What is reported; None: nothing.
    """

    input: Input | None
    grain: Decimal | None
    now: InputValue | None


def levers(plan: LeafPlan, fact: Fact | None) -> list[Lever]:
    """List what a unit can move in one leaf; statistics of the group are not among it."""
    actual = None if fact is None else fact.actual
    if plan.compiled is None:
        return [Lever(None, _grain(actual), actual)]
    rule, reported = plan.compiled.rule, {} if fact is None else fact.inputs
    main = main_inputs(rule)
    found: list[Lever] = []
    if any(i.name not in reported for i in main):
        whole = all(i.type is InputType.COUNT for i in main)
        found.append(Lever(None, Decimal(1) if whole else _grain(actual), actual))
    for inp in rule.inputs:
        if inp.name in reported or (inp.source is Source.VALUE and inp not in main):
            now = reported.get(inp.name)
            found.append(Lever(inp, _input_grain(inp, now), now))
    return found


def _input_grain(inp: Input, now: InputValue | None) -> Decimal | None:
    if inp.type in (InputType.FLAG, InputType.CHOICE):
        return None
    whole = inp.type in (InputType.COUNT, InputType.RANK)
    return Decimal(1) if whole else _grain(now if isinstance(now, Decimal) else None)


def _grain(now: Decimal | None) -> Decimal:
    """Smallest step worth naming: the last place as reported, between a hundredth and a ten-thousandth."""
    places = 0 if now is None else -int(now.as_tuple().exponent)
    return Decimal(1).scaleb(-min(max(2, places), 4))


@dataclass(frozen=True, slots=True)
class Probe:
    """Scores one leaf of one unit with one value moved, in score units.

    Attributes
    ----------
    period
        Window of the figure that is moved.
    earlier, composed
        Scores of the earlier windows and how they are composed, where period scores are; else empty and None.
    """

    plan: LeafPlan
    unit: str
    units: Sequence[str]
    reported: Reported
    outside: frozenset[str]
    period: str
    year: int
    arithmetic: Arithmetic
    earlier: tuple[Score, ...] = ()
    composed: Combination | None = None

    def at(self, lever: Lever, value: InputValue) -> Score:
        """Score the leaf with one value moved; None where that cannot be scored."""
        fact = self.reported.facts.get(self.unit) or Fact(self.unit, self.plan.leaf.code, str(self.year))
        if lever.input is None:
            supposed = replace(fact, actual=value if isinstance(value, Decimal) else None, applicable=True)
        else:
            supposed = replace(fact, inputs={**fact.inputs, lever.input.name: value}, applicable=True)
        reported = self.reported._replace(facts={**self.reported.facts, self.unit: supposed})
        group = self.plan.group_of(self.units, reported, self.outside)
        try:
            return self._composed(self._score(self.plan.one(self.unit, reported, self.period, group)))
        except (Unscorable, ValueError):
            return None

    def _score(self, cell: IndicatorScore) -> Score:
        if not self.arithmetic.is_exact or cell.exact is None:
            return cell.score
        return (cell.exact[0] * self.plan.scale, cell.exact[1])

    def _composed(self, last: Score) -> Score:
        if self.composed is None:
            return last
        combine = self.composed.of_exact if self.arithmetic.is_exact else self.composed.of_rounded
        raw = combine([*self.earlier, last])  # type: ignore[list-item]  # of the kind that the rounding gives
        return None if raw is None else self.arithmetic.settle(raw)
