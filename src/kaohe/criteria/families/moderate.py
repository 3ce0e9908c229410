"""Best inside an interval, falling off to both sides (适度指标)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from kaohe.criteria.columns import ExactColumn, constant_of, greater, where
from kaohe.criteria.families.efficacy import Bound, bound_json, say_bound
from kaohe.criteria.families.terms import given
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import FULL, Amount, Clause, ColumnEffect, Effect, Input, Kernel, Values
from kaohe.exact import ONE, ZERO, Ratio, show_decimal, to_ratio


@dataclass(frozen=True, slots=True)
class Moderate(Clause):
    """Best inside an interval, falling off to both sides by the group's farthest figure (适度指标).

    r = 1 inside [low, high]; else 1 - distance ÷ max(low - least, most - high), kept in 0 … 1; S = of·r.

    Attributes
    ----------
    inp
        The figure.
    low, high
        The moderate interval, both included.
    least, most
        The group's smallest and greatest figure: numbers or fields.
    of
        Points inside the interval.
    """

    inp: Input
    low: Decimal
    high: Decimal
    least: Bound
    most: Bound
    of: Amount = FULL

    op: ClassVar[str] = "moderate"

    @property
    def effect(self) -> Effect:
        """Sets the score."""
        return "set"

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give the points inside the interval."""
        return self.of.resolve(full)

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the figure, then for the group's ends."""
        return (self.inp, *(bound for bound in (self.least, self.most) if isinstance(bound, Input)))

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Measure the distance to the interval against the farthest of the group."""
        (fn, fd), low, high = self.of.resolve(full), to_ratio(self.low), to_ratio(self.high)
        i, *rest = at
        ends = [rest.pop(0) if isinstance(end, Input) else to_ratio(end) for end in (self.least, self.most)]

        def moderate(values: Values) -> Ratio | None:
            x = values[i]
            away = _larger(_gap(low, x), _gap(x, high))
            if away[0] <= 0:
                return (fn, fd)
            least, most = (values[end] if isinstance(end, int) else end for end in ends)
            far = _larger(_gap(low, least), _gap(most, high))
            part, whole = away[0] * far[1], away[1] * far[0]
            return (fn * (whole - part), fd * whole) if part < whole else ZERO

        return moderate

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Measure each row's distance to the interval."""
        x, *group = inputs
        least, most = (group.pop(0) if isinstance(e, Input) else constant_of(e, meter) for e in (self.least, self.most))
        low, high = constant_of(self.low, meter), constant_of(self.high, meter)
        zero, one = ExactColumn.constant(meter, ZERO), ExactColumn.constant(meter, ONE)
        away = where(greater(low, x), low.minus(x), where(greater(x, high), x.minus(high), zero))
        one_side, other_side = low.minus(least), most.minus(high)
        far = where(greater(one_side, other_side), one_side, other_side)
        rest = one.minus(away.over(far)).at_least(ZERO)
        share = where(greater(far, away, or_equal=False), rest, zero)
        inside = greater(x, low) & greater(high, x)
        return ColumnEffect(None, where(inside, one, share).times(self.of.resolve(full)))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "moderate", "low", "high", "least", "most", "of", "input"}``."""
        ends = {"least": bound_json(self.least), "most": bound_json(self.most), "of": self.of.to_json()}
        return {"op": self.op} | given(low=self.low, high=self.high) | ends | {"input": self.inp.to_json()}

    def say(self) -> str:
        """Print ``负债率在40至60之间得满分，偏离的按与最远值的比例得分``."""
        unit = self.inp.unit or ""
        inside = f"{show_decimal(self.low)}{unit}至{show_decimal(self.high)}{unit}之间"
        ends = f"最小值{say_bound(self.least)}，最大值{say_bound(self.most)}"
        return f"{self.inp.name}在{inside}得{self.of.say()}，偏离的按适度区间法得分，{ends}"


def _gap(a: Ratio, b: Ratio) -> Ratio:
    return (a[0] * b[1] - b[0] * a[1], a[1] * b[1])


def _larger(a: Ratio, b: Ratio) -> Ratio:
    return a if a[0] * b[1] >= b[0] * a[1] else b
