"""What becomes of the totals: rank, grades, vetoes, exclusions, couplings, consequences."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from kaohe.scheme.fields import Code, Name, Number, Quota, Share, Text, Whole
from kaohe.scheme.model import RankMethod
from kaohe.scheme.spec_node import Codes, Document, Marked, OrShort


class VetoSpec(Marked):
    """A veto item (一票否决): off until basis, approving level and expiry are written."""

    code: Code
    name: Name
    basis: Document | None = None
    level: Text | None = Field(default=None, description="approving level: national, provincial …")
    expires: Text | None = Field(default=None, description="ISO date after which the item lapses")
    effect: Text = Field(default="lowest_grade", description="no_excellent, lowest_grade, no_grade or a grade's name")


class RankingSpec(Marked):
    """How units are ranked."""

    method: RankMethod = RankMethod.COMPETITION
    within: Literal["class", "all"] = "class"
    tie_break: Codes = Field(default=(), description="indicators compared in order when totals are equal")


class GradeSpec(Marked):
    """A grade (等次), best first."""

    name: Name
    at_least: Number | None = None
    quota: Quota | None = Field(default=None, description="20% of the class, or a number of places")
    quota_rounding: Literal["down", "half_up", "up"] = "down"
    min_rank: Share | None = Field(default=None, description="lowest rank, in percent of the class, that may get it")


class ExclusionSpec(Marked):
    """Who is ranked or graded differently: units whose ``column`` has the ``value``."""

    column: Text
    value: Text
    effect: Name = Field(description="not_ranked, no_grade, no_excellent or a grade's name")
    reason: Text = ""
    basis: Document | None = None


class QuotaCoupling(Marked):
    """The unit's grade sets the share of its members that may get a grade."""

    kind: Literal["quota"]
    grade: Text = Field(description="grade of the members whose share is set")
    shares: dict[Text, Share] = Field(description="grade of the unit → share of its members")


class LimitCoupling(Marked):
    """The unit's grade limits its members: no_excellent, no_grade, not_ranked or a grade's name."""

    kind: Literal["limit"]
    when: Text = Field(description="grade of the unit")
    effect: Name
    column: Text = Field(default="unit_grade", description="column of the units table with the unit's grade")


class ScoreCoupling(Marked):
    """An indicator takes the result of another scheme: a leader's part from the unit's total."""

    kind: Literal["score"]
    feeds: Code = Field(description="code of the leaf that takes the result")
    scheme: Text = Field(description="id of the scheme that gives it")
    result: Literal["total", "rank"] = "total"
    by: Text = Field(default="unit", description="column of the units table that names the other scheme's unit")


Coupling: TypeAlias = Annotated[QuotaCoupling | LimitCoupling | ScoreCoupling, Field(discriminator="kind")]


class ConsequenceSpec(Marked):
    """What follows from a decided result (结果运用); people apply it."""

    effect: Name
    grade: Text | None = None
    rank_from: Whole | None = Field(default=None, description="place from the first; -1 is the last")
    rank_to: Whole | None = None
    years_running: Whole = 1
    amount: Number | None = Field(default=None, description="money in yuan")
    basis: Document | None = None


def effect_or_fields(value: object) -> Any:
    """Let a sentence stand for ``{effect: sentence}``."""
    return {"effect": value} if isinstance(value, str) else value


Consequent: TypeAlias = Annotated[ConsequenceSpec, BeforeValidator(effect_or_fields), OrShort("string")]


class ShareBoundSpec(Marked):
    """Least share (``floors``) or greatest share (``ceilings``) of some indicators in the total."""

    indicators: Codes
    at_least: Share | None = None
    at_most: Share | None = None
    name: Text = ""
    basis: Document | None = None
