"""What a criterion sentence means: a `Rule` of ordered clauses with limits, and the inputs it asks for.

A rule is an immutable value with two faces that a property test holds equal: `kaohe.criteria.evaluate.compile_rule`
gives the exact integer function that the office and the reference engine use, and `score_column` there the Polars
expression for bulk runs. Each family of clauses lives in one file under `kaohe.criteria.families`, with both faces
side by side.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from kaohe.exact import ZERO, Ratio, show_decimal, to_ratio
from kaohe.i18n import translator

if TYPE_CHECKING:
    import polars as pl

    from kaohe.criteria.columns import ExactColumn
    from kaohe.criteria.meter import Meter

_ = translator("criteria")

Scalar: TypeAlias = Ratio | str
"""One input value: an exact ratio for count, measure, flag (0 or 1) and rank; text for a choice."""

Values: TypeAlias = "Sequence[Any]"
"""The rule's values, one `Scalar` an input; the kernels trust the types that the inputs name."""

Kernel: TypeAlias = "Callable[[Values], Ratio | None]"
"""The exact effect of one clause on the score. ``None``: the clause's condition does not hold."""


class InputType(StrEnum):
    """What kind of field a clause asks for."""

    COUNT = "count"
    MEASURE = "measure"
    FLAG = "flag"
    CHOICE = "choice"
    RANK = "rank"


class Source(StrEnum):
    """How scoring fills an input from what was reported.

    ``VALUE`` is the reported figure itself (or the event count). The others are derived by `kaohe.scoring` from the
    fact's actual and target or from the comparison group, so that a rule stays a pure function of its inputs.
    """

    VALUE = "value"
    COMPLETION = "completion"
    """actual ÷ target × 100, in %."""
    INVERSE_COMPLETION = "inverse_completion"
    """target ÷ actual × 100, in %: smaller is better."""
    SHORTFALL = "shortfall"
    """target - actual, not below zero, in the indicator's own unit."""
    EXCESS = "excess"
    """actual - target, not below zero, in the indicator's own unit."""
    GAP = "gap"
    """actual - target, in the indicator's own unit; negative when the target is missed."""
    EXCESS_PCT = "excess_pct"
    """(actual - target) ÷ target × 100, in %: how far a control number is exceeded; negative when kept."""
    TARGET = "target"
    """The target itself, as an input of its own."""
    GROWTH = "growth"
    """(actual - previous) ÷ |previous| × 100, in %; by difference where previous is zero or negative."""
    DECLINE = "decline"
    """The negative of GROWTH."""
    CHANGE = "change"
    """actual - previous, in the indicator's own unit."""
    RANK = "rank"
    """Place of the actual in the frozen comparison group, larger is better, ties share the place."""
    RANK_ASCENDING = "rank_ascending"
    """Place in the comparison group, smaller is better."""
    GROUP_MAX = "group_max"
    GROUP_MIN = "group_min"
    GROUP_MEAN = "group_mean"
    GROUP_VARIANCE = "group_variance"
    """Mean squared distance from the group's mean (population variance): rational, where the deviation is not."""
    GROUP_SIZE = "group_size"


@dataclass(frozen=True, slots=True)
class Input:
    """One field that a clause asks for.

    Attributes
    ----------
    name
        The words of the sentence that say what is counted or measured, e.g. ``迟报``.
    type
        Kind of the field.
    unit
        As written (次, 百分点, %, 万元); None when the sentence names none.
    source
        How scoring derives the value from a reported fact.
    choices
        Allowed texts when ``type`` is a choice.
    low, high
        Bounds that a person's judgement must keep; None when unbounded.
    """

    name: str
    type: InputType
    unit: str | None = None
    source: Source = Source.VALUE
    choices: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None

    def to_json(self) -> dict[str, Any]:
        """Write the field; what has its default is left out."""
        out: dict[str, Any] = {"name": self.name, "type": self.type.value}
        if self.unit is not None:
            out["unit"] = self.unit
        if self.source is not Source.VALUE:
            out["source"] = self.source.value
        if self.choices:
            out["choices"] = list(self.choices)
        bounds = {"low": self.low, "high": self.high}
        return out | {key: show_decimal(bound) for key, bound in bounds.items() if bound is not None}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Input:
        """Read what `to_json` writes."""
        return cls(
            name=data["name"],
            type=InputType(data["type"]),
            unit=data.get("unit"),
            source=Source(data.get("source", "value")),
            choices=tuple(data.get("choices", ())),
            low=None if data.get("low") is None else Decimal(str(data["low"])),
            high=None if data.get("high") is None else Decimal(str(data["high"])),
        )


