"""Doubles as exact bounds, for the methods that are not rational."""

from __future__ import annotations

import polars as pl

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.meter import Meter
from kaohe.exact import Ratio

ENCLOSE_DIGITS = 12
ENCLOSE_LIMIT = 10**12
RELATIVE_ERROR = 2.0**-44


def enclose(meter: Meter, value: pl.Expr, absolute_error: float, most: Ratio | None) -> ExactColumn:
    """Turn a double into an exact bound of the true value, on the side that the meter asks for.

    Parameters
    ----------
    meter
        Its ``side`` says lower or upper bound.
    value
        A double within a relative 2⁻⁴⁴ plus ``absolute_error`` of the true value.
    absolute_error
        Error that does not shrink with the value.
    most
        Known bound of the magnitude; None when there is none. A double beyond the limit encloses everything, so
        that its row is always recomputed.
    """
    meter.is_irrational = True
    unit = 10**ENCLOSE_DIGITS
    slack = value.abs() * (unit * RELATIVE_ERROR) + (absolute_error * unit + 1.0)
    moved = (value * unit - slack).floor() if meter.side < 0 else (value * unit + slack).ceil()
    limit = ENCLOSE_LIMIT if most is None else min(ENCLOSE_LIMIT, 2 * most[0] // most[1] + 2)
    far = meter.side * limit * unit
    meter.see(limit * unit)
    sure = value.is_not_nan() & (value.abs() < limit / 2)
    # a figure that is not there is neither sure nor unsure, and stays null
    num = pl.when(sure).then(moved).when(~sure).then(float(far)).cast(meter.dtype)
    return ExactColumn(meter, num, unit, -limit * unit, limit * unit)
