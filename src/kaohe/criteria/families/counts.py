"""Counts of several kinds, each with its points."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.criteria.columns import ExactColumn, where
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Kernel, Values
from kaohe.exact import ZERO, Ratio


def bind_sum(at: Sequence[int], points: Sequence[Ratio], *, once: bool) -> Kernel:
    """Add up the points times their counts (``once``: a flag counts once however often); None when all are zero."""
    rows = tuple(zip(at, points, strict=True))

    def total(values: Values) -> Ratio | None:
        tn, td, any_found = 0, 1, False
        for i, (pn, pd) in rows:
            n, d = values[i]
            if n > 0:
                any_found = True
                n, d = (pn, pd) if once else (n * pn, d * pd)
                tn, td = tn * d + n * td, td * d
        return (tn, td) if any_found else None

    return total


def column_sum(inputs: Sequence[ExactColumn], points: Sequence[Ratio], meter: Meter, *, once: bool) -> ExactColumn:
    """Add up the points times their counts in each row."""
    total = ExactColumn.constant(meter, ZERO)
    for x, each in zip(inputs, points, strict=True):
        if once:
            found = x.is_at_least(ZERO, or_equal=False)
            part = where(found, ExactColumn.constant(meter, each), ExactColumn.constant(meter, ZERO))
        else:
            part = x.at_least(ZERO).times(each)
        total = total.plus(part)
    return total