@dataclass(frozen=True, slots=True)
class Amount:
    """Points: a fixed number, or a share of the item's full points.

    Attributes
    ----------
    value
        Points, or a percentage when ``of_full``.
    of_full
        True for 满分 (100) and 扣5% (5): the value is a percentage of the item's full points.
    """

    value: Decimal
    of_full: bool = False

    def resolve(self, full: Ratio | None) -> Ratio:
        """Give the points as an exact ratio.

        Raises
        ------
        ValueError
            When the amount is a share of full points and the item's points are not known.
        """
        n, d = to_ratio(self.value)
        if not self.of_full:
            return (n, d)
        if full is None:
            raise ValueError(_("this criterion needs full points: give the indicator its points"))
        return (n * full[0], d * full[1] * 100)

    def to_json(self) -> str:
        """Decimal text; ``full`` for full points; a percentage keeps its sign: ``50%``."""
        if not self.of_full:
            return show_decimal(self.value)
        return "full" if self.value == 100 else f"{show_decimal(self.value)}%"

    @classmethod
    def from_json(cls, text: str | int | Decimal) -> Amount:
        """Read what `to_json` writes; numbers are taken as points."""
        if isinstance(text, str):
            if text == "full":
                return FULL
            if text.endswith("%"):
                return cls(Decimal(text[:-1]), of_full=True)
        return cls(Decimal(text))

    def say(self) -> str:
        """Write the amount as a sentence does: ``2分``, ``满分``, ``满分的50%``."""
        if not self.of_full:
            return f"{show_decimal(self.value)}分"
        return "满分" if self.value == 100 else f"满分的{show_decimal(self.value)}%"


FULL = Amount(Decimal(100), of_full=True)
NOTHING = Amount(Decimal(0))


@dataclass(frozen=True, slots=True)
class ColumnEffect:
    """The bulk face of a clause: when it holds, and by how much.

    Attributes
    ----------
    holds
        Boolean expression, never null where the inputs are not; None when the clause always holds.
    amount
        Points (a factor for ``scale``), read only where ``holds``.
    is_zero_elsewhere
        True when the amount is zero where the clause does not hold, so that no second test is needed.
    """

    holds: pl.Expr | None
    amount: ExactColumn
    is_zero_elsewhere: bool = False


Effect: TypeAlias = Literal["set", "knockout", "shift", "extra", "waive", "scale", "note"]
"""How a rule uses a clause's amount.

- ``set``: the item's score becomes the amount (first in sentence order that holds wins);
- ``knockout``: the item's score becomes the amount whatever else holds (不得分, 全扣);
- ``shift``: the amount is added (a deduction is negative);
- ``extra``: the amount is added after floor and cap (追加扣除): the score may go below zero;
- ``waive``: the deductions of the item are cancelled when it holds;
- ``scale``: the amount is a factor on the deductions, the additions or the score (加倍、减半);
- ``note``: a statement for the scheme or a person (veto, quota, deadline), without effect on this score.
"""


