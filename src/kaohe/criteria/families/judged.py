"""What a person must judge within bounds: 酌情扣1－3分, 视情况得1～3分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from kaohe.criteria.columns import ExactColumn, greater
from kaohe.criteria.families.terms import given
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import ColumnEffect, Effect, Input, Kernel, Signed, Values
from kaohe.exact import ONE, ZERO, Ratio, show_decimal, to_ratio
from kaohe.i18n import translator

_ = translator("criteria")


@dataclass(frozen=True, slots=True)
class Judged(Signed):
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

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the count, when there is one, then for the points judged."""
        return (self.count, self.inp) if self.count else (self.inp,)

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Take the points judged, signed.

        The function raises ValueError when they lie outside the bounds.
        """
        i, sign = at[-1], self.sign
        counted = at[0] if self.count else None

        def judged(values: Values) -> Ratio | None:
            n, d = values[i]
            times = ONE if counted is None else values[counted]
            if n == 0:
                return ZERO if sign == 0 else None
            self._check((n, d), times, full)
            return (n if sign >= 0 else -n, d)

        return judged

    def _bounds(self, full: Ratio | None) -> tuple[Ratio, Ratio | None]:
        low = ZERO if self.inp.low is None else to_ratio(self.inp.low)
        return low, full if self.inp.high is None else to_ratio(self.inp.high)

    def _check(self, points: Ratio, times: Ratio, full: Ratio | None) -> None:
        (n, d), (tn, td) = points, times
        low, high = self._bounds(full)
        if n * low[1] * td >= low[0] * d * tn and n > 0 and (high is None or n * high[1] * td <= high[0] * d * tn):
            return
        most = _("no upper bound") if high is None else show_decimal(Decimal(high[0] * tn) / (high[1] * td))
        least = show_decimal(Decimal(low[0] * tn) / (low[1] * td))
        found = show_decimal(Decimal(n) / d)
        raise ValueError(
            _(
                "{name}: {found} points judged, but the criterion allows {least} to {most}: "
                "enter points within these bounds, or 0 when nothing was found"
            ).format(name=self.inp.name, found=found, least=least, most=most)
        )

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Take each row's points judged, signed; null where they lie outside the bounds."""
        points, (low, high) = inputs[-1], self._bounds(full)
        times = inputs[0] if self.count else ExactColumn.constant(meter, ONE)
        inside = points.is_at_least(ZERO, or_equal=False) & greater(points, times.times(low))
        if high is not None:
            inside &= greater(times.times(high), points)
        nothing = points.is_at_least(ZERO) & points.is_at_most(ZERO)
        kept = points.only_where(nothing | inside)
        return ColumnEffect(None, kept.times((-1 if self.sign < 0 else 1, 1)))

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
    sign: ClassVar[int] = -1


@dataclass(frozen=True, slots=True)
class JudgeAdd(Judged):
    """Points on by judgement."""

    op: ClassVar[str] = "judge_add"
    verb: ClassVar[str] = "加"
    sign: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class JudgeScore(Judged):
    """The item's score by judgement."""

    op: ClassVar[str] = "judge_score"
    verb: ClassVar[str] = "得"
    sign: ClassVar[int] = 0

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
    sign: ClassVar[int] = 0

    @property
    def effect(self) -> Effect:
        """Sets the score."""
        return "set"

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give full points."""
        return full
