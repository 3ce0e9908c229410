"""Ballot campaigns (测评活动) as written."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field

from kaohe.scheme.fields import Code, Name, Number, Quota, Share, Text, Whole
from kaohe.scheme.spec_node import Marked, OrShort


class VoterClassSpec(Marked):
    """A class of voters and its weight."""

    id: Code
    name: Name
    weight: Share


class BallotItemSpec(Marked):
    """A question of the ballot; without weights all questions count alike."""

    id: Code
    name: Name
    weight: Share | None = None


def name_or_fields(value: object) -> Any:
    """Let ``德`` stand for ``{id: 德, name: 德}``."""
    return {"id": value, "name": value} if isinstance(value, str) else value


Question: TypeAlias = Annotated[BallotItemSpec, BeforeValidator(name_or_fields), OrShort("string")]


class LeniencySpec(Marked):
    """Correction of lenient and strict raters: common mean ÷ rater's mean, kept within bounds."""

    low: Number
    high: Number


class ScaleSpec(Marked):
    """How a vote becomes points out of 100: by choice, by a written number, or by the rate of some choices."""

    choices: dict[Text, Number | None] = Field(
        default={}, description="choice → value out of 100, best first; null: abstention; empty: a number is written"
    )
    low: Number = Field(default=Decimal(0), description="least number that may be written")
    high: Number = Field(default=Decimal(100), description="greatest number that may be written; counts as 100")
    rate_of: tuple[Text, ...] = Field(
        default=(), description="choices whose share of the valid votes is the result (优秀率)"
    )
    bands: tuple[tuple[Number | None, Number | None, Number], ...] = Field(
        default=(), description="[low, high, value] by that rate: low <= rate < high; empty: the rate itself"
    )


def choices_or_fields(value: object) -> Any:
    """Let ``{好: 100, 差: 0}`` stand for ``{choices: {好: 100, 差: 0}}``."""
    if isinstance(value, dict) and value and not value.keys() & ScaleSpec.model_fields.keys():
        return {"choices": value}
    return value


Scaled: TypeAlias = Annotated[ScaleSpec, BeforeValidator(choices_or_fields), OrShort("object")]


class CampaignSpec(Marked):
    """A ballot campaign whose result, out of 100, is the actual of an indicator."""

    id: Code
    name: Name
    feeds: Code | None = Field(default=None, description="code of the leaf that takes the result")
    voter_classes: tuple[VoterClassSpec, ...]
    scale: Scaled
    items: tuple[Question, ...] = ()
    trim: Quota = Field(default=0, description="ballots dropped at each end: a number, or a percentage")
    trim_above: Whole = Field(default=5, description="trim only with more ballots than this")
    min_turnout: Share | None = Field(default=None, description="smallest valid turnout of the issued ballots")
    turnout_must_exceed: bool = Field(default=False, description="above min_turnout (超过), not only reaching it")
    uniform_is_void: bool = Field(default=False, description="a ballot with the same choice for every subject is void")
    full_is_void: bool = Field(default=False, description="a ballot with the best choice for every subject is void")
    absent_class_is_zero: bool = Field(default=False, description="a class without valid votes counts zero")
    small_class: Whole = Field(default=5, ge=1, description="fewest ballots of a class whose own result is shown")
    leniency: LeniencySpec | None = None
