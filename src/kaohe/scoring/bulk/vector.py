"""Whole columns of integers: rounding half away from zero, in the narrowest type that provably holds every step."""

from __future__ import annotations

from typing import TypeAlias

import polars as pl

INT64_MAX = 2**63 - 1
INT128_MAX = 2**127 - 1

IntegerType: TypeAlias = "type[pl.Int64] | type[pl.Int128]"


def width(largest: int) -> IntegerType:
    """Give the integer type for intermediate results up to ``largest``.

    Raises
    ------
    OverflowError
        When not even 128 bits hold them; the caller then counts with Python's integers.
    """
    if largest <= INT64_MAX:
        return pl.Int64
    if largest <= INT128_MAX:
        return pl.Int128
    raise OverflowError(f"{largest.bit_length()} bits are needed, 127 are there")


def magnitude(column: pl.Series) -> int:
    """Largest absolute value of an integer column, 0 for an empty one."""
    low, high = column.min(), column.max()
    return 0 if low is None or high is None else max(abs(int(low)), abs(int(high)))  # type: ignore[arg-type]


def half_away(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """Divide by a positive integer and round half away from zero, as `kaohe.exact.rdiv` does."""
    size = numerator.abs()
    rounded = (size + size + denominator) // (denominator + denominator)
    return pl.when(numerator < 0).then(0 - rounded).otherwise(rounded)