class Clause(ABC):
    """One clause: what is looked at and what it does to the score.

    Subclasses are frozen, slotted dataclasses, one family a file.
    """

    op: ClassVar[str]

    @property
    def effect(self) -> Effect:
        """How the rule uses the amount of the clause, see `Effect`."""
        return "shift"

    @property
    def may_lose(self) -> bool:
        """True when it takes points away for some answer, even if it adds for others."""
        return self.is_deduction

    @abstractmethod
    def inputs(self) -> tuple[Input, ...]:
        """Fields this clause asks for, in sentence order."""

    @abstractmethod
    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Make the exact function.

        Parameters
        ----------
        full
            Full points of the item, or None when it has none (a bonus).
        at
            Position of each of this clause's inputs in the rule's values.
        """

    @abstractmethod
    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Make the bulk expression, equal to `bind` on every row.

        Parameters
        ----------
        full
            Full points of the item, or None when it has none.
        inputs
            Columns of this clause's inputs, in their order.
        meter
            Integer type of the run, and the watch on its magnitudes.
        """

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """Write the clause in the vocabulary of the criteria key: ``op`` and its numbers as decimal strings."""

    @abstractmethod
    def say(self) -> str:
        """Say the clause in words for a reader of a derivation.

        The normal form that reads back as the same rule is `kaohe.criteria.printer.print_rule`.
        """

    @property
    def is_deduction(self) -> bool:
        """True when a shift can only lower the score."""
        return False

    @property
    def is_part(self) -> bool:
        """True when a shift is a part of the item's points that is earned (additive 得1分；得1分), not a bonus."""
        return False

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Highest amount a ``set`` clause can give, or None when it is not bounded or not a set clause."""
        return None


class Signed(Clause):
    """A clause that by its kind only adds or only takes off."""

    verb: ClassVar[str]
    """What the sentence says of the points: 加, 扣, 得."""

    sign: ClassVar[int] = 1
    """1 on, -1 off, 0 the score itself."""

    @property
    def is_deduction(self) -> bool:
        """True when points come off."""
        return self.sign < 0


@dataclass(frozen=True, slots=True)
class Limits:
    """Floor and caps of an item.

    Attributes
    ----------
    base
        Starting score as written (基础分, 达到基数计4分); None: by convention, see `Rule.start`.
    floor
        Lowest score as written (扣完为止 → 0); None: by convention, see `Rule.lowest`.
    cap
        Highest score as written; None when the sentence sets none.
    cap_add, cap_deduct
        Most that all additions, or all deductions, of the item may come to.
    may_go_negative
        True for 倒扣、追加扣除、可计负分: the conventional floor does not apply.
    """

    base: Amount | None = None
    floor: Amount | None = None
    cap: Amount | None = None
    cap_add: Amount | None = None
    cap_deduct: Amount | None = None
    may_go_negative: bool = False


NO_LIMITS = Limits()


@dataclass(frozen=True)
class Rule:
    """What one criterion sentence means.

    Attributes
    ----------
    clauses
        In the order of the sentence.
    limits
        Base, floor and caps.
    """

    clauses: tuple[Clause, ...]
    limits: Limits = NO_LIMITS

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """Every field the rule asks for, each once, in sentence order."""
        return tuple(dict.fromkeys(i for clause in self.clauses for i in clause.inputs()))

    @property
    def is_judged(self) -> bool:
        """True when a person must judge within bounds."""
        return any(clause.op.startswith("judge") or clause.op == "open" for clause in self.clauses)

    def positions(self, clause: Clause) -> tuple[int, ...]:
        """Where the clause's inputs stand in `inputs`."""
        return tuple(self.inputs.index(i) for i in clause.inputs())

    def start(self, full: Ratio | None) -> Ratio:
        """Score before any clause, when no ``set`` clause holds.

        By convention: the written base; else, for a rule that deducts or only knocks out, the item's full points.
        A sentence that names the points itself (完成的得4分，每少1次扣1分) deducts from these. Parts that are earned
        one by one, bands and places that were not reached, and additions all start from zero.
        """
        if self.limits.base is not None:
            return self.limits.base.resolve(full)
        sets = [c for c in self.clauses if c.effect == "set"]
        deducts = any(c.effect in ("shift", "extra") and c.may_lose for c in self.clauses)
        knocks_out = any(c.effect == "knockout" for c in self.clauses)
        if any(c.is_part for c in self.clauses) or not (deducts or (knocks_out and not sets)):
            return ZERO
        if not sets:
            return ZERO if full is None else full
        peaks = {c.peak(full) if c.op == "score" else None for c in sets}
        return (peaks.pop() or ZERO) if len(peaks) == 1 and deducts else ZERO

    def lowest(self, full: Ratio | None) -> Ratio | None:
        """Floor of the item: as written; else zero for an item with points, unless it may go negative."""
        if self.limits.floor is not None:
            return self.limits.floor.resolve(full)
        return None if full is None or self.limits.may_go_negative else ZERO
