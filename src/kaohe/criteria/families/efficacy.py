"""The efficacy coefficient (功效系数法) and the bounded min-max it contains."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, TypeAlias

import polars as pl

from kaohe.criteria.columns import ExactColumn, constant_of, greater, where
from kaohe.criteria.enclose import enclose
from kaohe.criteria.families.irrational import log_share, power
from kaohe.criteria.families.terms import given
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Amount, Clause, ColumnEffect, Effect, Input, Kernel, Values
from kaohe.exact import ONE, ZERO, Ratio, show_decimal, to_ratio
from kaohe.i18n import translator

_ = translator("criteria")

Bound: TypeAlias = Decimal | Input
"""A fixed number, or a field that scoring fills from the comparison group."""


@dataclass(frozen=True, slots=True)
class Efficacy(Clause):
    """S = d + c·(x - x_s) ÷ (x_h - x_s); smaller is better when x_s > x_h.

    Attributes
    ----------
    inp
        The figure x.
    floor
        Points d at the unacceptable value x_s, e.g. 60.
    span
        Points c from there to the satisfactory value x_h, e.g. 40.
    low, high
        x_s and x_h: numbers, or fields of the comparison group (``group_min``, ``group_max``).
    exponential
        S = d·((d + c) ÷ d)^r with r the linear ratio; needs d above zero and c above -d.
    clamp
        True: r is kept in 0 … 1.
    log
        True: x, x_s and x_h enter by their natural logarithm; needs fixed positive bounds.

    Notes
    -----
    x_s = x_h (all units alike) makes no ratio: r is 1 from there on and 0 below, so that with bounds of the group every
    unit gets d + c. Under ``log`` a figure that is not positive counts as x_s at its lower side (r = 0 when larger is
    better). Both irrational forms need ``clamp``: outside the bounds they grow without measure.
    """

    inp: Input
    floor: Amount
    span: Amount
    low: Bound
    high: Bound
    exponential: bool = False
    clamp: bool = True
    log: bool = False

    op: ClassVar[str] = "efficacy"

    def __post_init__(self) -> None:
        """Refuse the shapes that have no meaning."""
        if (self.log or self.exponential) and not self.clamp:
            raise ValueError(_("efficacy: log and exponential need clamp: true, the ratio kept in 0 … 1"))
        if self.log and not all(isinstance(bound, Decimal) and bound > 0 for bound in (self.low, self.high)):
            raise ValueError(_("efficacy: log needs low and high as positive numbers, not bounds of the group"))

    @property
    def effect(self) -> Effect:
        """Sets the score."""
        return "set"

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give d + c; None when the ratio is not kept in bounds."""
        if not self.clamp:
            return None
        (n, d), (m, e) = self.floor.resolve(full), self.span.resolve(full)
        return (n * e + m * d, d * e)

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the figure, then for the bounds that come from the group."""
        return (self.inp, *(bound for bound in (self.low, self.high) if isinstance(bound, Input)))

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Make the ratio, then the points."""
        share, places = self._bind_share(at), self._points(full)
        return _bind_exponential(share, *places) if self.exponential else _bind_linear(share, *places)

    def _points(self, full: Ratio | None) -> tuple[Ratio, Ratio]:
        floor, span = self.floor.resolve(full), self.span.resolve(full)
        if self.exponential and (floor[0] <= 0 or floor[0] * span[1] + span[0] * floor[1] <= 0):
            raise ValueError(_("efficacy: exponential needs floor above zero, and floor + span above zero"))
        return floor, span

    def _bind_share(self, at: Sequence[int]) -> Share:
        if isinstance(self.low, Decimal) and isinstance(self.high, Decimal):
            if self.log:
                return _bind_log(at[0], self.low, self.high)
            return _bind_fixed(at[0], to_ratio(self.low), to_ratio(self.high), self.clamp)
        return _bind_group(at, self.low, self.high, self.clamp)

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Make each row's ratio, then its points."""
        floor, span = self._points(full)
        share = self._column_log(inputs[0], meter) if self.log else self._column_share(inputs, meter)
        if self.exponential:
            base = (floor[0] * span[1] + span[0] * floor[1], floor[0] * span[1])
            rise = share.approximate() * math.log(base[0] / base[1])
            most = base if base[0] > base[1] else ONE
            return ColumnEffect(None, enclose(meter, rise.exp(), 0.0, most).times(floor))
        return ColumnEffect(None, share.times(span).plus(ExactColumn.constant(meter, floor)))

    def _column_share(self, inputs: Sequence[ExactColumn], meter: Meter) -> ExactColumn:
        x, *group = inputs
        low, high = (group.pop(0) if isinstance(b, Input) else constant_of(b, meter) for b in (self.low, self.high))
        one, none = ExactColumn.constant(meter, ONE), ExactColumn.constant(meter, ZERO)
        alike = where(greater(x, high), one, none)
        range_ = high.minus(low)
        if range_.is_zero:
            return alike
        share = x.minus(low).over(range_)
        share = share.at_least(ZERO).at_most(ONE) if self.clamp else share
        return share if range_.ratio else where(greater(low, high) & greater(high, low), alike, share)

    def _column_log(self, x: ExactColumn, meter: Meter) -> ExactColumn:
        assert isinstance(self.low, Decimal)  # noqa: S101 - checked when the clause was made
        assert isinstance(self.high, Decimal)  # noqa: S101 - checked when the clause was made
        if self.low == self.high:
            return self._column_share([x], meter)
        start, rise = math.log(self.low), math.log(self.high) - math.log(self.low)
        positive = x.is_at_least(ZERO, or_equal=False)
        figure = pl.when(positive).then(x.approximate()).otherwise(1.0).log()
        # a few units of the last place of the logarithms, magnified by the division
        error = (100 + abs(start) + abs(rise)) * 2.0**-50 / abs(rise)
        share = enclose(meter, ((figure - start) / rise).clip(0, 1), error, ONE)
        return where(positive, share, ExactColumn.constant(meter, ZERO if rise > 0 else ONE))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "efficacy", "low", "high", "floor", "span", "exponential", "clamp", "log", "input"}``."""
        bounds = {"low": bound_json(self.low), "high": bound_json(self.high)}
        points = {"floor": self.floor.to_json(), "span": self.span.to_json()}
        shape = given(exponential=self.exponential, log=self.log) | ({} if self.clamp else {"clamp": False})
        return {"op": self.op} | bounds | points | shape | {"input": self.inp.to_json()}

    def say(self) -> str:
        """Print ``产值按功效系数法得分，不允许值80，满意值120，基础分60分，调整分40分``."""
        method = ("对数" if self.log else "") + ("指数" if self.exponential else "") + "功效系数法"
        ends = f"不允许值{say_bound(self.low)}，满意值{say_bound(self.high)}"
        points = f"基础分{self.floor.say()}，调整分{self.span.say()}"
        return f"{self.inp.name}按{method}得分，{ends}，{points}" + ("" if self.clamp else "，不封顶")


def bound_json(bound: Bound) -> str | dict[str, Any]:
    """Write a number as text, a field as its JSON."""
    return bound.to_json() if isinstance(bound, Input) else show_decimal(bound)


def say_bound(bound: Bound) -> str:
    """Print the number, or the field's name."""
    return bound.name if isinstance(bound, Input) else show_decimal(bound)


