"""So much for each thing counted: 每迟报1次扣0.5分, 每获奖1项加2分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.families.steps import Gap, Tariff, bind_steps, column_steps
from kaohe.criteria.families.terms import Rounding, given, say_limits, say_step
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Amount, ColumnEffect, Input, Kernel, Signed
from kaohe.exact import ZERO, Ratio, show_decimal, to_ratio


@dataclass(frozen=True, slots=True)
class PerEvent(Signed):
    """``delta`` for each ``per`` ``unit`` counted.

    Attributes
    ----------
    inp
        The count (迟报, 次) or measure.
    delta
        Points for each step, positive.
    per
        Size of a step.
    unit
        As written; None when the sentence names none.
    rounding
        ``proportional`` (每), ``full`` (每满: parts of a step do not count) or ``up`` (不足…按…计).
    cap
        Most that the clause may come to.
    threshold
        Only what exceeds it is counted (超过2次后，每次…).
    """

    inp: Input
    delta: Amount
    per: Decimal = Decimal(1)
    unit: str | None = None
    rounding: Rounding = "proportional"
    cap: Amount | None = None
    threshold: Decimal | None = None

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the count."""
        return (self.inp,)

    @property
    def gap(self) -> Gap:
        """What is counted: all, or what exceeds the threshold."""
        return Gap(1, ZERO if self.threshold is None else to_ratio(self.threshold))

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Multiply the count by the points of one, in the rounding of the sentence."""
        tariff = Tariff.of(self.per, self.delta, self.rounding, self.cap, full)
        return bind_steps(at[0], self.gap, tariff, self.sign)

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Multiply each row's count by the points of one."""
        tariff = Tariff.of(self.per, self.delta, self.rounding, self.cap, full)
        return column_steps(inputs[0], self.gap, tariff, self.sign)

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op", "delta", "per", "unit", "when", …, "input"}``."""
        rounding = None if self.rounding == "proportional" else self.rounding
        numbers = given(delta=self.delta, per=self.per, unit=self.unit, when=self.inp.name or None)
        limits = given(rounding=rounding, cap=self.cap, threshold=self.threshold)
        return {"op": self.op} | numbers | limits | {"input": self.inp.to_json()}

    def say(self) -> str:
        """Print ``迟报每1次扣0.5分，最多扣3分``."""
        beyond = "" if self.threshold is None else f"超过{show_decimal(self.threshold)}{self.unit or ''}的，"
        step = say_step(self.per, self.unit, self.rounding)
        limits = say_limits(self.per, self.unit, self.rounding, self.cap, self.verb)
        return f"{self.inp.name}{beyond}{step}{self.verb}{self.delta.say()}{limits}"


@dataclass(frozen=True, slots=True)
class DeductPer(PerEvent):
    """So much off for each thing counted (每…扣)."""

    op: ClassVar[str] = "deduct_per"
    verb: ClassVar[str] = "扣"
    sign: ClassVar[int] = -1


@dataclass(frozen=True, slots=True)
class AddPer(PerEvent):
    """So much on for each thing counted (每…加)."""

    op: ClassVar[str] = "add_per"
    verb: ClassVar[str] = "加"
