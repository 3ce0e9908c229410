"""Points by the band a figure falls in: 90%以上得10分，80%以上得8分，80%以下不得分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

import polars as pl

from kaohe.criteria.columns import ExactColumn, where
from kaohe.criteria.families.interval import Test, bind_interval, column_interval, say_interval
from kaohe.criteria.families.terms import Mode, given
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Amount, Clause, ColumnEffect, Effect, Input, Kernel, Values
from kaohe.exact import ZERO, Ratio, highest


@dataclass(frozen=True, slots=True)
class Band:
    """One interval and its points.

    Attributes
    ----------
    low, high
        Ends; None when open to that side.
    amount
        Points of the band.
    low_open, high_open
        True when the end itself is outside. By default the low end is in and the high end is out.
    """

    low: Decimal | None
    high: Decimal | None
    amount: Amount
    low_open: bool = False
    high_open: bool = True

    def to_json(self) -> list[Any]:
        """Write ``[low, high, points]``; a band that is not [low, high) names its ends in a fourth place."""
        row = [given(x=end).get("x") for end in (self.low, self.high)]
        ends = ("(" if self.low_open else "[") + (")" if self.high_open else "]")
        return [*row, self.amount.to_json(), *([] if ends == "[)" else [ends])]

    @classmethod
    def from_json(cls, row: list[Any]) -> Band:
        """Read what `to_json` writes."""
        low, high = (None if end is None else Decimal(str(end)) for end in row[:2])
        ends = row[3] if len(row) > 3 else "[)"
        return cls(low, high, Amount.from_json(row[2]), low_open=ends[0] == "(", high_open=ends[1] == ")")


@dataclass(frozen=True, slots=True)
class Bands(Clause):
    """Points of the first band the figure falls in; no effect when it falls in none.

    Attributes
    ----------
    inp
        The figure.
    on
        What is looked at, in the words of the sentence.
    unit
        As written.
    bands
        In the order of the sentence.
    mode
        ``set``: the item's score; ``add``: an addition.
    """

    inp: Input
    on: str
    unit: str | None
    bands: tuple[Band, ...]
    mode: Mode = "set"

    op: ClassVar[str] = "bands"

    @property
    def effect(self) -> Effect:
        """Set or shift, by the mode."""
        return "set" if self.mode == "set" else "shift"

    @property
    def is_deduction(self) -> bool:
        """True when no band adds."""
        return self.mode == "add" and all(band.amount.value <= 0 for band in self.bands)

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give the best band's points."""
        return highest(band.amount.resolve(full) for band in self.bands) if self.mode == "set" else None

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the figure."""
        return (self.inp,)

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Give the points of the first band that contains the figure."""
        rows = tuple((self._bind_band(at[0], band), band.amount.resolve(full)) for band in self.bands)

        def first_band(values: Values) -> Ratio | None:
            for test, points in rows:
                if test(values):
                    return points
            return None

        return first_band

    def _bind_band(self, i: int, band: Band) -> Test:
        return bind_interval(i, band.low, band.high, band.low_open, band.high_open)

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Give the points of each row's first band."""
        return first_of(self._column_tests(inputs[0]), [band.amount.resolve(full) for band in self.bands], meter)

    def _column_tests(self, x: ExactColumn) -> list[pl.Expr | None]:
        """Test each band, leaving out the ends that the bands before it have already decided."""
        tests = []
        # everything above ``upper`` (or below ``lower``) lies in an earlier band; the flag: that end included
        upper: tuple[Decimal | None, bool] = (None, True)
        lower: tuple[Decimal | None, bool] = (None, True)
        for band in self.bands:
            joins_upper, joins_lower = (band.high, band.high_open) == upper, (band.low, band.low_open) == lower
            low, high = None if joins_lower else band.low, None if joins_upper else band.high
            tests.append(column_interval(x, low, high, band.low_open, band.high_open))
            if joins_upper or band.high is None:
                upper = (band.low, not band.low_open)
            if joins_lower or band.low is None:
                lower = (band.high, not band.high_open)
        return tests

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "bands", "on", "unit", "bands", "mode", "input"}``."""
        rows = [band.to_json() for band in self.bands]
        mode = None if self.mode == "set" else self.mode
        return {"op": self.op} | given(on=self.on, unit=self.unit, bands=rows, mode=mode, input=self.inp.to_json())

    def say(self) -> str:
        """Print ``满意度90%以上的，得10分；80%以上、不满90%的，得8分``."""
        return self.on + "；".join(self._say_band(band) for band in self.bands)

    def _say_band(self, band: Band) -> str:
        where = say_interval(band.low, band.high, band.low_open, band.high_open, self.unit)
        return f"{where}的，{say_gain(band.amount, self.mode)}"


def first_of(tests: Sequence[pl.Expr | None], points: Sequence[Ratio], meter: Meter) -> ColumnEffect:
    """Give each row the points of the first test that holds (None: holds in every row); no effect without one."""
    amount = ExactColumn.constant(meter, ZERO)
    for test, value in zip(reversed(tests), reversed(points), strict=True):
        amount = where(test, ExactColumn.constant(meter, value), amount)
    needed = [test for test in tests if test is not None]
    return ColumnEffect(pl.any_horizontal(needed) if len(needed) == len(tests) else None, amount, True)


def say_gain(amount: Amount, mode: Mode) -> str:
    """Print what a table row gives: ``得2分``, ``不得分``, ``加2分``, ``扣2分``, ``不加分``."""
    if mode == "set":
        return f"得{amount.say()}" if amount.value else "不得分"
    if not amount.value:
        return "不加分"
    return f"扣{Amount(-amount.value, amount.of_full).say()}" if amount.value < 0 else f"加{amount.say()}"
