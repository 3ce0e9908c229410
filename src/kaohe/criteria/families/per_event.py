"""So much for each thing counted: 每迟报1次扣0.5分, 每获奖1项加2分."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from kaohe.criteria.families.terms import Rounding, given, say_limits, say_step
from kaohe.criteria.model import Amount, Clause, Input
from kaohe.exact import show_decimal


@dataclass(frozen=True, slots=True)
class PerEvent(Clause):
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

    verb: ClassVar[str]

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the count."""
        return (self.inp,)

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

    @property
    def is_deduction(self) -> bool:
        """Only lowers the score."""
        return True


@dataclass(frozen=True, slots=True)
class AddPer(PerEvent):
    """So much on for each thing counted (每…加)."""

    op: ClassVar[str] = "add_per"
    verb: ClassVar[str] = "加"
