"""Statements on the appraisal as a whole: grades and quotas, weights, dates, coefficients, the parts of a total."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from kaohe.criteria.families.note import Statement
from kaohe.criteria.families.terms import given
from kaohe.exact import show_decimal


def _pct(value: Decimal) -> str:
    return f"{show_decimal(value)}%"


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
