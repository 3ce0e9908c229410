"""Points by place in the comparison group: 第1名得10分，每降1名减1分; 前3名分别得5分、3分、2分."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import polars as pl

from kaohe.criteria.columns import ExactColumn, greater, where
from kaohe.criteria.families.bands import first_of, say_gain
from kaohe.criteria.families.terms import Mode, given
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Amount, Clause, ColumnEffect, Effect, Input, Kernel, Values
from kaohe.exact import ONE, ZERO, Ratio, highest


@dataclass(frozen=True, slots=True)
class ByRank(Clause):
    """Points by place: a first value with a step, or a table continued by a step; never below zero.

    Attributes
    ----------
    inp
        Place, 1 for the first; the source says which end is first.
    first
        Points of the first place; None with a table.
    step
        Change from each place to the next, negative to descend.
    scores
        Points of the places 1, 2, 3 …
    step_after
        Change from each place after the table to the next; None: places after the table get nothing.
    order
        The words that say which end is first, e.g. ``倒数``; empty for the usual order.
    mode
        ``set``: the item's score; ``add``: an addition.
    """

    inp: Input
    first: Amount | None = None
    step: Amount | None = None
    scores: tuple[Amount, ...] = ()
    step_after: Amount | None = None
    order: str = ""
    mode: Mode = "set"

    op: ClassVar[str] = "rank"

    @property
    def effect(self) -> Effect:
        """Set or shift, by the mode."""
        return "set" if self.mode == "set" else "shift"

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give the first place's points (the highest of the table)."""
        amounts = self.scores or ((self.first,) if self.first else ())
        return highest(amount.resolve(full) for amount in amounts) if self.mode == "set" else None

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the place."""
        return (self.inp,)

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Look the place up in the table, or step down from the first or the last of the table.

        The function gives None for a place below 1, or after a table that no step continues.
        """
        i, table, step = at[0], self._table(full), self._step(full)
        last = len(table)

        def by_place(values: Values) -> Ratio | None:
            n, d = values[i]
            place: int = n // d
            if 1 <= place <= last:
                return table[place - 1]
            return step(place) if step and place >= 1 else None

        return by_place

    def _table(self, full: Ratio | None) -> list[Ratio]:
        return [amount.resolve(full) for amount in self.scores or ((self.first,) if self.first else ())]

    def _line(self, full: Ratio | None) -> tuple[Ratio, Ratio] | None:
        """Give the points of each place after the table as a line: those of a place 0, and the change a place."""
        step, table = self.step_after if self.scores else self.step, self._table(full)
        if step is None or not table:
            return None
        (sn, sd), (cn, cd) = table[-1], step.resolve(full)
        return (sn * cd - len(table) * cn * sd, sd * cd), (cn, cd)

    def _step(self, full: Ratio | None) -> Callable[[int], Ratio] | None:
        line, keeps_zero = self._line(full), self._keeps_zero(full)
        if line is None:
            return None
        (zn, zd), (cn, cd) = line

        def stepped(place: int) -> Ratio:
            n = zn * cd + place * cn * zd
            return ZERO if n < 0 and keeps_zero else (n, zd * cd)

        return stepped

    def _keeps_zero(self, full: Ratio | None) -> bool:
        """Points that begin at or above zero do not fall below it."""
        return all(n >= 0 for n, _ in self._table(full)[-1:])

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Look up or step down each row's place."""
        place, table, line = inputs[0].steps(up=False), self._table(full), self._line(full)
        amount, holds = ExactColumn.constant(meter, ZERO), place.is_at_least(ONE)
        if line is None:
            holds &= place.is_at_most((len(table), 1))
        else:
            amount = place.times(line[1]).plus(ExactColumn.constant(meter, line[0]))
            amount = amount.at_least(ZERO) if self._keeps_zero(full) else amount
        for k, points in reversed(list(enumerate(table, start=1))):
            amount = where(_is_place(place, k, k), ExactColumn.constant(meter, points), amount)
        return ColumnEffect(holds, amount)

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "rank", "first", "step", "scores", "step_after", "order", "mode", "input"}``."""
        mode = None if self.mode == "set" else self.mode
        head = given(first=self.first, step=self.step, scores=self.scores or None, step_after=self.step_after)
        return {"op": self.op} | head | given(order=self.order or None, mode=mode, input=self.inp.to_json())

    def say(self) -> str:
        """Print ``排名第1名得10分，每降1名减1分`` or ``排名第1、2、3名分别得5分、3分、2分``."""
        place = f"{self.inp.name}{self.order}第"
        verb = "得" if self.mode == "set" else "加"
        if not self.scores:
            first = f"{place}1名{verb}{self.first.say()}" if self.first else ""
            return first + _say_step(self.step, "每降1名")
        places = "、".join(str(k) for k in range(1, len(self.scores) + 1))
        points = "、".join(amount.say() for amount in self.scores)
        apart = "分别" if len(self.scores) > 1 else ""
        return f"{place}{places}名{apart}{verb}{points}" + _say_step(self.step_after, "以后每降1名")


def _say_step(step: Amount | None, words: str) -> str:
    if step is None:
        return ""
    size = Amount(abs(step.value), step.of_full).say()
    return f"，{words}{'减' if step.value < 0 else '增'}{size}"


@dataclass(frozen=True, slots=True)
class RankBands(Clause):
    """Points by ranges of places: 1～3名加0.5分，4～6名加0.3分.

    Attributes
    ----------
    inp
        Place.
    bands
        First place, last place (both included; None: to the end) and points.
    mode
        ``set``: the item's score; ``add``: an addition.
    """

    inp: Input
    bands: tuple[tuple[int, int | None, Amount], ...]
    mode: Mode = "set"

    op: ClassVar[str] = "rank_bands"

    @property
    def effect(self) -> Effect:
        """Set or shift, by the mode."""
        return "set" if self.mode == "set" else "shift"

    @property
    def is_deduction(self) -> bool:
        """True when no range adds."""
        return self.mode == "add" and all(amount.value <= 0 for *_, amount in self.bands)

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give the best range's points."""
        return highest(amount.resolve(full) for *_, amount in self.bands) if self.mode == "set" else None

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the place."""
        return (self.inp,)

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Give the points of the first range that contains the place."""
        i = at[0]
        rows = [(first, last, amount.resolve(full)) for first, last, amount in self.bands]

        def by_range(values: Values) -> Ratio | None:
            n, d = values[i]
            place = n // d
            for first, last, points in rows:
                if first <= place and (last is None or place <= last):
                    return points
            return None

        return by_range

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Give the points of each row's first range."""
        place = inputs[0].steps(up=False)
        tests = [_is_place(place, first, last) for first, last, _ in self.bands]
        return first_of(tests, [amount.resolve(full) for *_, amount in self.bands], meter)

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "rank_bands", "bands": [[first, last, points], …], "mode", "input"}``."""
        rows = [[first, last, amount.to_json()] for first, last, amount in self.bands]
        mode = None if self.mode == "set" else self.mode
        return {"op": self.op} | given(bands=rows, mode=mode, input=self.inp.to_json())

    def say(self) -> str:
        """Print ``排名第1～3名的，加0.5分；第4～6名的，加0.3分``."""
        return self.inp.name + "；".join(self._say_band(*band) for band in self.bands)

    def _say_band(self, first: int, last: int | None, amount: Amount) -> str:
        places = f"第{first}名" if first == last else f"第{first}～{last}名" if last else f"第{first}名以后"
        return f"{places}的，{say_gain(amount, self.mode)}"


@dataclass(frozen=True, slots=True)
class RankRatio(Clause):
    """The best of the group gets ``first``, the others in proportion to the best.

    Attributes
    ----------
    inp
        The unit's own figure.
    best
        The group's best figure: source ``group_max``, or ``group_min`` with ``inverse``.
    first
        Points of the best.
    inverse
        True when smaller is better: ``first`` x best ÷ figure.

    Notes
    -----
    The ratio is kept in 0 … 1: a unit that equals or beats the best gets ``first``, also when the best is zero or
    negative and makes no ratio; any other figure at or below zero gets nothing.
    """

    inp: Input
    best: Input
    first: Amount
    inverse: bool = False

    op: ClassVar[str] = "rank_ratio"

    @property
    def effect(self) -> Effect:
        """Sets the score."""
        return "set"

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give the best's points."""
        return self.first.resolve(full)

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the figure and the best of the group."""
        return (self.inp, self.best)

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Multiply the first's points by the ratio to the best."""
        i, j = (at[1], at[0]) if self.inverse else (at[0], at[1])
        fn, fd = self.first.resolve(full)

        def ratio_to_best(values: Values) -> Ratio | None:
            (n, d), (m, e) = values[i], values[j]
            n, m = n * e, m * d
            if n >= m:
                return (fn, fd)
            return (int(n * fn), int(m * fd)) if n > 0 else ZERO

        return ratio_to_best

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Multiply the first's points by each row's ratio to the best."""
        part, whole = (inputs[1], inputs[0]) if self.inverse else (inputs[0], inputs[1])
        one, none = ExactColumn.constant(meter, ONE), ExactColumn.constant(meter, ZERO)
        between = where(part.is_at_least(ZERO, or_equal=False), part.over(whole), none)
        return ColumnEffect(None, where(greater(part, whole), one, between).times(self.first.resolve(full)))

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "rank_ratio", "first", "inverse", "input", "best"}``."""
        head = given(first=self.first, inverse=self.inverse)
        return {"op": self.op} | head | {"input": self.inp.to_json(), "best": self.best.to_json()}

    def say(self) -> str:
        """Print ``人均编制最高的得6分，其他按与最高的比例得分``."""
        best = "最低" if self.inverse else "最高"
        ratio = f"按{best}与其的比例得分" if self.inverse else f"按与{best}的比例得分"
        return f"{self.inp.name}{best}的得{self.first.say()}，其他{ratio}"


def _is_place(place: ExactColumn, first: int, last: int | None) -> pl.Expr:
    after = place.is_at_least((first, 1))
    return after if last is None else after & place.is_at_most((last, 1))
