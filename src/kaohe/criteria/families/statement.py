"""Statements beside the scores: vetoes, wider caps and floors, exceptions, takeovers.

Each keeps its words and numbers, so that a scheme can take them over (a veto list, a quota) and print them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from kaohe.criteria.families.note import Statement
from kaohe.criteria.families.provision import (
    Coefficient,
    Deadline,
    Grade,
    GradeBand,
    Limit,
    Quota,
    Schedule,
    Total,
    TrimmedMean,
    WeightMin,
)
from kaohe.criteria.families.terms import given
from kaohe.criteria.model import Amount

__all__ = [
    "Cap",
    "Coefficient",
    "Convert",
    "Deadline",
    "Exclusive",
    "Floor",
    "Grade",
    "GradeBand",
    "Impute",
    "Limit",
    "NoVeto",
    "Override",
    "Quota",
    "SameItem",
    "Schedule",
    "Statement",
    "Total",
    "TrimmedMean",
    "Veto",
    "WeightMin",
]


@dataclass(frozen=True, slots=True)
class Veto(Statement):
    """A ground for veto (一票否决): recorded and decided by a person, never computed.

    Attributes
    ----------
    when
        The ground.
    result
        What follows, e.g. 取消评优资格.
    """

    when: str
    result: str = "一票否决"

    op: ClassVar[str] = "veto"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "veto", "when", "effect"}``."""
        return {"op": self.op, "when": self.when, "effect": self.result}

    def say(self) -> str:
        """Print ``发生重大责任事故的，一票否决``."""
        return f"{self.when}的，{self.result}"


@dataclass(frozen=True, slots=True)
class NoVeto(Statement):
    """Says that something is no ground for veto."""

    when: str

    op: ClassVar[str] = "no_veto"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "no_veto", "when"}``."""
        return {"op": self.op, "when": self.when}

    def say(self) -> str:
        """Print ``排名末位的，不实行一票否决``."""
        return f"{self.when}的，不实行一票否决"


@dataclass(frozen=True, slots=True)
class Cap(Statement):
    """A most for something wider than the item: a group of items, a total.

    Attributes
    ----------
    value
        Points, or a share of full points.
    kind
        What is limited: the score, all additions, or all deductions.
    scope
        What it applies to, in the words of the sentence (附加分, 单项).
    """

    value: Amount
    kind: Literal["cap", "cap_add", "cap_deduct"] = "cap"
    scope: str = ""

    op: ClassVar[str] = "cap"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "cap", "cap_add": "3", "scope"}``."""
        return {"op": self.op, self.kind: self.value.to_json()} | given(scope=self.scope or None)

    def say(self) -> str:
        """Print ``附加分加分最多3分``."""
        what = {"cap": "得分", "cap_add": "加分", "cap_deduct": "扣分"}[self.kind]
        return f"{self.scope}累计{what}不超过{self.value.say()}"


@dataclass(frozen=True, slots=True)
class Floor(Statement):
    """A least for something wider than the item (扣完为止 of a whole table)."""

    value: Amount
    scope: str = ""

    op: ClassVar[str] = "floor"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "floor", "value", "scope"}``."""
        return {"op": self.op, "value": self.value.to_json()} | given(scope=self.scope or None)

    def say(self) -> str:
        """Print ``总分不低于0分``."""
        return f"{self.scope}累计得分不低于{self.value.say()}"


@dataclass(frozen=True, slots=True)
class Impute(Statement):
    """What a unit without this work gets instead (按平均分得分).

    Attributes
    ----------
    value
        In words, e.g. 市级部门平均分.
    when
        For whom.
    """

    value: str
    when: str

    op: ClassVar[str] = "impute"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "impute", "value", "when"}``."""
        return {"op": self.op, "value": self.value, "when": self.when}

    def say(self) -> str:
        """Print ``无新进人员的，按市级部门平均分计分``."""
        return f"{self.when}的，按{self.value}计分"


@dataclass(frozen=True, slots=True)
class SameItem(Statement):
    """How several grounds for the same item count: the highest only, or the highest and a little for each more.

    Attributes
    ----------
    rule
        ``max``: the highest only; ``sum``: all of them.
    extra
        Points for each further ground; None for none.
    period
        Within what time, in words.
    """

    rule: Literal["max", "sum"] = "max"
    extra: Amount | None = None
    period: str = ""

    op: ClassVar[str] = "same_item"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "same_item", "rule", "extra", "period"}``."""
        return {"op": self.op} | given(rule=self.rule, extra=self.extra, period=self.period or None)

    def say(self) -> str:
        """Print ``同一事项只计最高分``."""
        what = "只计最高分" if self.rule == "max" else "累计计分"
        extra = f"，每多1项加{self.extra.say()}" if self.extra else ""
        return f"{self.period}同一事项{what}{extra}"


@dataclass(frozen=True, slots=True)
class Exclusive(Statement):
    """Of two clauses that meet, only one counts."""

    prefer: str
    over: str

    op: ClassVar[str] = "exclusive"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "exclusive", "prefer", "over"}``."""
        return {"op": self.op, "prefer": self.prefer, "over": self.over}

    def say(self) -> str:
        """Print ``第1条与第4条同时出现的，按第1条计``."""
        return f"{self.prefer}与{self.over}同时出现的，按{self.prefer}计"


@dataclass(frozen=True, slots=True)
class Override(Statement):
    """A case that another clause then governs, in words."""

    when: str
    result: str

    op: ClassVar[str] = "override"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "override", "when", "effect"}``."""
        return {"op": self.op, "when": self.when, "effect": self.result}

    def say(self) -> str:
        """Print ``逾期4个工作日的，改按推进缓慢扣分``."""
        return f"{self.when}的，改按{self.result}"


@dataclass(frozen=True, slots=True)
class Convert(Statement):
    """A score taken over from another appraisal and converted."""

    source: str

    op: ClassVar[str] = "convert"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "convert", "source"}``."""
        return {"op": self.op, "source": self.source}

    def say(self) -> str:
        """Print ``按市对县考核得分折算``."""
        return f"按{self.source}折算"
