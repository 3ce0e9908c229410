"""Written formulas over named figures, weighted parts, and the parts of a total."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypeAlias

from kaohe.criteria.families.terms import given
from kaohe.criteria.model import Amount, Clause, Effect, Input
from kaohe.exact import show_decimal

Operator: TypeAlias = Literal["+", "-", "*", "/"]
SIGNS: dict[str, str] = {"+": "＋", "-": "－", "*": "×", "/": "÷"}
RANKS = {"+": 1, "-": 1, "*": 2, "/": 2}


class Term(ABC):
    """One node of a formula. Subclasses are frozen, slotted dataclasses."""

    rank: ClassVar[int] = 3

    @abstractmethod
    def inputs(self) -> tuple[Input, ...]:
        """Fields below the node, in writing order."""

    @abstractmethod
    def to_json(self) -> Any:
        """Write the node: a number text, ``{"input": field}`` or ``[operator, node, …]``."""

    @abstractmethod
    def say(self) -> str:
        """Print the node in full-width mathematical signs."""


@dataclass(frozen=True, slots=True)
class Number(Term):
    """A number as written; with ``percent``, a hundredth of it."""

    value: Decimal
    percent: bool = False

    def inputs(self) -> tuple[Input, ...]:
        """Ask for nothing."""
        return ()

    def to_json(self) -> str:
        """Write ``0.4`` or ``40%``."""
        return self.say()

    def say(self) -> str:
        """Print ``0.4`` or ``40%``."""
        return show_decimal(self.value) + ("%" if self.percent else "")


@dataclass(frozen=True, slots=True)
class Points(Term):
    """Points of the item: 满分, or a share of it."""

    amount: Amount

    def inputs(self) -> tuple[Input, ...]:
        """Ask for nothing."""
        return ()

    def to_json(self) -> dict[str, str]:
        """Write ``{"points": "full"}``."""
        return {"points": self.amount.to_json()}

    def say(self) -> str:
        """Print ``满分``."""
        return self.amount.say()


@dataclass(frozen=True, slots=True)
class Field(Term):
    """A named figure; one whose unit is % counts as a hundredth (95 is 0.95)."""

    inp: Input

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the figure."""
        return (self.inp,)

    def to_json(self) -> dict[str, Any]:
        """Write ``{"input": field}``."""
        return {"input": self.inp.to_json()}

    def say(self) -> str:
        """Print the name."""
        return self.inp.name


@dataclass(frozen=True, slots=True)
class Apply(Term):
    """Two nodes joined by ``+ - * /``."""

    operator: Operator
    left: Term
    right: Term

    @property
    def rank(self) -> int:  # type: ignore[override]
        """Binding strength: products bind closer than sums."""
        return RANKS[self.operator]

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the figures of both sides, each once."""
        return tuple(dict.fromkeys((*self.left.inputs(), *self.right.inputs())))

    def to_json(self) -> list[Any]:
        """Write ``["+", left, right]``."""
        return [self.operator, self.left.to_json(), self.right.to_json()]

    def say(self) -> str:
        """Print with brackets only where the order needs them."""
        left = _bracket(self.left, self.left.rank < self.rank)
        right = _bracket(self.right, self.right.rank <= self.rank)
        return f"{left}{SIGNS[self.operator]}{right}"


def _bracket(term: Term, needed: bool) -> str:
    return f"（{term.say()}）" if needed else term.say()


@dataclass(frozen=True, slots=True)
class Extreme(Term):
    """The smallest or greatest of several nodes."""

    which: Literal["min", "max"]
    parts: tuple[Term, ...]

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the figures of all parts, each once."""
        return tuple(dict.fromkeys(i for part in self.parts for i in part.inputs()))

    def to_json(self) -> list[Any]:
        """Write ``["min", part, …]``."""
        return [self.which, *(part.to_json() for part in self.parts)]

    def say(self) -> str:
        """Print ``min（a，b）``."""
        return f"{self.which}（{'，'.join(part.say() for part in self.parts)}）"


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

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "weighted", "weights": {name: share}, "plus", "inputs"}``; shares as 0.3 for 30 %."""
        weights = {inp.name: show_decimal(pct / 100) for inp, pct in self.parts}
        plus = [inp.name for inp in self.plus] or None
        return {"op": self.op, "weights": weights} | given(plus=plus) | {"inputs": [i.to_json() for i in self.inputs()]}

    def say(self) -> str:
        """Print ``德育占30%，智育占70%，另加附加分``."""
        parts = "，".join(f"{inp.name}占{show_decimal(pct)}%" for inp, pct in self.parts)
        return parts + "".join(f"，另加{inp.name}" for inp in self.plus)
