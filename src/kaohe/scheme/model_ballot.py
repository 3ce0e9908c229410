"""Ballot campaigns, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class VoterClass:
    """A class of voters (评议主体类别) and its weight in percent."""

    id: str
    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class BallotItem:
    """One question of a ballot (德, 能, 勤, 绩, 廉) and its weight within the ballot.

    Weights are percentages where they come to 100, else proportions: three questions alike weigh 1 each.
    """

    id: str
    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class RateBand:
    """One band of a conversion by rate: ``low`` <= rate in percent < ``high`` (None: open), value out of 100."""

    low: Decimal | None
    high: Decimal | None
    value: Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """How a vote becomes points out of 100.

    Attributes
    ----------
    choices
        Choice → value out of 100; None: abstention. Best choice first. Empty when a number is written.
    low, high
        Bounds of a number that is written on the ballot; converted to out of 100 by ``high``.
    rate_of
        Choices whose share of the valid votes is the result, in percent (优秀率, 满意率) instead of the mean value.
    bands
        Value by band of that rate; empty: the rate itself.
    """

    choices: Mapping[str, Decimal | None] = field(default_factory=dict)
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(100)
    rate_of: tuple[str, ...] = ()
    bands: tuple[RateBand, ...] = ()


@dataclass(frozen=True, slots=True)
class Campaign:
    """A ballot campaign (测评活动) whose result feeds an indicator.

    Attributes
    ----------
    feeds
        Code of the leaf whose actual is the campaign's result (out of 100).
    trim
        Ballots dropped at each end per subject and class: a count, or a percentage when ``trim_is_pct``.
    min_turnout
        Smallest valid turnout in percent of issued ballots; None: no threshold.
    turnout_must_exceed
        True: the turnout must be above ``min_turnout`` (超过), not only reach it (达到).
    uniform_is_void
        True: a ballot giving every subject the same choice is void.
    full_is_void
        True: a ballot giving every subject the best choice is void.
    absent_class_is_zero
        A voter class without a valid vote counts zero with its weight; False: its weight goes to the other classes.
    small_class
        Fewest valid ballots of a class whose own result may be shown.
    items
        Questions of the ballot; empty: one question.
    leniency_low, leniency_high
        Bounds of the leniency correction (common mean ÷ rater's mean); both None: no correction.
    """

    id: str
    name: str
    feeds: str | None
    voter_classes: tuple[VoterClass, ...]
    scale: Scale
    trim: Decimal = Decimal(0)
    trim_is_pct: bool = False
    trim_above: int = 5
    min_turnout: Decimal | None = None
    turnout_must_exceed: bool = False
    uniform_is_void: bool = False
    full_is_void: bool = False
    absent_class_is_zero: bool = False
    small_class: int = 5
    items: tuple[BallotItem, ...] = ()
    leniency_low: Decimal | None = None
    leniency_high: Decimal | None = None
