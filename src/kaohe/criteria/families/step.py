"""So much for each step away from a target: 每低1个百分点扣0.5分, 每超5%加1分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.families.interval import bind_interval, column_interval, say_interval
from kaohe.criteria.families.steps import Gap, Tariff, bind_steps, column_steps
from kaohe.criteria.families.terms import Rounding, given, say_limits, say_step
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Amount, ColumnEffect, Input, Kernel, Signed
from kaohe.exact import Ratio, show_decimal, to_ratio


@dataclass(frozen=True, slots=True)
class Step(Signed):
    """``delta`` for each ``per`` ``unit`` that the input lies ``dir`` the target.

    Attributes
    ----------
    inp
        The figure; or, when ``target`` is None, the gap itself (source shortfall, excess, growth …).
    on
        What is compared, in the words of the sentence.
    target
        The number to keep; None when the input is the gap.
    dir
        ``below``: the gap is target - figure; ``above``: figure - target. No gap, no effect.
    per, unit, delta, rounding, cap
        As in `PerEvent`.
    low, high
        Both included: the clause counts only while the figure lies between them; None when open.
    """

    inp: Input
    on: str
    target: Decimal | None
    dir: Literal["below", "above"]
    per: Decimal
    unit: str | None
    delta: Amount
    rounding: Rounding = "proportional"
    cap: Amount | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the figure or the gap."""
        return (self.inp,)

    @property
    def gap(self) -> Gap:
        """How the gap follows from the input."""
        if self.target is None:
            return Gap(1)
        return Gap(-1 if self.dir == "below" else 1, to_ratio(self.target))

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Multiply the gap by the points of one step, in the rounding of the sentence."""
        tariff = Tariff.of(self.per, self.delta, self.rounding, self.cap, full)
        kernel = bind_steps(at[0], self.gap, tariff, self.sign)
        if self.low is None and self.high is None:
            return kernel
        applies = bind_interval(at[0], self.low, self.high, False, False)
        return lambda values: kernel(values) if applies(values) else None

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Multiply each row's gap by the points of one step."""
        tariff = Tariff.of(self.per, self.delta, self.rounding, self.cap, full)
        effect = column_steps(inputs[0], self.gap, tariff, self.sign)
        return ColumnEffect(column_interval(inputs[0], self.low, self.high, False, False), effect.amount)

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op", "on", "target", "dir", "per", "unit", "delta", …, "input"}``."""
        rounding = None if self.rounding == "proportional" else self.rounding
        numbers = given(on=self.on, target=self.target, dir=self.dir, per=self.per, unit=self.unit, delta=self.delta)
        limits = given(rounding=rounding, cap=self.cap, low=self.low, high=self.high)
        return {"op": self.op} | numbers | limits | {"input": self.inp.to_json()}

    def say(self) -> str:
        """Print ``满意度以90%为目标，每低1个百分点扣0.5分，最多扣5分``."""
        target = "" if self.target is None else f"以{show_decimal(self.target)}{self.inp.unit or ''}为目标，"
        within = say_interval(self.low, self.high, False, False, self.inp.unit)
        step = say_step(self.per, self.unit, self.rounding)
        step = step.replace("每", "每低" if self.dir == "below" else "每超", 1)
        limits = say_limits(self.per, self.unit, self.rounding, self.cap, self.verb)
        return f"{self.on}{within}{'的，' if within else ''}{target}{step}{self.verb}{self.delta.say()}{limits}"


@dataclass(frozen=True, slots=True)
class StepDeduct(Step):
    """So much off for each step (每低…扣)."""

    op: ClassVar[str] = "step_deduct"
    verb: ClassVar[str] = "扣"
    sign: ClassVar[int] = -1


@dataclass(frozen=True, slots=True)
class StepAdd(Step):
    """So much on for each step (每超…加)."""

    op: ClassVar[str] = "step_add"
    verb: ClassVar[str] = "加"
