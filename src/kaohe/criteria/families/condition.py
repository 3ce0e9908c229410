"""Conditions: what must hold before a clause counts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kaohe.criteria.families.terms import given
from kaohe.criteria.model import Input
from kaohe.exact import show_decimal


class Condition(ABC):
    """What must hold before a clause counts. Subclasses are frozen, slotted dataclasses."""

    @abstractmethod
    def inputs(self) -> tuple[Input, ...]:
        """Fields the condition asks for, in sentence order."""

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

    def to_json(self) -> dict[str, Any]:
        """Write ``{"compare": field, "low": …, "high": …}``; open ends are marked."""
        ends = given(low=self.low, high=self.high, low_open=self.low_open, high_open=self.high_open)
        return {"compare": self.inp.to_json()} | ends

    def say(self) -> str:
        """Print the interval: ``满意度90%以上``, ``达标率60%以上、不满80%``."""
        return self.inp.name + say_interval(self.low, self.high, self.low_open, self.high_open, self.inp.unit)


def say_interval(low: Decimal | None, high: Decimal | None, low_open: bool, high_open: bool, unit: str | None) -> str:
    """Print an interval with the statutory words: 以上、以下 include the number, 超过、不满 do not."""
    if low is not None and low == high:
        return f"为{_number(low, unit)}"
    ends = []
    if low is not None:
        ends.append(f"超过{_number(low, unit)}" if low_open else f"{_number(low, unit)}以上")
    if high is not None:
        ends.append(f"不满{_number(high, unit)}" if high_open else f"{_number(high, unit)}以下")
    return "、".join(ends)


def _number(value: Decimal, unit: str | None) -> str:
    return show_decimal(value) + (unit or "")


@dataclass(frozen=True, slots=True)
class IsOneOf(Condition):
    """A choice field has one of the given texts."""

    inp: Input
    values: tuple[str, ...]

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the choice."""
        return (self.inp,)

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

    def to_json(self) -> dict[str, Any]:
        """Write ``{"any": [part, …]}``."""
        return {"any": [part.to_json() for part in self.parts]}

    def say(self) -> str:
        """Print the parts joined by 或."""
        return "，或".join(part.say() for part in self.parts)
