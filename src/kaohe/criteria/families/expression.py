"""Expressions over named figures: numbers, percentages, points, + - x ÷, the least and the greatest."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypeAlias

from kaohe.criteria.columns import ExactColumn, greater, where
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Amount, Input, Values
from kaohe.exact import Ratio, minus, plus, show_decimal, times, to_ratio
from kaohe.i18n import translator

_ = translator("criteria")

Operator: TypeAlias = Literal["+", "-", "*", "/"]
SIGNS: dict[str, str] = {"+": "＋", "-": "－", "*": "×", "/": "÷"}
RANKS = {"+": 1, "-": 1, "*": 2, "/": 2}


Reckon: TypeAlias = Callable[[Values], Ratio]
"""The exact face of a node."""


class Term(ABC):
    """One node of a formula. Subclasses are frozen, slotted dataclasses."""

    rank: ClassVar[int] = 3

    @abstractmethod
    def inputs(self) -> tuple[Input, ...]:
        """Fields below the node, in writing order."""

    @abstractmethod
    def bind(self, full: Ratio | None, at: Mapping[Input, int]) -> Reckon:
        """Make the exact function; ``at`` gives each field's position in the rule's values."""

    @abstractmethod
    def column(self, full: Ratio | None, columns: Mapping[Input, ExactColumn], meter: Meter) -> ExactColumn:
        """Make the bulk expression."""

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

    def bind(self, full: Ratio | None, at: Mapping[Input, int]) -> Reckon:
        """Give the number."""
        constant = self._ratio
        return lambda values: constant

    def column(self, full: Ratio | None, columns: Mapping[Input, ExactColumn], meter: Meter) -> ExactColumn:
        """Give the number in every row."""
        return ExactColumn.constant(meter, self._ratio)

    @property
    def _ratio(self) -> Ratio:
        n, d = to_ratio(self.value)
        return (n, d * 100) if self.percent else (n, d)

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

    def bind(self, full: Ratio | None, at: Mapping[Input, int]) -> Reckon:
        """Give the points."""
        points = self.amount.resolve(full)
        return lambda values: points

    def column(self, full: Ratio | None, columns: Mapping[Input, ExactColumn], meter: Meter) -> ExactColumn:
        """Give the points in every row."""
        return ExactColumn.constant(meter, self.amount.resolve(full))

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

    def bind(self, full: Ratio | None, at: Mapping[Input, int]) -> Reckon:
        """Give the figure."""
        i = at[self.inp]

        def hundredth(values: Values) -> Ratio:
            n, d = values[i]
            return (n, d * 100)

        def figure(values: Values) -> Ratio:
            n, d = values[i]
            return (n, d)

        return hundredth if self.inp.unit == "%" else figure

    def column(self, full: Ratio | None, columns: Mapping[Input, ExactColumn], meter: Meter) -> ExactColumn:
        """Give each row's figure."""
        x = columns[self.inp]
        return x.times((1, 100)) if self.inp.unit == "%" else x

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

    def bind(self, full: Ratio | None, at: Mapping[Input, int]) -> Reckon:
        """Join both sides; division by zero raises ValueError."""
        left, right, join = self.left.bind(full, at), self.right.bind(full, at), JOINS[self.operator]
        return lambda values: join(left(values), right(values))

    def column(self, full: Ratio | None, columns: Mapping[Input, ExactColumn], meter: Meter) -> ExactColumn:
        """Join both sides in each row; null where a divisor is zero."""
        left, right = self.left.column(full, columns, meter), self.right.column(full, columns, meter)
        return COLUMN_JOINS[self.operator](left, right)

    def to_json(self) -> list[Any]:
        """Write ``["+", left, right]``."""
        return [self.operator, self.left.to_json(), self.right.to_json()]

    def say(self) -> str:
        """Print with brackets only where the order needs them."""
        left = _bracket(self.left, self.left.rank < self.rank)
        right = _bracket(self.right, self.right.rank <= self.rank)
        return f"{left}{SIGNS[self.operator]}{right}"


def _over(a: Ratio, b: Ratio) -> Ratio:
    if not b[0]:
        raise ValueError(_("the formula divides by zero: correct the figure that it divides by"))
    sign = -1 if b[0] < 0 else 1
    return (sign * a[0] * b[1], a[1] * sign * b[0])


JOINS: dict[str, Callable[[Ratio, Ratio], Ratio]] = {"+": plus, "-": minus, "*": times, "/": _over}
COLUMN_JOINS: dict[str, Callable[[ExactColumn, ExactColumn], ExactColumn]] = {
    "+": ExactColumn.plus,
    "-": ExactColumn.minus,
    "*": ExactColumn.times_column,
    "/": ExactColumn.over,
}


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

    def bind(self, full: Ratio | None, at: Mapping[Input, int]) -> Reckon:
        """Pick one part by cross-multiplication."""
        parts, sign = [part.bind(full, at) for part in self.parts], 1 if self.which == "max" else -1

        def pick(values: Values) -> Ratio:
            best, *others = (part(values) for part in parts)
            for other in others:
                if sign * (other[0] * best[1] - best[0] * other[1]) > 0:
                    best = other
            return best

        return pick

    def column(self, full: Ratio | None, columns: Mapping[Input, ExactColumn], meter: Meter) -> ExactColumn:
        """Pick one part in each row."""
        best, *others = (part.column(full, columns, meter) for part in self.parts)
        for other in others:
            better = greater(other, best) if self.which == "max" else greater(best, other)
            best = where(better, other, best)
        return best

    def to_json(self) -> list[Any]:
        """Write ``["min", part, …]``."""
        return [self.which, *(part.to_json() for part in self.parts)]

    def say(self) -> str:
        """Print ``min（a，b）``."""
        return f"{self.which}（{'，'.join(part.say() for part in self.parts)}）"
