"""Aggregates over whole columns: what `kaohe.scoring.combine.Combination` does to one unit, for all of them."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence

import numpy as np
import polars as pl

from kaohe.exact import rdiv
from kaohe.scheme.model import Aggregate
from kaohe.scoring.bulk.vector import half_away, magnitude, width
from kaohe.scoring.combine import Combination

TIE_MARGIN = 1e-6
"""A double this near to a rounding tie (in score units) is taken again exactly."""


def combined(combination: Combination, columns: Sequence[pl.Series]) -> pl.Series:
    """Combine the rounded scores of children, unit by unit, and round.

    Parameters
    ----------
    columns
        One a child, in the order of the combination; one row a unit, in score units; null: left out.
    Returns
    -------
    pl.Series
        Int64; null where every child is left out.

    Raises
    ------
    ValueError
        From a geometric mean of a negative score.
    """
    if combination.aggregate is Aggregate.GEOMETRIC:
        return _geometric(combination, columns)
    if combination.aggregate is Aggregate.MIN:
        return pl.DataFrame(_named(columns)).select(pl.min_horizontal(pl.all()).alias("s"))["s"]
    try:
        return _linear(combination, columns, has_gaps=any(column.null_count() for column in columns))
    except OverflowError:
        rows = zip(*(column.to_list() for column in columns), strict=True)
        return pl.Series([_exactly(combination, row) for row in rows], dtype=pl.Int64)


def _named(columns: Sequence[pl.Series]) -> dict[str, pl.Series]:
    return {f"c{n}": column for n, column in enumerate(columns)}


def _linear(combination: Combination, columns: Sequence[pl.Series], *, has_gaps: bool) -> pl.Series:
    weights = combination.shares if combination.aggregate is Aggregate.WEIGHTED else (1,) * len(columns)
    base = combination.divisor if combination.aggregate is Aggregate.WEIGHTED else 1
    spread = sum(map(abs, combination.shares)) or 1
    top = sum(magnitude(c) * abs(w) for c, w in zip(columns, weights, strict=True)) * spread
    kind = width(2 * (top + 2 * base * spread * len(columns)))
    whole = [pl.col(f"c{n}").cast(kind).fill_null(0) for n in range(len(columns))]
    numerator = _sum([c if w == 1 else c * pl.lit(w, dtype=kind) for c, w in zip(whole, weights, strict=True)])
    expression = _spread(combination, numerator, base, kind) if has_gaps else _whole(combination, numerator, base, kind)
    return pl.DataFrame(_named(columns)).select(expression.cast(pl.Int64).alias("s"))["s"]


def _whole(combination: Combination, numerator: pl.Expr, base: int, kind: type[pl.DataType]) -> pl.Expr:
    divisor = len(combination.shares) if combination.aggregate is Aggregate.MEAN else base
    return numerator if divisor == 1 else half_away(numerator, pl.lit(divisor, dtype=kind))


def _spread(combination: Combination, numerator: pl.Expr, base: int, kind: type[pl.DataType]) -> pl.Expr:
    """Points and weights of what is left out are spread over the rest."""
    is_there = [pl.col(f"c{n}").is_not_null() for n in range(len(combination.shares))]
    if combination.aggregate is Aggregate.MEAN:
        count = _sum([here.cast(kind) for here in is_there])
        return pl.when(count > 0).then(half_away(numerator, count))
    total = sum(combination.shares)
    present = _sum([h.cast(kind) * pl.lit(s, dtype=kind) for h, s in zip(is_there, combination.shares, strict=True)])
    spread = half_away(numerator * pl.lit(total, dtype=kind), present * pl.lit(base, dtype=kind))
    plain = half_away(numerator, pl.lit(base, dtype=kind))
    return pl.when(functools.reduce(operator.or_, is_there)).then(pl.when(present != 0).then(spread).otherwise(plain))


def _sum(parts: Sequence[pl.Expr]) -> pl.Expr:
    return functools.reduce(operator.add, parts)


def _geometric(combination: Combination, columns: Sequence[pl.Series]) -> pl.Series:
    """Float pass over all units, then the exact mean wherever the float does not settle the rounding."""
    dense = np.stack([c.cast(pl.Float64).to_numpy() for c in columns])
    shares = np.array(combination.shares, dtype=np.float64)[:, None]
    here = ~np.isnan(dense)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(here, np.log(dense) * shares, 0.0).sum(axis=0)
        mean = np.exp(logs / np.where(here, shares, 0.0).sum(axis=0))
    # A mean below 2**40 score units is off by far less than the margin; a larger one is always repaired.
    is_sure = (np.abs(mean - np.floor(mean) - 0.5) > TIE_MARGIN) & (mean < 2.0**30) & (dense > 0).all(axis=0)
    rounded = np.floor(np.where(is_sure, mean, 0.0) + 0.5).astype(np.int64).tolist()
    for row in np.flatnonzero(~is_sure).tolist():
        rounded[row] = _exactly(combination, [c[row] for c in columns])
    return pl.Series(rounded, dtype=pl.Int64)


def _exactly(combination: Combination, scores: Sequence[int | None]) -> int | None:
    exact = combination.of_rounded(scores)
    return None if exact is None else rdiv(*exact)
