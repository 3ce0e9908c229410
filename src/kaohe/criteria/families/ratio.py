"""Points in proportion to completion: 按完成比例得分, 未完成的按比例扣分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.families.terms import given
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import FULL, Amount, Clause, ColumnEffect, Effect, Input, Kernel, Values
from kaohe.exact import ZERO, Ratio, show_decimal, to_ratio


@dataclass(frozen=True, slots=True)
class ByRatio(Clause):
    """``of`` x min(completion, cap): S = W·min(x/t, cap), or W·min(t/x, cap) for an inverse completion.

    Attributes
    ----------
    inp
        Completion in % (95 is 95 %), source ``completion``, or ``inverse_completion`` when smaller is better.
    cap_pct
        Where the ratio stops, in %; None when it does not (不封顶).
    of
        What the ratio is taken of.
    inverse
        True when the completion is target ÷ actual; the input's source then says so too.
    """

    inp: Input
    cap_pct: Decimal | None = Decimal(100)
    of: Amount = FULL
    inverse: bool = False

    op: ClassVar[str] = "ratio"

    @property
    def effect(self) -> Effect:
        """Sets the score."""
        return "set"

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give the points at the cap."""
        return _share(self.of.resolve(full), self.cap_pct)

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the completion."""
        return (self.inp,)

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Multiply by the completion, from zero to the cap."""
        return _bind_share(at[0], self.of.resolve(full), self.cap_pct)

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Multiply by each row's completion, from zero to the cap."""
        return ColumnEffect(None, _column_share(inputs[0], self.of.resolve(full), self.cap_pct))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "ratio", "of", "cap_pct", "inverse", "input"}``; ``cap_pct`` null when it does not stop."""
        cap = None if self.cap_pct is None else show_decimal(self.cap_pct)
        head = {"op": self.op, "of": self.of.to_json(), "cap_pct": cap}
        return head | given(inverse=self.inverse) | {"input": self.inp.to_json()}

    def say(self) -> str:
        """Print ``完成率按比例得分，最高得满分``."""
        inverse = "反" if self.inverse else ""
        return f"{self.inp.name}按{inverse}比例得分" + _say_cap(self.of, self.cap_pct)


def _share(of: Ratio, pct: Decimal | None) -> Ratio | None:
    if pct is None:
        return None
    n, d = to_ratio(pct)
    return (of[0] * n, of[1] * d * 100)


def _bind_share(i: int, of: Ratio, cap_pct: Decimal | None) -> Kernel:
    wn, wd = of
    parts = wd * 100
    cn, cd = (0, 0) if cap_pct is None else to_ratio(cap_pct)  # 0 ÷ 0: no ratio is beyond it
    top = (wn * cn, parts * cd)

    def share(values: Values) -> Ratio | None:
        n, d = values[i]
        if n <= 0:
            return ZERO
        return top if n * cd > cn * d else (n * wn, d * parts)

    return share


def _column_share(pct: ExactColumn, of: Ratio, cap_pct: Decimal | None) -> ExactColumn:
    kept = pct.at_least(ZERO)
    if cap_pct is not None:
        kept = kept.at_most(to_ratio(cap_pct))
    return kept.times((of[0], of[1] * 100))


def _say_cap(of: Amount, cap_pct: Decimal | None) -> str:
    whole = "" if of == FULL else f"，以{of.say()}为满"
    if cap_pct is None:
        return f"{whole}，不封顶"
    return whole if cap_pct == 100 else f"{whole}，最高按{show_decimal(cap_pct)}%计"


@dataclass(frozen=True, slots=True)
class TwoMinus(Clause):
    """Smaller is better, linear: S = W·min(2 - x/t, cap), not below zero.

    Attributes
    ----------
    inp
        Actual ÷ target in %, source ``completion``.
    cap_pct, of
        As in `ByRatio`.
    """

    inp: Input
    cap_pct: Decimal | None = Decimal(100)
    of: Amount = FULL

    op: ClassVar[str] = "two_minus"

    @property
    def effect(self) -> Effect:
        """Sets the score."""
        return "set"

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give the points at the cap; without a cap, twice the whole."""
        return _share(self.of.resolve(full), Decimal(200) if self.cap_pct is None else self.cap_pct)

    def inputs(self) -> tuple[Input, ...]:
        """Ask for actual ÷ target."""
        return (self.inp,)

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Multiply by two less the ratio, from zero to the cap."""
        i, share = at[0], _bind_share(0, self.of.resolve(full), self.cap_pct)

        def two_minus(values: Values) -> Ratio | None:
            n, d = values[i]
            return share(((200 * d - n, d),))

        return two_minus

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Multiply by two less each row's ratio, from zero to the cap."""
        rest = ExactColumn.constant(meter, (200, 1)).minus(inputs[0])
        return ColumnEffect(None, _column_share(rest, self.of.resolve(full), self.cap_pct))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "two_minus", "of", "cap_pct", "input"}``."""
        cap = None if self.cap_pct is None else show_decimal(self.cap_pct)
        return {"op": self.op, "of": self.of.to_json(), "cap_pct": cap, "input": self.inp.to_json()}

    def say(self) -> str:
        """Print ``按（2－能耗完成率）得分``."""
        return f"按（2－{self.inp.name}）得分" + _say_cap(self.of, self.cap_pct)


@dataclass(frozen=True, slots=True)
class RatioDeduct(Clause):
    """Points off in proportion to what is missing: ``of`` x (1 - completion), from nothing to all of it.

    Attributes
    ----------
    inp
        Completion in %.
    of
        What is lost at no completion.
    """

    inp: Input
    of: Amount = FULL

    op: ClassVar[str] = "ratio_deduct"

    @property
    def is_deduction(self) -> bool:
        """Only lowers the score."""
        return True

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the completion."""
        return (self.inp,)

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Take off the share that is missing; None when nothing is."""
        i, (wn, wd) = at[0], self.of.resolve(full)
        parts = 100 * wd

        def missing(values: Values) -> Ratio | None:
            n, d = values[i]
            rest = 100 * d - (n if n > 0 else 0)
            return (-rest * wn, d * parts) if rest > 0 else None

        return missing

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Take off the share that is missing in each row."""
        rest = ExactColumn.constant(meter, (100, 1)).minus(inputs[0].at_least(ZERO)).at_least(ZERO)
        n, d = self.of.resolve(full)
        return ColumnEffect(None, rest.times((-n, d * 100)))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "ratio_deduct", "of", "input"}``."""
        return {"op": self.op, "of": self.of.to_json(), "input": self.inp.to_json()}

    def say(self) -> str:
        """Print ``完成率未达100%的，按未完成比例扣分``."""
        whole = "" if self.of == FULL else f"，以{self.of.say()}为满"
        return f"{self.inp.name}未达100%的，按未完成比例扣分{whole}"
