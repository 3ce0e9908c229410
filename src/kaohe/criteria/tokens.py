"""The pieces a sentence is made of, as the lexer finds them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

from kaohe.criteria.model import Amount, Source


@dataclass(frozen=True, slots=True)
class Token:
    """A span of the normalised text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Words(Token):
    """Free words: they say what is counted, and nothing about the arithmetic."""


@dataclass(frozen=True, slots=True)
class Aside(Token):
    """Words in brackets, titles, dates, document numbers: read over."""


@dataclass(frozen=True, slots=True)
class Named(Token):
    """「…」: a name, whatever it contains."""


@dataclass(frozen=True, slots=True)
class Chosen(Token):
    """『…』: one of several levels or answers."""

    name: str


@dataclass(frozen=True, slots=True)
class SourceMark(Token):
    """〔完成率〕: how the figure before it is derived from what is reported."""

    source: Source


class MarkKind(StrEnum):
    """Words and signs that stand for themselves."""

    COMMA = "comma"
    STOP = "stop"
    SEMICOLON = "semicolon"
    OPEN = "open"
    CLOSE = "close"
    JUDGE = "judge"
    """酌情, 视情节: a person decides."""
    TRIGGER = "trigger"
    """加倍, 折算, 取最高: changes the arithmetic; a recogniser must read it or the sentence is not read."""
    LIKEWISE = "likewise"
    """以此类推."""
    OTHERWISE = "otherwise"
    """否则, 其余, 其他."""
    EACH_UNREAD = "each_unread"
    """A 每 whose unit was not understood."""
    ITEM = "item"
    """①, 1., （1）: a numbered part begins."""
    SAME = "same"
    """累计扣分, 可累加: sums as every count does."""


@dataclass(frozen=True, slots=True)
class Mark(Token):
    """A word or sign that stands for itself."""

    kind: MarkKind


Verb: TypeAlias = Literal["deduct", "add", "set"]


@dataclass(frozen=True, slots=True)
class Effect(Token):
    """What a clause does to the score.

    ``amounts`` is one amount, several (分别) or the two ends of a range. ``each`` is the ``/次`` behind it.
    ``judged`` is a bare 扣分 or 给分: the amount is open.
    """

    verb: Verb
    amounts: tuple[Amount, ...]
    shape: Literal["one", "list", "range", "open", "none", "ratio", "descend", "both"] = "one"
    each: tuple[Decimal, str] | None = None
    apart: bool = False
    """Written with 分别, 依次 or 各."""
    money: bool = False
    at_most: bool = False
    """最高加10分, 最多扣2分: the amount is the most."""


@dataclass(frozen=True, slots=True)
class Each(Token):
    """每少1次, 每发现一处, 每满5天, and the 一处 of 发现一处扣1分.

    ``toward`` is the direction of a comparison (少、低 below; 超、高 above), ``change`` is True when it is a change
    over time (下降、增长).
    """

    per: Decimal
    unit: str
    verb: str = ""
    toward: Literal["below", "above"] | None = None
    change: bool = False
    full: bool = False
    bare: bool = False
    """Written without 每."""
    period: bool = False
    """每月, 每年: how often, not how much."""


@dataclass(frozen=True, slots=True)
class Bound(Token):
    """A number compared with: 不低于80%, 80%（含）以上, 60－79分, 超过两次."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool
    high_open: bool
    unit: str
    low_said: bool = False
    high_said: bool = False
    """True when the sentence says in words whether the end is included (含, 以内, 不超过)."""
    falls_short: bool = False
    """Written as 未达到, 不足, 低于: the number is the target that is missed."""
    head: str = ""
    """The words between the comparison and the number: 超过控制目标的10%."""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Figure(Token):
    """A number that is not compared with: 10天, 100%, 3分."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Slashes(Token):
    """Several numbers at once: 100/90/80%, 5、3、1."""

    values: tuple[Decimal, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Places(Token):
    """Places in a ranking: 第1名, 前三名, 后2位, 第2-5名, 倒数第1名.

    ``low`` and ``high`` are both included; ``high`` None is open. ``from_end`` counts from the last.
    """

    low: int
    high: int | None
    from_end: bool = False
    listed: tuple[int, ...] = ()
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Limit(Token):
    """扣完为止, 最高5分, 可计负分."""

    kind: Literal["floor", "negative", "uncapped", "cap", "round_up", "round_full", "base", "of"]
    amount: Amount | None = None
    whole: bool = False
    """The words name the item, the year or the total as what is limited."""
    verb: Verb | None = None
