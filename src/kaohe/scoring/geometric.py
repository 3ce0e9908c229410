"""Geometric means: irrational, so taken in 34-digit decimals and rounded once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from functools import reduce

from kaohe.exact import ONE, Ratio, reduced

DIGITS = 34
_WORK = Context(prec=DIGITS + 16)
_KEPT = Context(prec=DIGITS)


def geometric_mean(values: Sequence[int], weights: Sequence[int]) -> Ratio:
    """Give (Π valueʷ)^(1 ÷ Σw), to 34 significant digits.

    Parameters
    ----------
    values
        Scores in any common unit, none negative; a zero makes the mean zero.
    weights
        One positive whole number each; all equal for the plain mean.

    Raises
    ------
    ValueError
        When a value is negative.

    Notes
    -----
    Worked with 50 digits and cut to 34, so that a mean that is a short decimal comes out exactly.

    Examples
    --------
    >>> geometric_mean([4, 9], [1, 1])
    (6, 1)
    """
    if min(values) < 0:
        raise ValueError("a geometric mean needs values of zero or more")
    if 0 in values:
        return (0, 1)
    if len(set(values)) == 1:
        return (values[0], ONE[1])
    logs = (_WORK.multiply(_WORK.ln(Decimal(v)), Decimal(w)) for v, w in zip(values, weights, strict=True))
    total = reduce(_WORK.add, logs)
    mean = _WORK.exp(_WORK.divide(total, Decimal(sum(weights))))
    return reduced(_KEPT.plus(mean).as_integer_ratio())
