"""Conditions: what must hold before a clause counts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.families.interval import Test, bind_interval, column_interval, say_interval
from kaohe.criteria.families.terms import given
from kaohe.criteria.model import Input


class Condition(ABC):
    """What must hold before a clause counts. Subclasses are frozen, slotted dataclasses."""

    @abstractmethod
    def inputs(self) -> tuple[Input, ...]:
        """Fields the condition asks for, in sentence order."""

    @abstractmethod
    def bind(self, at: Sequence[int]) -> Test:
        """Make the exact test; ``at`` gives the position of each of `inputs` in the rule's values."""

    @abstractmethod
    def column(self, inputs: Sequence[ExactColumn]) -> pl.Expr | None:
        """Make the bulk test, equal to `bind` on every row; None when it always holds."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """Write the condition under one key that names its kind."""

    @abstractmethod
    def say(self) -> str:
        """Print the condition as the words before 的: ``满意度90%以上``."""


@dataclass(frozen=True, slots=True)
class Always(Condition):
    """Holds for every unit."""

    def inputs(self) -> tuple[Input, ...]:
        """Ask for nothing."""
        return ()

    def bind(self, at: Sequence[int]) -> Test:
        """Hold for any values."""
        return lambda values: True

    def column(self, inputs: Sequence[ExactColumn]) -> pl.Expr | None:
        """Hold in every row."""
        return None

    def to_json(self) -> dict[str, Any]:
        """Write ``{"always": true}``."""
        return {"always": True}

    def say(self) -> str:
        """Print nothing."""
        return ""


@dataclass(frozen=True, slots=True)
class Holds(Condition):
    """A yes-or-no field has the expected answer.

    Attributes
    ----------
    inp
        Flag field; its name says the fact (未公示, 领导小组).
    expected
        False for a clause that counts when the fact is absent.
    """

    inp: Input
    expected: bool = True

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the flag."""
        return (self.inp,)

    def bind(self, at: Sequence[int]) -> Test:
        """Test the flag: any number but zero is yes."""
        i = at[0]
        if self.expected:
            return lambda values: bool(values[i][0] != 0)
        return lambda values: bool(values[i][0] == 0)

    def column(self, inputs: Sequence[ExactColumn]) -> pl.Expr | None:
        """Test the flag of each row."""
        flag = inputs[0].meter.expr(inputs[0].num)
        zero = inputs[0].meter.literal(0)
        return flag != zero if self.expected else flag == zero

    def to_json(self) -> dict[str, Any]:
        """Write ``{"holds": field}`` or ``{"not": field}``."""
        return {"holds" if self.expected else "not": self.inp.to_json()}

    def say(self) -> str:
        """Print the name of the fact."""
        return self.inp.name if self.expected else f"没有{self.inp.name}"


@dataclass(frozen=True, slots=True)
class Compare(Condition):
    """A number lies in an interval.

    Attributes
    ----------
    inp
        Measure, count or rank.
    low, high
        Ends of the interval; None when open to that side.
    low_open, high_open
        True when the end itself is outside (超过, 不满); 以上 and 以下 include it (民法典 art. 1259).
    """

    inp: Input
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the number."""
        return (self.inp,)

    def bind(self, at: Sequence[int]) -> Test:
        """Test the interval by cross-multiplication."""
        return bind_interval(at[0], self.low, self.high, self.low_open, self.high_open)

    def column(self, inputs: Sequence[ExactColumn]) -> pl.Expr | None:
        """Test the interval in each row."""
        return column_interval(inputs[0], self.low, self.high, self.low_open, self.high_open)

    def to_json(self) -> dict[str, Any]:
        """Write ``{"compare": field, "low": …, "high": …}``; open ends are marked."""
        ends = given(low=self.low, high=self.high, low_open=self.low_open, high_open=self.high_open)
        return {"compare": self.inp.to_json()} | ends

    def say(self) -> str:
        """Print the interval: ``满意度90%以上``, ``达标率60%以上、不满80%``."""
        return self.inp.name + say_interval(self.low, self.high, self.low_open, self.high_open, self.inp.unit)


@dataclass(frozen=True, slots=True)
class IsOneOf(Condition):
    """A choice field has one of the given texts."""

    inp: Input
    values: tuple[str, ...]

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the choice."""
        return (self.inp,)

    def bind(self, at: Sequence[int]) -> Test:
        """Test the text."""
        i, wanted = at[0], frozenset(self.values)
        return lambda values: values[i] in wanted

    def column(self, inputs: Sequence[ExactColumn]) -> pl.Expr | None:
        """Test the text of each row."""
        return inputs[0].text.is_in(list(self.values))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"is": field, "values": […]}``."""
        return {"is": self.inp.to_json(), "values": list(self.values)}

    def say(self) -> str:
        """Print ``等级为优秀或者良好``."""
        return f"{self.inp.name}为{'或者'.join(self.values)}"


@dataclass(frozen=True, slots=True)
class AllOf(Condition):
    """Every part holds."""

    parts: tuple[Condition, ...]

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the fields of all parts, each once."""
        return tuple(dict.fromkeys(i for part in self.parts for i in part.inputs()))

    def bind(self, at: Sequence[int]) -> Test:
        """Test every part."""
        tests = _bind_parts(self.parts, dict(zip(self.inputs(), at, strict=True)))
        return lambda values: all(test(values) for test in tests)

    def column(self, inputs: Sequence[ExactColumn]) -> pl.Expr | None:
        """Test every part in each row."""
        tests = _column_parts(self.parts, dict(zip(self.inputs(), inputs, strict=True)))
        return None if all(test is None for test in tests) else pl.all_horizontal(t for t in tests if t is not None)

    def to_json(self) -> dict[str, Any]:
        """Write ``{"all": [part, …]}``."""
        return {"all": [part.to_json() for part in self.parts]}

    def say(self) -> str:
        """Print the parts joined by 且."""
        return "，且".join(part.say() for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the fields of all parts, each once."""
        return tuple(dict.fromkeys(i for part in self.parts for i in part.inputs()))

    def bind(self, at: Sequence[int]) -> Test:
        """Test for one part that holds."""
        tests = _bind_parts(self.parts, dict(zip(self.inputs(), at, strict=True)))
        return lambda values: any(test(values) for test in tests)

    def column(self, inputs: Sequence[ExactColumn]) -> pl.Expr | None:
        """Test for one part that holds in each row."""
        tests = _column_parts(self.parts, dict(zip(self.inputs(), inputs, strict=True)))
        return None if any(test is None for test in tests) else pl.any_horizontal(t for t in tests if t is not None)

    def to_json(self) -> dict[str, Any]:
        """Write ``{"any": [part, …]}``."""
        return {"any": [part.to_json() for part in self.parts]}

    def say(self) -> str:
        """Print the parts joined by 或."""
        return "，或".join(part.say() for part in self.parts)


def _bind_parts(parts: tuple[Condition, ...], at: dict[Input, int]) -> tuple[Test, ...]:
    return tuple(part.bind([at[i] for i in part.inputs()]) for part in parts)


def _column_parts(parts: tuple[Condition, ...], columns: dict[Input, ExactColumn]) -> list[pl.Expr | None]:
    return [part.column([columns[i] for i in part.inputs()]) for part in parts]
