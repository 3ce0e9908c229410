"""Clauses that act on other clauses: a deduction cancelled, doubled or halved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.families.condition import Condition
from kaohe.criteria.families.terms import given
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Clause, ColumnEffect, Effect, Input, Kernel
from kaohe.exact import ZERO, Ratio, show_decimal, to_ratio

TARGET_WORDS = {"deductions": "扣分", "additions": "加分", "score": "得分"}


@dataclass(frozen=True, slots=True)
class Waive(Clause):
    """No deductions when the condition holds (未发生…的不扣分).

    Attributes
    ----------
    condition
        What must hold.
    may
        True for 可以不扣分: the wording leaves it open; the flag of the condition is then the decision.
    """

    condition: Condition
    may: bool = False

    op: ClassVar[str] = "waive"

    @property
    def effect(self) -> Effect:
        """Cancels the deductions of the rule."""
        return "waive"

    def inputs(self) -> tuple[Input, ...]:
        """Ask for what the condition asks for."""
        return self.condition.inputs()

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Give zero when the condition holds."""
        test, factor = self.condition.bind(at), ZERO
        return lambda values: factor if test(values) else None

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Give zero in the rows where the condition holds."""
        return ColumnEffect(self.condition.column(inputs), ExactColumn.constant(meter, ZERO))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "waive", "when", "may", "condition"}``."""
        words = given(when=self.condition.say() or None, may=self.may)
        return {"op": self.op} | words | {"condition": self.condition.to_json()}

    def say(self) -> str:
        """Print ``未发生事件的，不扣分``."""
        return f"{self.condition.say()}的，{'可以' if self.may else ''}不扣分"


@dataclass(frozen=True, slots=True)
class Multiply(Clause):
    """Deductions, additions or the score times a factor when the condition holds (加倍扣分, 减半得分).

    Attributes
    ----------
    condition
        What must hold.
    factor
        2 for 加倍, 0.5 for 减半.
    target
        What is multiplied: the item's deductions, its additions, or its score before floor and cap.
    """

    condition: Condition
    factor: Decimal
    target: Literal["deductions", "additions", "score"] = "deductions"

    op: ClassVar[str] = "multiply"

    @property
    def effect(self) -> Effect:
        """Scales its target."""
        return "scale"

    def inputs(self) -> tuple[Input, ...]:
        """Ask for what the condition asks for."""
        return self.condition.inputs()

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Give the factor when the condition holds."""
        test, factor = self.condition.bind(at), to_ratio(self.factor)
        return lambda values: factor if test(values) else None

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Give the factor in the rows where the condition holds."""
        return ColumnEffect(self.condition.column(inputs), ExactColumn.constant(meter, to_ratio(self.factor)))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "multiply", "factor", "target", "when", "condition"}``."""
        words = given(factor=self.factor, target=self.target, when=self.condition.say() or None)
        return {"op": self.op} | words | {"condition": self.condition.to_json()}

    def say(self) -> str:
        """Print ``逾期不改的，扣分加倍``."""
        words = {Decimal(2): "加倍", Decimal("0.5"): "减半"}
        by = words.get(self.factor, f"乘以{show_decimal(self.factor)}")
        return f"{self.condition.say()}的，{TARGET_WORDS[self.target]}{by}"
