"""The integer type of a bulk run, and the watch on how large its integers can become."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import polars as pl

INT64_MAX = 2**63 - 1
INT128_MAX = 2**127 - 1

Whole: TypeAlias = "pl.Expr | int"
"""An integer by row, or one integer for all rows."""


@dataclass(slots=True)
class Meter:
    """Watches the largest integer that a bulk expression can meet, and says in which type it is built.

    Attributes
    ----------
    dtype
        Integer type of every literal.
    peak
        Largest magnitude seen so far.
    side
        For irrational methods: -1 builds the expression from lower bounds of their values, 1 from upper bounds.
    is_irrational
        Set when a clause needed `enclose`: the score is certain only where both sides agree.
    """

    dtype: type[pl.Int64] | type[pl.Int128] = pl.Int128
    peak: int = 0
    side: int = -1
    is_irrational: bool = field(default=False)

    def see(self, *values: int) -> None:
        """Record what an intermediate value can come to."""
        self.peak = max(self.peak, *map(abs, values))

    def literal(self, value: int) -> pl.Expr:
        """Make an integer literal of the run's type; one too large is recorded, and `see` then fails the run."""
        self.see(value)
        return pl.lit(value if abs(value) <= INT64_MAX or self.dtype is pl.Int128 else 0, dtype=self.dtype)

    def expr(self, whole: Whole) -> pl.Expr:
        """Give an expression for either kind of integer."""
        return self.literal(whole) if isinstance(whole, int) else whole
