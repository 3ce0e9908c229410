"""Statements for the scheme or a person, without effect on the item's own score: vetoes, caps, quotas, deadlines.

Each keeps its words and numbers, so that a scheme can take them over (a veto list, a quota) and print them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal

import polars as pl

from kaohe.criteria.columns import ExactColumn, Meter
from kaohe.criteria.families.terms import given
from kaohe.criteria.model import Amount, Clause, ColumnEffect, Effect, Input, Kernel
from kaohe.exact import ZERO, Ratio, show_decimal


@dataclass(frozen=True, slots=True)
class Statement(Clause):
    """A clause that asks for nothing and changes no score here."""

    @property
    def effect(self) -> Effect:
        """Without effect on the score."""
        return "note"

    def inputs(self) -> tuple[Input, ...]:
        """Ask for nothing."""
        return ()

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Change nothing."""
        return lambda values: None

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Change nothing."""
        return ColumnEffect(pl.lit(False), ExactColumn.constant(meter, ZERO))


def _pct(value: Decimal) -> str:
    return f"{show_decimal(value)}%"


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
class Quota(Statement):
    """How many may have a grade.

    Attributes
    ----------
    shares
        Grade and number: units, or % when ``is_share``.
    is_share
        True when the numbers are percentages.
    of
        Of whom, in the words of the sentence (学生人数).
    """

    shares: tuple[tuple[str, Decimal], ...]
    is_share: bool = False
    of: str = ""

    op: ClassVar[str] = "quota"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "quota", "grades": [{"name", "count" | "pct"}], "of"}``."""
        key = "pct" if self.is_share else "count"
        grades = [{"name": name, key: show_decimal(number)} for name, number in self.shares]
        return {"op": self.op, "grades": grades} | given(of=self.of or None)

    def say(self) -> str:
        """Print ``优秀5名，良好5名`` or ``优秀不超过参评人数的20%``."""
        if self.is_share:
            whole = f"{self.of}的" if self.of else ""
            return "，".join(f"{name}不超过{whole}{_pct(number)}" for name, number in self.shares)
        return "，".join(f"{name}{show_decimal(number)}名" for name, number in self.shares)


@dataclass(frozen=True, slots=True)
class GradeBand:
    """One grade and the scores that lead to it, both ends included; None when open or not given."""

    name: str
    low: Decimal | None = None
    high: Decimal | None = None

    def to_json(self) -> dict[str, Any] | str:
        """Write ``{"name", "score": [low, high]}``, or the bare name of a grade without scores."""
        if self.low is None and self.high is None:
            return self.name
        return {"name": self.name, "score": [None if x is None else show_decimal(x) for x in (self.low, self.high)]}

    def say(self) -> str:
        """Print ``80分以上为合格``."""
        if self.low is None and self.high is None:
            return self.name
        if self.low is not None and self.high is not None:
            return f"{show_decimal(self.low)}～{show_decimal(self.high)}分为{self.name}"
        if self.low is not None:
            return f"{show_decimal(self.low)}分以上为{self.name}"
        assert self.high is not None  # noqa: S101 - the two cases above leave only this one
        return f"{show_decimal(self.high)}分以下为{self.name}"


@dataclass(frozen=True, slots=True)
class Grade(Statement):
    """The grades of a result.

    Attributes
    ----------
    grades
        In the order of the sentence.
    subject
        Whose result, in the words of the sentence.
    """

    grades: tuple[GradeBand, ...]
    subject: str = ""

    op: ClassVar[str] = "grade"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "grade", "grades": […], "subject"}``."""
        return {"op": self.op, "grades": [band.to_json() for band in self.grades]} | given(subject=self.subject or None)

    def say(self) -> str:
        """Print ``等次分为优秀、合格、不合格`` or ``80分以上为合格，79分以下为不合格``."""
        if all(band.low is None and band.high is None for band in self.grades):
            return f"{self.subject}等次分为{'、'.join(band.name for band in self.grades)}"
        return self.subject + "，".join(band.say() for band in self.grades)


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
class Deadline(Statement):
    """What is due by when.

    Attributes
    ----------
    items
        What and when, in words.
    """

    items: tuple[tuple[str, str], ...]

    op: ClassVar[str] = "deadline"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "deadline", "items": {what: when}}``."""
        return {"op": self.op, "items": dict(self.items)}

    def say(self) -> str:
        """Print ``述职报告应于5月13日前完成``."""
        return "，".join(f"{what}应于{when}完成" for what, when in self.items)


