"""Exact ratios in bulk: Polars integer expressions with their provable bounds.

A value is ``num ÷ (scale · den)``: ``num`` an integer expression (or a Python int when it is constant), ``scale`` a
Python int into which every constant denominator is folded, ``den`` an expression for what differs by row. Each
operation carries the least and greatest value of ``num`` along, so the narrowest safe integer type can be chosen
before the run and an overflow is an error, never a wrap-around.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import gcd, lcm

import polars as pl

from kaohe.criteria.meter import Meter, Whole
from kaohe.exact import Ratio, rdiv, to_ratio


class ExactColumn:
    """One exact number a row: ``num ÷ (scale · den)``, with ``low ≤ num ≤ high`` and ``1 ≤ den ≤ den_high``."""

    __slots__ = ("den", "den_high", "high", "low", "meter", "num", "scale")

    def __init__(
        self, meter: Meter, num: Whole, scale: int, low: int, high: int, den: pl.Expr | None = None, den_high: int = 1
    ) -> None:
        meter.see(low, high, den_high)
        self.meter, self.num, self.scale, self.low, self.high = meter, num, scale, low, high
        self.den, self.den_high = den, den_high

    @classmethod
    def constant(cls, meter: Meter, ratio: Ratio) -> ExactColumn:
        """Make a number that is the same in every row."""
        common = gcd(*ratio)
        n, d = ratio[0] // common, ratio[1] // common
        return cls(meter, n, d, n, n)

    @property
    def text(self) -> pl.Expr:
        """The expression itself, for an input that is a choice."""
        return self.meter.expr(self.num)

    @property
    def ratio(self) -> Ratio | None:
        """The number, when it is the same in every row."""
        return (self.num, self.scale) if isinstance(self.num, int) and self.den is None else None

    @property
    def is_zero(self) -> bool:
        """True when the number is zero in every row by construction."""
        return isinstance(self.num, int) and self.num == 0

    # -- arithmetic ---------------------------------------------------------------------------------------------

    def times(self, ratio: Ratio) -> ExactColumn:
        """Multiply by a constant."""
        shared = gcd(ratio[0], self.scale * ratio[1])
        factor, scale = ratio[0] // shared, self.scale * ratio[1] // shared
        low, high = sorted((self.low * factor, self.high * factor))
        return ExactColumn(self.meter, self._grow(self.num, factor), scale, low, high, self.den, self.den_high)

    def plus(self, other: ExactColumn) -> ExactColumn:
        """Add."""
        if self.is_zero or other.is_zero:
            return other if self.is_zero else self
        a, b = align(self, other)
        num = self._sum(a.num, b.num)
        return ExactColumn(self.meter, num, a.scale, a.low + b.low, a.high + b.high, a.den, a.den_high)

    def minus(self, other: ExactColumn) -> ExactColumn:
        """Subtract."""
        if other.is_zero:
            return self
        a, b = align(self, other)
        num = self._sum(a.num, -b.num) if isinstance(b.num, int) else self.meter.expr(a.num) - b.num
        return ExactColumn(self.meter, num, a.scale, a.low - b.high, a.high - b.low, a.den, a.den_high)

    def times_column(self, other: ExactColumn) -> ExactColumn:
        """Multiply by a number that differs by row."""
        for one, two in ((self, other), (other, self)):
            if (ratio := one.ratio) is not None:
                return two.times(ratio)
        ends = [x * y for x in (self.low, self.high) for y in (other.low, other.high)]
        num = self.meter.expr(self.num) * self.meter.expr(other.num)
        den = self.den if other.den is None else other.den if self.den is None else self.den * other.den
        scale, den_high = self.scale * other.scale, self.den_high * other.den_high
        return ExactColumn(self.meter, num, scale, min(ends), max(ends), den, den_high)

    def over(self, other: ExactColumn) -> ExactColumn:
        """Divide by a number that differs by row; null where it is zero."""
        if (ratio := other.ratio) is not None and ratio[0]:
            return self.times((ratio[1], ratio[0]) if ratio[0] > 0 else (-ratio[1], -ratio[0]))
        lit, divisor = self.meter.literal, self.meter.expr(other.num)
        size = pl.when(divisor != lit(0)).then(divisor.abs())
        top = self.times_column(_upside_down(other))
        if other.low < 0:
            top = where(divisor < lit(0), top.times((-1, 1)), top)
        most = max(abs(other.low), abs(other.high), 1)
        den = size if self.den is None else self.den * size
        return ExactColumn(self.meter, top.num, top.scale, top.low, top.high, den, self.den_high * most)

    def at_least(self, ratio: Ratio) -> ExactColumn:
        """Raise what is below a constant to it."""
        return self._clip(ratio, lower=True)

    def at_most(self, ratio: Ratio) -> ExactColumn:
        """Lower what is above a constant to it."""
        return self._clip(ratio, lower=False)

    def steps(self, up: bool) -> ExactColumn:
        """Round to whole numbers: down, or up."""
        den = self._denominator()
        if den is None:
            return self
        if isinstance(self.num, int) and isinstance(den, int):
            whole = -(-self.num // den) if up else self.num // den
            return ExactColumn.constant(self.meter, (whole, 1))
        num, most = self.meter.expr(self.num), self.scale * self.den_high
        self.meter.see(self.low - most, self.high + most, most)
        divisor = self.meter.expr(den)
        whole_expr = (num + divisor - self.meter.literal(1)) // divisor if up else num // divisor
        low, high = self.low // self.scale, -(-self.high // self.scale)
        return ExactColumn(self.meter, whole_expr, 1, min(low, 0), max(high, 0))

    def only_where(self, condition: pl.Expr) -> ExactColumn:
        """Make the number null where the condition fails."""
        num = pl.when(condition).then(self.meter.expr(self.num))
        return ExactColumn(self.meter, num, self.scale, self.low, self.high, self.den, self.den_high)

    # -- questions ----------------------------------------------------------------------------------------------

    def is_at_least(self, ratio: Ratio, or_equal: bool = True) -> pl.Expr:
        """Ask whether the number is at (or, without ``or_equal``, only above) a constant or higher."""
        shared = gcd(ratio[1], self.scale)
        factor, bound = ratio[1] // shared, ratio[0] * (self.scale // shared)
        if self.den is None:
            least = -(-bound // factor) if or_equal else bound // factor + 1
            return self.meter.expr(self.num) >= self.meter.literal(least)
        self.meter.see(self.low * factor, self.high * factor, bound * self.den_high)
        left = self.meter.expr(self._grow(self.num, factor))
        right = self.meter.expr(self._grow(self.den, bound))
        return left >= right if or_equal else left > right

    def is_at_most(self, ratio: Ratio, or_equal: bool = True) -> pl.Expr:
        """Ask whether the number is at (or, without ``or_equal``, only below) a constant or lower."""
        return ~self.is_at_least(ratio, or_equal=not or_equal)

    # -- out ----------------------------------------------------------------------------------------------------

    def units(self, precision: int) -> pl.Expr:
        """Round once, half away from zero, to an Int64 count of ``10**-precision``."""
        scaled = self.times((10**precision, 1))
        if (ratio := scaled.ratio) is not None:
            return pl.lit(rdiv(*ratio), dtype=pl.Int64)
        return _half_away(scaled).cast(pl.Int64)

    def approximate(self) -> pl.Expr:
        """Give the nearest double (within a few units of its last place), for irrational methods only."""
        num = self.meter.expr(self.num).cast(pl.Float64)
        den = self._denominator()
        return num if den is None else num / self.meter.expr(den).cast(pl.Float64)

    # -- inside -------------------------------------------------------------------------------------------------

    def _grow(self, whole: Whole, factor: int) -> Whole:
        if factor == 1:
            return whole
        return whole * factor if isinstance(whole, int) else whole * self.meter.literal(factor)

    def _sum(self, a: Whole, b: Whole) -> Whole:
        if isinstance(a, int) and isinstance(b, int):
            return a + b
        if isinstance(b, int) and b == 0:
            return a
        if isinstance(a, int) and a == 0:
            return b
        return self.meter.expr(a) + self.meter.expr(b)

    def _denominator(self) -> Whole | None:
        if self.den is None:
            return None if self.scale == 1 else self.scale
        self.meter.see(self.scale * self.den_high)
        return self._grow(self.den, self.scale)

    def _clip(self, ratio: Ratio, *, lower: bool) -> ExactColumn:
        a, b = align(self, ExactColumn.constant(self.meter, ratio))
        pick = max if lower else min
        low, high = pick(a.low, b.low), pick(a.high, b.high)
        if (a.low >= b.high) if lower else (a.high <= b.low):
            return self
        num: Whole
        if isinstance(a.num, int) and isinstance(b.num, int):
            num = pick(a.num, b.num)
        else:
            bound = self.meter.expr(b.num)
            ends = {"lower_bound": bound} if lower else {"upper_bound": bound}
            num = self.meter.expr(a.num).clip(**ends)
        return ExactColumn(self.meter, num, a.scale, low, high, a.den, a.den_high)


def _upside_down(other: ExactColumn) -> ExactColumn:
    """Denominator of a divisor, as a factor; its numerator's size becomes the quotient's denominator."""
    meter = other.meter
    num: Whole = other.scale if other.den is None else other.den * meter.literal(other.scale)
    return ExactColumn(meter, num, 1, 1 if other.den is not None else other.scale, other.scale * other.den_high)


def _half_away(column: ExactColumn) -> pl.Expr:
    meter, num = column.meter, column.meter.expr(column.num)
    divisor = column._denominator()  # noqa: SLF001 - the rest of the class, kept outside it
    if divisor is None:
        return num
    most = column.scale * column.den_high
    meter.see(column.low - most, column.high + most)
    if isinstance(divisor, int):
        moved = num + meter.literal(divisor // 2)
        if column.low < 0 and divisor % 2 == 0:
            # floor division would take a negative tie towards zero
            moved = moved - (num < meter.literal(0)).cast(meter.dtype)
        return moved // meter.literal(divisor)
    half = divisor // meter.literal(2)
    if column.low >= 0:
        return (num + half) // divisor
    rounded = (num.abs() + half) // divisor
    return pl.when(num < meter.literal(0)).then(meter.literal(0) - rounded).otherwise(rounded)


def align(a: ExactColumn, b: ExactColumn) -> tuple[ExactColumn, ExactColumn]:
    """Bring two numbers to one denominator, with as few multiplications as the constants allow."""
    scale = lcm(a.scale, b.scale)
    if a.den is b.den:
        return _scaled(a, scale), _scaled(b, scale)
    return _onto(_scaled(a, scale), b), _onto(_scaled(b, scale), a)


def _scaled(column: ExactColumn, scale: int) -> ExactColumn:
    factor = scale // column.scale
    num = column._grow(column.num, factor)  # noqa: SLF001 - the rest of the class, kept outside it
    low, high = column.low * factor, column.high * factor
    return ExactColumn(column.meter, num, scale, low, high, column.den, column.den_high)


def _onto(column: ExactColumn, other: ExactColumn) -> ExactColumn:
    """Multiply numerator and denominator by the other's row denominator."""
    if other.den is None:
        return column
    is_one = isinstance(column.num, int) and column.num == 1
    num = other.den if is_one else other.den * column.meter.expr(column.num)
    ends = [x * y for x in (column.low, column.high) for y in (1, other.den_high)]
    den = other.den if column.den is None else _product(column, other)
    return ExactColumn(column.meter, num, column.scale, min(ends), max(ends), den, column.den_high * other.den_high)


