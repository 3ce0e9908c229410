"""Points along straight lines between anchors (分段线性): 60%得0分，80%得6分，100%得10分，之间按直线内插."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar

from kaohe.criteria.columns import ExactColumn, where
from kaohe.criteria.families.reader import unexpected
from kaohe.criteria.families.terms import Mode, given
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Amount, Clause, ColumnEffect, Effect, Input, Kernel, Values
from kaohe.exact import Ratio, highest, show_decimal, to_ratio
from kaohe.i18n import translator

_ = translator("criteria")


@dataclass(frozen=True, slots=True)
class Linear(Clause):
    """Points between anchors by straight lines; outside, those of the nearest anchor.

    Attributes
    ----------
    inp
        The figure.
    anchors
        Figure and points, by rising figure; at least two.
    mode
        ``set``: the item's score; ``add``: an addition.
    """

    inp: Input
    anchors: tuple[tuple[Decimal, Amount], ...]
    mode: Mode = "set"

    op: ClassVar[str] = "linear"

    def __post_init__(self) -> None:
        """Refuse anchors that make no line."""
        figures = [x for x, _ in self.anchors]
        if len(figures) < 2 or sorted(set(figures)) != figures:
            found = [show_decimal(x) for x in figures]
            raise unexpected("anchors", found, _("two or more anchors by rising figure"))

    @property
    def effect(self) -> Effect:
        """Set or shift, by the mode."""
        return "set" if self.mode == "set" else "shift"

    @property
    def is_deduction(self) -> bool:
        """True when no anchor adds."""
        return self.mode == "add" and all(amount.value <= 0 for _, amount in self.anchors)

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give the best anchor's points."""
        return highest(amount.resolve(full) for _, amount in self.anchors) if self.mode == "set" else None

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the figure."""
        return (self.inp,)

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Interpolate between the two anchors around the figure."""
        i, points = at[0], [amount.resolve(full) for _, amount in self.anchors]
        first, last = points[0], points[-1]
        (en, ed), segments = to_ratio(self.anchors[0][0]), self._segments(full)

        def between(values: Values) -> Ratio | None:
            n, d = values[i]
            if n * ed <= en * d:
                return first
            for (hn, hd), (sn, sd), (cn, cd) in segments:
                if n * hd <= hn * d:
                    return (n * sn * cd + cn * d * sd, d * sd * cd)
            return last

        return between

    def _segments(self, full: Ratio | None) -> list[tuple[Ratio, Ratio, Ratio]]:
        """Give each segment's right end, slope and points at a figure of zero."""
        rows = [(to_ratio(x), amount.resolve(full)) for x, amount in self.anchors]
        segments = []
        for ((xn, xd), (yn, yd)), ((un, ud), (vn, vd)) in pairwise(rows):
            slope = ((vn * yd - yn * vd) * xd * ud, vd * yd * (un * xd - xn * ud))
            start = (yn * slope[1] * xd - slope[0] * xn * yd, yd * slope[1] * xd)
            segments.append(((un, ud), slope, start))
        return segments

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Interpolate in each row."""
        x = inputs[0]
        points = [ExactColumn.constant(meter, amount.resolve(full)) for _, amount in self.anchors]
        amount = points[-1]
        for end, slope, start in reversed(self._segments(full)):
            line = x.times(slope).plus(ExactColumn.constant(meter, start))
            amount = where(x.is_at_most(end), line, amount)
        return ColumnEffect(None, where(x.is_at_most(to_ratio(self.anchors[0][0])), points[0], amount))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "linear", "anchors": [[x, points], …], "mode", "input"}``."""
        rows = [[show_decimal(x), amount.to_json()] for x, amount in self.anchors]
        mode = None if self.mode == "set" else self.mode
        return {"op": self.op} | given(anchors=rows, mode=mode, input=self.inp.to_json())

    def say(self) -> str:
        """Print ``完成率60%得0分，100%得10分，之间按直线内插``."""
        verb = "得" if self.mode == "set" else "加"
        unit = self.inp.unit or ""
        points = "，".join(f"{show_decimal(x)}{unit}{verb}{amount.say()}" for x, amount in self.anchors)
        return f"{self.inp.name}{points}，之间按直线内插"