@dataclass(frozen=True, slots=True)
class Limit(Statement):
    """A limit that is no score: 每人述职时间不超过5分钟."""

    on: str
    high: Decimal
    unit: str = ""

    op: ClassVar[str] = "limit"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "limit", "on", "max", "unit"}``."""
        return {"op": self.op} | given(on=self.on, max=self.high, unit=self.unit or None)

    def say(self) -> str:
        """Print ``述职时间不超过5分钟``."""
        return f"{self.on}不超过{show_decimal(self.high)}{self.unit}"


@dataclass(frozen=True, slots=True)
class WeightMin(Statement):
    """The least weight of parts of an appraisal, in %."""

    mins: tuple[tuple[str, Decimal], ...]

    op: ClassVar[str] = "weight_min"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "weight_min", "mins": {name: share}}``; shares as 0.2 for 20 %."""
        return {"op": self.op, "mins": {name: show_decimal(pct / 100) for name, pct in self.mins}}

    def say(self) -> str:
        """Print ``乡村建设考核权重不低于15%``."""
        return "，".join(f"{name}考核权重不低于{_pct(pct)}" for name, pct in self.mins)


@dataclass(frozen=True, slots=True)
class Schedule(Statement):
    """When what share of points or money is given, in %."""

    parts: tuple[tuple[str, Decimal], ...]

    op: ClassVar[str] = "schedule"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "schedule", "pay": {when: share}}``; shares as 0.2 for 20 %."""
        return {"op": self.op, "pay": {when: show_decimal(pct / 100) for when, pct in self.parts}}

    def say(self) -> str:
        """Print ``立项当年兑现20%，结题兑现80%``."""
        return "，".join(f"{when}兑现{_pct(pct)}" for when, pct in self.parts)


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


@dataclass(frozen=True, slots=True)
class TrimmedMean(Statement):
    """A mean after dropping the highest and lowest votes; the ballots compute it."""

    drop_high: int
    drop_low: int

    op: ClassVar[str] = "trimmed_mean"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "trimmed_mean", "drop_high", "drop_low"}``."""
        return {"op": self.op, "drop_high": self.drop_high, "drop_low": self.drop_low}

    def say(self) -> str:
        """Print ``去掉1个最高分和1个最低分后取平均分``."""
        return f"去掉{self.drop_high}个最高分和{self.drop_low}个最低分后取平均分"


@dataclass(frozen=True, slots=True)
class Coefficient(Statement):
    """A coefficient by band: units of 1500 people and more count 1.042 times.

    Attributes
    ----------
    on
        What the band looks at.
    bands
        Low end included, high end not, and factor; None when open.
    apply
        What it multiplies, in words.
    """

    on: str
    bands: tuple[tuple[Decimal | None, Decimal | None, Decimal], ...]
    unit: str = ""
    apply: str = ""

    op: ClassVar[str] = "coef"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "coef", "on", "bands": [[low, high, factor], …], "unit", "apply"}``."""
        rows = [[None if x is None else show_decimal(x) for x in band] for band in self.bands]
        return {"op": self.op, "on": self.on, "bands": rows} | given(unit=self.unit or None, apply=self.apply or None)

    def say(self) -> str:
        """Print ``村人口1500人以上、不满2000人的，基础分乘以1.042``."""
        return self.on + "；".join(self._say_band(*band) for band in self.bands)

    def _say_band(self, low: Decimal | None, high: Decimal | None, factor: Decimal) -> str:
        ends = [] if low is None else [f"{show_decimal(low)}{self.unit}以上"]
        ends += [] if high is None else [f"不满{show_decimal(high)}{self.unit}"]
        return f"{'、'.join(ends)}的，{self.apply}乘以{show_decimal(factor)}"


@dataclass(frozen=True, slots=True)
class Total(Statement):
    """What a total is made of: 总分1200分，其中绩效指标700分 …

    Attributes
    ----------
    parts
        Name and points.
    total
        The total as written.
    """

    parts: tuple[tuple[str, Decimal], ...]
    total: Decimal | None = None

    op: ClassVar[str] = "total"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "total", "parts": {name: points}, "total"}``."""
        return {"op": self.op, "parts": {n: show_decimal(p) for n, p in self.parts}} | given(total=self.total)

    def say(self) -> str:
        """Print ``总分1200分，其中绩效指标700分，党的建设200分``."""
        parts = "，".join(f"{name}{show_decimal(points)}分" for name, points in self.parts)
        return f"总分{show_decimal(self.total)}分，其中{parts}" if self.total is not None else f"总分由{parts}组成"