Share: TypeAlias = Callable[[Values], Ratio]
"""The ratio r of a figure between its bounds, with a positive denominator."""


def _bind_fixed(i: int, low: Ratio, high: Ratio, clamp: bool) -> Share:
    (ln, ld), (hn, hd) = low, high
    rise = hn * ld - ln * hd
    sign = -1 if rise < 0 else 1
    slope, shift, parts = sign * ld * hd, -sign * ln * hd, abs(rise)

    def fixed(values: Values) -> Ratio:
        n, d = values[i]
        part, whole = n * slope + d * shift, d * parts
        if clamp:
            return ZERO if part <= 0 else ONE if part >= whole else (part, whole)
        return (part, whole)

    def alike(values: Values) -> Ratio:
        n, d = values[i]
        return ONE if n * hd >= hn * d else ZERO

    return fixed if rise else alike


def _bind_group(at: Sequence[int], low: Bound, high: Bound, clamp: bool) -> Share:
    i, *rest = at
    bounds = [rest.pop(0) if isinstance(bound, Input) else to_ratio(bound) for bound in (low, high)]

    def group(values: Values) -> Ratio:
        (low_n, low_d), (high_n, high_d) = (values[b] if isinstance(b, int) else b for b in bounds)
        return _bind_fixed(i, (low_n, low_d), (high_n, high_d), clamp)(values)

    return group


def _bind_log(i: int, low: Decimal, high: Decimal) -> Share:
    if low == high:
        return _bind_fixed(i, to_ratio(low), to_ratio(high), clamp=True)
    below, above = (ZERO, ONE) if low < high else (ONE, ZERO)
    least, most = sorted((low, high))
    (ln, ld), (hn, hd) = to_ratio(least), to_ratio(most)

    def log(values: Values) -> Ratio:
        n, d = values[i]
        if n * ld <= ln * d:
            return below
        return above if n * hd >= hn * d else log_share((n, d), low, high)

    return log


def _bind_linear(share: Share, floor: Ratio, span: Ratio) -> Kernel:
    (fn, fd), (cn, cd) = floor, span
    start, slope, parts = fn * cd, cn * fd, fd * cd

    def linear(values: Values) -> Ratio | None:
        n, d = share(values)
        return (start * d + slope * n, parts * d)

    return linear


def _bind_exponential(share: Share, floor: Ratio, span: Ratio) -> Kernel:
    (fn, fd), (cn, cd) = floor, span
    base = (fn * cd + cn * fd, fn * cd)

    def exponential(values: Values) -> Ratio | None:
        n, d = power(base, share(values))
        return (fn * n, fd * d)

    return exponential
