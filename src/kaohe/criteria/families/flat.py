"""A fixed number of points when something is so: 未公示的扣2分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.families.condition import Condition
from kaohe.criteria.families.terms import given
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Amount, ColumnEffect, Effect, Input, Kernel, Signed
from kaohe.exact import Ratio


@dataclass(frozen=True, slots=True)
class Flat(Signed):
    """``delta`` once, when the condition holds.

    Attributes
    ----------
    condition
        What must hold.
    delta
        Points, positive.
    cap
        Most that the clause may come to; rarely written.
    """

    condition: Condition
    delta: Amount
    cap: Amount | None = None

    def inputs(self) -> tuple[Input, ...]:
        """Ask for what the condition asks for."""
        return self.condition.inputs()

    def _points(self, full: Ratio | None) -> Ratio:
        n, d = self.delta.resolve(full)
        if self.cap is not None and (limit := self.cap.resolve(full))[0] * d < n * limit[1]:
            n, d = limit
        return (self.sign * n, d)

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Give the points when the condition holds."""
        test, points = self.condition.bind(at), self._points(full)
        return lambda values: points if test(values) else None

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Give the points in the rows where the condition holds."""
        return ColumnEffect(self.condition.column(inputs), ExactColumn.constant(meter, self._points(full)))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op", "delta", "when", "condition"}``."""
        words = given(delta=self.delta, when=self.condition.say() or None, cap=self.cap)
        return {"op": self.op} | words | {"condition": self.condition.to_json()}

    def say(self) -> str:
        """Print ``未公示的，扣2分``."""
        words = self.condition.say()
        return f"{words}的，{self.verb}{self.delta.say()}" if words else f"{self.verb}{self.delta.say()}"


@dataclass(frozen=True, slots=True)
class Deduct(Flat):
    """Points off when the condition holds."""

    op: ClassVar[str] = "deduct"
    verb: ClassVar[str] = "扣"
    sign: ClassVar[int] = -1


@dataclass(frozen=True, slots=True)
class Add(Flat):
    """Points on when the condition holds."""

    op: ClassVar[str] = "add"
    verb: ClassVar[str] = "加"


@dataclass(frozen=True, slots=True)
class ExtraDeduct(Flat):
    """Points off beyond the item's floor (追加扣除): taken after floor and cap, the score may go below zero."""

    op: ClassVar[str] = "extra_deduct"
    verb: ClassVar[str] = "追加扣"
    sign: ClassVar[int] = -1

    @property
    def effect(self) -> Effect:
        """Taken after floor and cap."""
        return "extra"
