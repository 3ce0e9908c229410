"""Written formulas over named figures, and weighted parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import lcm
from typing import Any, ClassVar

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.families.expression import Apply, Extreme, Field, Number, Points, Term
from kaohe.criteria.families.terms import given
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Clause, ColumnEffect, Effect, Input, Kernel, Values
from kaohe.exact import ONE, ZERO, Ratio, show_decimal, to_ratio

__all__ = ["Apply", "Extreme", "Field", "Formula", "Number", "Points", "Term", "Weighted"]


@dataclass(frozen=True, slots=True)
class Formula(Clause):
    """The score by a written formula.

    Attributes
    ----------
    tree
        The right side.
    name
        The left side as written (得分, 系统考核得分); empty when the sentence has none.

    Notes
    -----
    Division by zero raises in the exact face and is null in bulk, where the engine reports the cell.
    """

    tree: Term
    name: str = ""

    op: ClassVar[str] = "formula"

    @property
    def effect(self) -> Effect:
        """Sets the score."""
        return "set"

    def inputs(self) -> tuple[Input, ...]:
        """Ask for every named figure, in writing order."""
        return self.tree.inputs()

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Make the tree's function."""
        return self.tree.bind(full, dict(zip(self.inputs(), at, strict=True)))

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Make the tree's expression; null where it divides by zero."""
        return ColumnEffect(None, self.tree.column(full, dict(zip(self.inputs(), inputs, strict=True)), meter))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "formula", "name", "expr", "tree"}``."""
        return {"op": self.op} | given(name=self.name or None, expr=self.tree.say()) | {"tree": self.tree.to_json()}

    def say(self) -> str:
        """Print ``得分＝满分×事件处理率``."""
        return f"{self.name or '得分'}＝{self.tree.say()}"


@dataclass(frozen=True, slots=True)
class Weighted(Clause):
    """The score as a weighted sum of parts: 德育×30%＋智育×70%＋附加分.

    Attributes
    ----------
    parts
        Field and weight in %.
    plus
        Fields added unweighted.
    """

    parts: tuple[tuple[Input, Decimal], ...]
    plus: tuple[Input, ...] = ()

    op: ClassVar[str] = "weighted"

    @property
    def effect(self) -> Effect:
        """Sets the score."""
        return "set"

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the parts, then for what is added."""
        return (*(inp for inp, _ in self.parts), *self.plus)

    def _weights(self) -> list[Ratio]:
        shares = (to_ratio(pct) for _, pct in self.parts)
        return [*((n, d * 100) for n, d in shares), *(ONE for _ in self.plus)]

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Add the parts by weight."""
        weights = self._weights()
        parts = lcm(*(d for _, d in weights))
        rows = [(i, n * parts // d) for i, (n, d) in zip(at, weights, strict=True)]

        def weighted(values: Values) -> Ratio | None:
            total, bottom = 0, 1
            for i, weight in rows:
                n, d = values[i]
                if d == bottom:
                    total += n * weight
                else:
                    total, bottom = total * d + n * weight * bottom, bottom * d
            return (total, bottom * parts)

        return weighted

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Add each row's parts by weight."""
        weights = self._weights()
        total = ExactColumn.constant(meter, ZERO)
        for x, weight in zip(inputs, weights, strict=True):
            total = total.plus(x.times(weight))
        return ColumnEffect(None, total)

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "weighted", "weights": {name: share}, "plus", "inputs"}``; shares as 0.3 for 30 %."""
        weights = {inp.name: show_decimal(pct / 100) for inp, pct in self.parts}
        plus = [inp.name for inp in self.plus] or None
        return {"op": self.op, "weights": weights} | given(plus=plus) | {"inputs": [i.to_json() for i in self.inputs()]}

    def say(self) -> str:
        """Print ``德育占30%，智育占70%，另加附加分``."""
        parts = "，".join(f"{inp.name}占{show_decimal(pct)}%" for inp, pct in self.parts)
        return parts + "".join(f"，另加{inp.name}" for inp in self.plus)
