"""The arithmetic that per-event and step clauses share: so many points for each step of a gap."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.families.terms import Rounding
from kaohe.criteria.model import Amount, ColumnEffect, Kernel, Values
from kaohe.exact import ZERO, Ratio, to_ratio


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap as a line of the figure: ``sign`` x (figure - ``origin``); nothing below zero counts."""

    sign: int
    origin: Ratio = ZERO

    def column(self, x: ExactColumn) -> ExactColumn:
        """Give the gap of each row times ``sign``: nothing on the side that does not count."""
        line = x.minus(ExactColumn.constant(x.meter, self.origin))
        return line.at_least(ZERO) if self.sign > 0 else line.at_most(ZERO)


@dataclass(frozen=True, slots=True)
class Tariff:
    """Points for each step of a gap, positive, and the most they may come to."""

    per: Ratio
    delta: Ratio
    rounding: Rounding
    cap: Ratio | None

    @classmethod
    def of(cls, per: Decimal, delta: Amount, rounding: Rounding, cap: Amount | None, full: Ratio | None) -> Tariff:
        """Resolve the amounts of a clause."""
        return cls(to_ratio(per), delta.resolve(full), rounding, None if cap is None else cap.resolve(full))

    @property
    def rate(self) -> Ratio:
        """Points for a gap of one."""
        return (self.delta[0] * self.per[1], self.delta[1] * self.per[0])


def bind_steps(i: int, gap: Gap, tariff: Tariff, sign: int) -> Kernel:
    """Make the exact function of value ``i``: signed points, or None when there is no gap."""
    kernel = _bind_proportional(i, gap, tariff, sign)
    if tariff.rounding != "proportional":
        kernel = _bind_whole(i, gap, tariff, sign)
    return kernel if tariff.cap is None else bind_cap(kernel, tariff.cap, sign)


def _bind_proportional(i: int, gap: Gap, tariff: Tariff, sign: int) -> Kernel:
    on, od = gap.origin
    rn, rd = tariff.rate
    slope, shift = gap.sign * od, -gap.sign * on
    points, parts = sign * rn, rd * od

    def from_zero(values: Values) -> Ratio | None:
        n, d = values[i]
        return (n * points, d * rd) if n > 0 else None

    def from_origin(values: Values) -> Ratio | None:
        n, d = values[i]
        size = n * slope + d * shift
        return (size * points, d * parts) if size > 0 else None

    return from_zero if gap.sign > 0 and on == 0 else from_origin


def _bind_whole(i: int, gap: Gap, tariff: Tariff, sign: int) -> Kernel:
    on, od = gap.origin
    pn, pd = tariff.per
    slope, shift = gap.sign * od * pd, -gap.sign * on * pd
    size_of_step = od * pn
    dn, dd = sign * tariff.delta[0], tariff.delta[1]
    up = tariff.rounding == "up"

    def whole_steps(values: Values) -> Ratio | None:
        n, d = values[i]
        size = n * slope + d * shift
        if size <= 0:
            return None
        step = d * size_of_step
        return ((-(-size // step) if up else size // step) * dn, dd)

    return whole_steps


def bind_cap(kernel: Kernel, cap: Ratio, sign: int) -> Kernel:
    """Keep a kernel's amount, of the given sign, within a most."""
    cn, cd = cap
    limit = (sign * cn, cd)

    def capped(values: Values) -> Ratio | None:
        found = kernel(values)
        if found is None:
            return None
        n, d = found
        return limit if sign * n * cd > cn * d else found

    return capped


def column_steps(x: ExactColumn, gap: Gap, tariff: Tariff, sign: int) -> ColumnEffect:
    """Make the bulk amount: signed points, zero where there is no gap."""
    size, (pn, pd), (dn, dd) = gap.column(x), tariff.per, tariff.delta
    if tariff.rounding == "proportional":
        points = size.times((gap.sign * sign * tariff.rate[0], tariff.rate[1]))
    else:
        steps = size.times((gap.sign * pd, pn)).steps(tariff.rounding == "up")
        points = steps.times((sign * dn, dd))
    return ColumnEffect(None, points if tariff.cap is None else cap_column(points, tariff.cap, sign))


def cap_column(points: ExactColumn, cap: Ratio, sign: int) -> ExactColumn:
    """Keep amounts of the given sign within a most."""
    return points.at_most(cap) if sign > 0 else points.at_least((-cap[0], cap[1]))
