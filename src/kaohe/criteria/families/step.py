"""So much for each step away from a target: 每低1个百分点扣0.5分, 每超5%加1分."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal

from kaohe.criteria.families.condition import say_interval
from kaohe.criteria.families.terms import Rounding, given, say_limits, say_step
from kaohe.criteria.model import Amount, Clause, Input
from kaohe.exact import show_decimal


@dataclass(frozen=True, slots=True)
class Step(Clause):
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

    verb: ClassVar[str]

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the figure or the gap."""
        return (self.inp,)

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

    @property
    def is_deduction(self) -> bool:
        """Only lowers the score."""
        return True


@dataclass(frozen=True, slots=True)
class StepAdd(Step):
    """So much on for each step (每超…加)."""

    op: ClassVar[str] = "step_add"
    verb: ClassVar[str] = "加"
