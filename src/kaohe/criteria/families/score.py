"""The item's score when something is so: 完成的得2分, 未开展的不得分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.families.condition import Condition
from kaohe.criteria.families.terms import given
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Amount, Clause, ColumnEffect, Effect, Input, Kernel
from kaohe.exact import Ratio


@dataclass(frozen=True, slots=True)
class Score(Clause):
    """The score becomes ``value`` when the condition holds.

    Attributes
    ----------
    condition
        What must hold.
    value
        Points; zero knocks the item out (不得分、全扣) whatever else holds.
    additive
        True for parts of the item that sum from zero (①…得1分；②…得1分).
    """

    condition: Condition
    value: Amount
    additive: bool = False

    op: ClassVar[str] = "score"

    @property
    def effect(self) -> Effect:
        """Shift when additive, knockout when zero, else set."""
        if self.additive:
            return "shift"
        return "knockout" if self.value.value == 0 else "set"

    @property
    def is_part(self) -> bool:
        """True when additive."""
        return self.additive

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give the value, for a clause that sets the score."""
        return self.value.resolve(full) if self.effect == "set" else None

    def inputs(self) -> tuple[Input, ...]:
        """Ask for what the condition asks for."""
        return self.condition.inputs()

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Give the value when the condition holds."""
        test, value = self.condition.bind(at), self.value.resolve(full)
        return lambda values: value if test(values) else None

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Give the value in the rows where the condition holds."""
        return ColumnEffect(self.condition.column(inputs), ExactColumn.constant(meter, self.value.resolve(full)))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "score", "value", "when", "additive", "condition"}``."""
        words = given(value=self.value, when=self.condition.say() or None, additive=self.additive)
        return {"op": self.op} | words | {"condition": self.condition.to_json()}

    def say(self) -> str:
        """Print ``完成的，得2分``; ``未开展的，不得分``; an additive part gets ``得1分``."""
        words = self.condition.say()
        gain = "不得分" if self.effect == "knockout" else f"得{self.value.say()}"
        return f"{words}的，{gain}" if words else gain
