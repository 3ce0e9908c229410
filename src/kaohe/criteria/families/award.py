"""Points by level of award or notice: 获国家级、省级、市级表彰的，分别加5分、3分、2分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.families.bands import first_of
from kaohe.criteria.families.choice import bind_text
from kaohe.criteria.families.counts import bind_sum, column_sum
from kaohe.criteria.families.steps import bind_cap, cap_column
from kaohe.criteria.families.terms import given
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Amount, ColumnEffect, Input, InputType, Kernel, Signed
from kaohe.exact import Ratio

NO_AWARD = "无"
"""The choice of a unit that was not awarded."""


@dataclass(frozen=True, slots=True)
class Award(Signed):
    """Points of the level reached, once or each time.

    Attributes
    ----------
    levels
        Name and points of each level, in the order of the sentence; points positive.
    counted
        True for 每次、每项: one count a level, the points multiplied and added up.
    cap
        Most that the clause may come to.
    on
        What is awarded or noticed, in the words of the sentence (表彰, 通报批评).
    unit
        Of the counts (次, 项).
    flags
        True when several levels may hold at once, each asked by a yes-or-no field of its own.
    """

    levels: tuple[tuple[str, Amount], ...]
    counted: bool = False
    cap: Amount | None = None
    on: str = ""
    unit: str | None = None
    flags: bool = False

    def inputs(self) -> tuple[Input, ...]:
        """Ask for one choice of level, or one count or flag a level."""
        if self.counted or self.flags:
            kind = InputType.COUNT if self.counted else InputType.FLAG
            unit = self.unit if self.counted else None
            return tuple(Input(f"{name}{self.on}", kind, unit) for name, _ in self.levels)
        choices = (*(name for name, _ in self.levels), NO_AWARD)
        return (Input(self.on or "级别", InputType.CHOICE, choices=choices),)

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Give the points of the level, or add up those of all that hold."""
        points = [self._signed(amount, full) for _, amount in self.levels]
        if self.counted or self.flags:
            kernel = bind_sum(at, points, once=not self.counted)
        else:
            kernel = bind_text(at[0], [name for name, _ in self.levels], points, self.inputs()[0])
        return kernel if self.cap is None else bind_cap(kernel, self.cap.resolve(full), self.sign)

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Give the points of each row's level, or add up those of all that hold."""
        points = [self._signed(amount, full) for _, amount in self.levels]
        if self.counted or self.flags:
            effect = ColumnEffect(None, column_sum(inputs, points, meter, once=not self.counted))
        else:
            effect = first_of([inputs[0].text == name for name, _ in self.levels], points, meter)
        if self.cap is None:
            return effect
        amount = cap_column(effect.amount, self.cap.resolve(full), self.sign)
        return ColumnEffect(effect.holds, amount, effect.is_zero_elsewhere)

    def _signed(self, amount: Amount, full: Ratio | None) -> Ratio:
        n, d = amount.resolve(full)
        return (self.sign * n, d)

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op", "levels", "on", "counted", "flags", "unit", "cap"}``."""
        levels = {name: amount.to_json() for name, amount in self.levels}
        shape = given(on=self.on or None, counted=self.counted, flags=self.flags, unit=self.unit, cap=self.cap)
        return {"op": self.op, "levels": levels} | shape

    def say(self) -> str:
        """Print ``国家级、省级表彰的，每1次分别加5分、3分，最多加8分``."""
        names = "、".join(name for name, _ in self.levels)
        points = "、".join(amount.say() for _, amount in self.levels)
        each = f"每1{self.unit or '次'}" if self.counted else ""
        apart = "分别" if len(self.levels) > 1 else ""
        cap = f"，最多{self.verb}{self.cap.say()}" if self.cap else ""
        return f"{names}{self.on}的，{each}{apart}{self.verb}{points}{cap}"


@dataclass(frozen=True, slots=True)
class AwardAdd(Award):
    """Points on for an award."""

    op: ClassVar[str] = "award_add"
    verb: ClassVar[str] = "加"


@dataclass(frozen=True, slots=True)
class AwardDeduct(Award):
    """Points off for a notice of criticism."""

    op: ClassVar[str] = "award_deduct"
    verb: ClassVar[str] = "扣"
    sign: ClassVar[int] = -1
