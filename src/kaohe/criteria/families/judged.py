"""What a person must judge within bounds: 酌情扣1－3分, 视情况得1～3分."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from kaohe.criteria.families.terms import given
from kaohe.criteria.model import Clause, Effect, Input
from kaohe.exact import Ratio, show_decimal, to_ratio


@dataclass(frozen=True, slots=True)
class Judged(Clause):
    """Points that a person enters within bounds.

    Attributes
    ----------
    inp
        The points judged; ``low`` and ``high`` are the bounds of the sentence, ``high`` None: up to full points.
    count
        For 每次扣1－2分: the number of times; the points are then the total, within bounds x count.

    Notes
    -----
    Zero is always allowed: nothing was found. Anything else outside the bounds is an error.
    """

    inp: Input
    count: Input | None = None

    verb: ClassVar[str]

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the count, when there is one, then for the points judged."""
        return (self.count, self.inp) if self.count else (self.inp,)

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op", "min", "max", "when", "per", "input", "count"}``."""
        per = self.count.unit if self.count else None
        head = given(min=self.inp.low, max=self.inp.high, when=self.inp.name or None, per=per)
        count = {"count": self.count.to_json()} if self.count else {}
        return {"op": self.op} | head | {"input": self.inp.to_json()} | count

    def say(self) -> str:
        """Print ``资料不全的，酌情扣1～3分``."""
        each = f"每1{self.count.unit or '次'}" if self.count else ""
        return f"{self.inp.name}的，{each}酌情{self.verb}{self._say_bounds()}"

    def _say_bounds(self) -> str:
        low, high = self.inp.low, self.inp.high
        if high is None:
            return f"{show_decimal(low)}分以上" if low else "分"
        return f"{show_decimal(low)}～{show_decimal(high)}分" if low is not None else f"{show_decimal(high)}分以内"


@dataclass(frozen=True, slots=True)
class JudgeDeduct(Judged):
    """Points off by judgement."""

    op: ClassVar[str] = "judge_deduct"
    verb: ClassVar[str] = "扣"

    @property
    def is_deduction(self) -> bool:
        """Only lowers the score."""
        return True


@dataclass(frozen=True, slots=True)
class JudgeAdd(Judged):
    """Points on by judgement."""

    op: ClassVar[str] = "judge_add"
    verb: ClassVar[str] = "加"


@dataclass(frozen=True, slots=True)
class JudgeScore(Judged):
    """The item's score by judgement."""

    op: ClassVar[str] = "judge_score"
    verb: ClassVar[str] = "得"

    @property
    def effect(self) -> Effect:
        """Sets the score."""
        return "set"

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give the upper bound."""
        return full if self.inp.high is None else to_ratio(self.inp.high)


@dataclass(frozen=True, slots=True)
class Open(Judged):
    """A score left wholly to a person (由领导酌情给分): from zero to full points."""

    op: ClassVar[str] = "open"
    verb: ClassVar[str] = "给"

    @property
    def effect(self) -> Effect:
        """Sets the score."""
        return "set"

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give full points."""
        return full
