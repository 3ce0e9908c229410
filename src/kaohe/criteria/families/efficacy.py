"""The efficacy coefficient (功效系数法) and the bounded min-max it contains."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, TypeAlias

from kaohe.criteria.families.terms import given
from kaohe.criteria.model import FULL, Amount, Clause, Effect, Input
from kaohe.exact import Ratio, show_decimal

Bound: TypeAlias = Decimal | Input
"""A fixed number, or a field that scoring fills from the comparison group."""


@dataclass(frozen=True, slots=True)
class Efficacy(Clause):
    """S = d + c·(x - x_s) ÷ (x_h - x_s); smaller is better when x_s > x_h.

    Attributes
    ----------
    inp
        The figure x.
    floor
        Points d at the unacceptable value x_s, e.g. 60.
    span
        Points c from there to the satisfactory value x_h, e.g. 40.
    low, high
        x_s and x_h: numbers, or fields of the comparison group (``group_min``, ``group_max``).
    exponential
        S = d·((d + c) ÷ d)^r with r the linear ratio; needs d above zero and c above -d.
    clamp
        True: r is kept in 0 … 1.
    log
        True: x, x_s and x_h enter by their natural logarithm; needs fixed positive bounds.

    Notes
    -----
    x_s = x_h (all units alike) makes no ratio: r is 1 at or beyond the bound, 0 short of it — with group bounds
    every unit gets d + c. A figure that is not positive has r = 0 under ``log``, the limit of the clamped formula;
    so ``log`` needs ``clamp``.
    """

    inp: Input
    floor: Amount
    span: Amount
    low: Bound
    high: Bound
    exponential: bool = False
    clamp: bool = True
    log: bool = False

    op: ClassVar[str] = "efficacy"

    @property
    def effect(self) -> Effect:
        """Sets the score."""
        return "set"

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give d + c; None when the ratio is not kept in bounds."""
        if not self.clamp:
            return None
        (n, d), (m, e) = self.floor.resolve(full), self.span.resolve(full)
        return (n * e + m * d, d * e)

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the figure, then for the bounds that come from the group."""
        return (self.inp, *(bound for bound in (self.low, self.high) if isinstance(bound, Input)))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "efficacy", "low", "high", "floor", "span", "exponential", "clamp", "log", "input"}``."""
        bounds = {"low": _bound_json(self.low), "high": _bound_json(self.high)}
        points = {"floor": self.floor.to_json(), "span": self.span.to_json()}
        shape = given(exponential=self.exponential, log=self.log) | ({} if self.clamp else {"clamp": False})
        return {"op": self.op} | bounds | points | shape | {"input": self.inp.to_json()}

    def say(self) -> str:
        """Print ``产值按功效系数法得分，不允许值80，满意值120，基础分60分，调整分40分``."""
        method = ("对数" if self.log else "") + ("指数" if self.exponential else "") + "功效系数法"
        ends = f"不允许值{_say_bound(self.low)}，满意值{_say_bound(self.high)}"
        points = f"基础分{self.floor.say()}，调整分{self.span.say()}"
        return f"{self.inp.name}按{method}得分，{ends}，{points}" + ("" if self.clamp else "，不封顶")


def _bound_json(bound: Bound) -> str | dict[str, Any]:
    return bound.to_json() if isinstance(bound, Input) else show_decimal(bound)


def _say_bound(bound: Bound) -> str:
    return bound.name if isinstance(bound, Input) else show_decimal(bound)


@dataclass(frozen=True, slots=True)
class Moderate(Clause):
    """Best inside an interval, falling off to both sides by the group's farthest figure (适度指标).

    r = 1 inside [low, high]; else 1 - distance ÷ max(low - least, most - high), kept in 0 … 1; S = of·r.

    Attributes
    ----------
    inp
        The figure.
    low, high
        The moderate interval, both included.
    least, most
        The group's smallest and greatest figure: numbers or fields.
    of
        Points inside the interval.
    """

    inp: Input
    low: Decimal
    high: Decimal
    least: Bound
    most: Bound
    of: Amount = FULL

    op: ClassVar[str] = "moderate"

    @property
    def effect(self) -> Effect:
        """Sets the score."""
        return "set"

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give the points inside the interval."""
        return self.of.resolve(full)

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the figure, then for the group's ends."""
        return (self.inp, *(bound for bound in (self.least, self.most) if isinstance(bound, Input)))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "moderate", "low", "high", "least", "most", "of", "input"}``."""
        ends = {"least": _bound_json(self.least), "most": _bound_json(self.most), "of": self.of.to_json()}
        return {"op": self.op} | given(low=self.low, high=self.high) | ends | {"input": self.inp.to_json()}

    def say(self) -> str:
        """Print ``负债率在40至60之间得满分，偏离的按与最远值的比例得分``."""
        unit = self.inp.unit or ""
        inside = f"{show_decimal(self.low)}{unit}至{show_decimal(self.high)}{unit}之间"
        ends = f"最小值{_say_bound(self.least)}，最大值{_say_bound(self.most)}"
        return f"{self.inp.name}在{inside}得{self.of.say()}，偏离的按适度区间法得分，{ends}"
