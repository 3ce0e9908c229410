"""Ballot campaigns (测评活动) as written."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field

from kaohe.scheme.fields import Number, Quota, Share, Text, Whole
from kaohe.scheme.spec_node import Marked


class VoterClassSpec(Marked):
    """A class of voters and its weight."""

    id: Text
    name: Text
    weight: Share


class BallotItemSpec(Marked):
    """A question of the ballot; without weights all questions count alike."""

    id: Text
    name: Text
    weight: Share | None = None


def name_or_fields(value: object) -> Any:
    """Let ``德`` stand for ``{id: 德, name: 德}``."""
    return {"id": value, "name": value} if isinstance(value, str) else value


Question: TypeAlias = Annotated[BallotItemSpec, BeforeValidator(name_or_fields)]


class LeniencySpec(Marked):
    """Correction of lenient and strict raters: common mean ÷ rater's mean, kept within bounds."""

    low: Number
    high: Number


class CampaignSpec(Marked):
    """A ballot campaign whose result, out of 100, is the actual of an indicator."""

    id: Text
    name: Text
    feeds: Text | None = Field(default=None, description="code of the leaf that takes the result")
    voter_classes: tuple[VoterClassSpec, ...]
    scale: dict[Text, Number | None] = Field(description="choice → value out of 100; null: abstention")
    items: tuple[Question, ...] = ()
    trim: Quota = Field(default=0, description="ballots dropped at each end: a number, or a percentage")
    trim_above: Whole = Field(default=5, description="trim only with more ballots than this")
    min_turnout: Share | None = Field(default=None, description="smallest valid turnout of the issued ballots")
    uniform_is_void: bool = False
    leniency: LeniencySpec | None = None
