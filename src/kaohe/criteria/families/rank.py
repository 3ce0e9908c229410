"""Points by place in the comparison group: 第1名得10分，每降1名减1分; 前3名分别得5分、3分、2分."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from kaohe.criteria.families.bands import say_gain
from kaohe.criteria.families.terms import Mode, given
from kaohe.criteria.model import Amount, Clause, Effect, Input
from kaohe.exact import Ratio, highest


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
    A best figure of zero (or, with ``inverse``, an own figure of zero) makes no ratio: a unit that equals the best
    gets ``first``; otherwise zero, or ``first`` when it is better than the best. The ratio is kept in 0 … 1.
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

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "rank_ratio", "first", "inverse", "input", "best"}``."""
        head = given(first=self.first, inverse=self.inverse)
        return {"op": self.op} | head | {"input": self.inp.to_json(), "best": self.best.to_json()}

    def say(self) -> str:
        """Print ``人均编制最高的得6分，其他按与最高的比例得分``."""
        best = "最低" if self.inverse else "最高"
        ratio = f"按{best}与其的比例得分" if self.inverse else f"按与{best}的比例得分"
        return f"{self.inp.name}{best}的得{self.first.say()}，其他{ratio}"
