"""Points by the band a figure falls in: 90%以上得10分，80%以上得8分，80%以下不得分."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from kaohe.criteria.families.condition import say_interval
from kaohe.criteria.families.terms import Mode, given
from kaohe.criteria.model import Amount, Clause, Effect, Input
from kaohe.exact import Ratio, highest


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


def say_gain(amount: Amount, mode: Mode) -> str:
    """Print what a table row gives: ``得2分``, ``不得分``, ``加2分``, ``扣2分``, ``不加分``."""
    if mode == "set":
        return f"得{amount.say()}" if amount.value else "不得分"
    if not amount.value:
        return "不加分"
    return f"扣{Amount(-amount.value, amount.of_full).say()}" if amount.value < 0 else f"加{amount.say()}"