def _product(a: ExactColumn, b: ExactColumn) -> pl.Expr:
    assert a.den is not None  # noqa: S101 - both callers look first
    assert b.den is not None  # noqa: S101 - both callers look first
    return a.den * b.den


def where(condition: pl.Expr | None, yes: ExactColumn, no: ExactColumn) -> ExactColumn:
    """Take ``yes`` where the condition holds, else ``no``; None: it always holds."""
    if condition is None:
        return yes
    if yes.ratio is not None and yes.ratio == no.ratio:
        return yes
    scale, meter = lcm(yes.scale, no.scale), yes.meter
    a, b = _scaled(yes, scale), _scaled(no, scale)
    num = pl.when(condition).then(meter.expr(a.num)).otherwise(meter.expr(b.num))
    den, den_high = a.den, max(a.den_high, b.den_high)
    if a.den is not b.den:
        one = meter.literal(1)
        den = pl.when(condition).then(one if a.den is None else a.den).otherwise(one if b.den is None else b.den)
    return ExactColumn(meter, num, scale, min(a.low, b.low), max(a.high, b.high), den, den_high)


def greater(a: ExactColumn, b: ExactColumn, or_equal: bool = True) -> pl.Expr:
    """Ask whether one number is at least (or above) another, row by row."""
    if (ratio := b.ratio) is not None:
        return a.is_at_least(ratio, or_equal)
    x, y = align(a, b)
    left, right = a.meter.expr(x.num), a.meter.expr(y.num)
    return left >= right if or_equal else left > right


@dataclass(frozen=True, slots=True)
class Size:
    """How large an input can be.

    Attributes
    ----------
    low, high
        Least and greatest numerator.
    den
        Greatest denominator, when it differs by row; 1 when it is the same for all.
    scale
        The denominator that all rows share; only `kaohe.criteria.bulk.bound` needs it, a column brings its own.
    """

    low: int
    high: int
    den: int = 1
    scale: int = 1


def constant_of(value: Decimal, meter: Meter) -> ExactColumn:
    """Make a constant of a decimal as written."""
    return ExactColumn.constant(meter, to_ratio(value))
