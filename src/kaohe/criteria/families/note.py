"""What all statements have in common: they ask for nothing and change no score here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Clause, ColumnEffect, Effect, Input, Kernel
from kaohe.exact import ZERO, Ratio


@dataclass(frozen=True, slots=True)
class Statement(Clause):
    """A clause that asks for nothing and changes no score here."""

    @property
    def effect(self) -> Effect:
        """Without effect on the score."""
        return "note"

    def inputs(self) -> tuple[Input, ...]:
        """Ask for nothing."""
        return ()

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Change nothing."""
        return lambda values: None

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Change nothing."""
        return ColumnEffect(pl.lit(False), ExactColumn.constant(meter, ZERO))
