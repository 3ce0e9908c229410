"""The checked scheme: what the machine runs, immutable and free of contradictions.

`kaohe.scheme.spec.SchemeSpec` is what a person writes; `kaohe.scheme.check` turns it into a `Scheme` or says why not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from kaohe.criteria.model import Rule


class Aggregate(StrEnum):
    """How a node's score comes from its children."""

    SUM = "sum"
    WEIGHTED = "weighted"
    """Σ child score x weight ÷ 100."""
    MEAN = "mean"
    GEOMETRIC = "geometric"
    MIN = "min"


class Missing(StrEnum):
    """What an unreported figure means; never confused with a reported zero or with "not applicable"."""

    ZERO = "zero"
    FULL = "full"
    EXCLUDE = "exclude"
    """Renormalise over what is present, and say so."""
    ERROR = "error"


class Rounding(StrEnum):
    """When scores are rounded half-up to the scheme's precision."""

    LEAF = "leaf"
    """At the leaf and at every node above it: each printed number is a rounded number."""
    FINAL = "final"
    """Only the total; everything below stays exact (34-digit decimals for irrational methods)."""


class PeriodMethod(StrEnum):
    """How the scores of a year's periods become one."""

    LAST = "last"
    """The year's figure stands for the year (default)."""
    SUM = "sum"
    MEAN = "mean"
    WEIGHTED = "weighted"


class RankMethod(StrEnum):
    """How ties are numbered."""

    COMPETITION = "competition"
    """1, 2, 2, 4."""
    DENSE = "dense"
    """1, 2, 2, 3."""


@dataclass(frozen=True, slots=True)
class UnitClass:
    """A class of units that are compared together (类别)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Composition:
    """How period scores of a leaf (or of the whole scheme) become one.

    Attributes
    ----------
    method
        See `PeriodMethod`.
    weights
        Period pattern → percent, for ``weighted``: ``{"H1": 30, "year": 70}``. A pattern is the part of the period
        after the year (``H1``, ``Q3``, ``01`` for January); ``year`` is the period written with the year alone.
    """

    method: PeriodMethod = PeriodMethod.LAST
    weights: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of the indicator tree; a leaf carries a criterion.

    Attributes
    ----------
    code, name
        Unique code within the scheme; the name as published.
    parent
        Code of the parent; None at the root level.
    children
        Codes in published order; empty for a leaf.
    points
        Class id → full points (分值). A class that is absent: the indicator does not apply to it.
    weights
        Class id → weight in percent within the parent; empty when the tree adds points.
    aggregate
        How a node's score comes from its children; unused on a leaf.
    criterion, rule
        Sentence and what it means; None on nodes. A ``text_only`` leaf has no rule and is scored by a person:
        its fact is the score itself.
    unit
        Unit of the reported figure.
    owner, lead
        Data owner 数据责任部门 and lead department 牵头部门.
    frequency
        ``monthly``, ``quarterly``, ``half-yearly``, ``yearly`` or None.
    missing
        Meaning of an unreported figure.
    smaller_is_better
        Direction, where the rule does not fix it (ranks, group statistics).
    target
        Class id → default target value when a fact carries none.
    composition
        Composition of period scores, None to use that of the nearest node above that has one, else the scheme's
        (see `Scheme.composition_of`).
    """

    code: str
    name: str
    parent: str | None
    children: tuple[str, ...]
    points: Mapping[str, Decimal]
    weights: Mapping[str, Decimal]
    aggregate: Aggregate = Aggregate.SUM
    criterion: str | None = None
    rule: Rule | None = None
    text_only: bool = False
    unit: str | None = None
    owner: str | None = None
    lead: str | None = None
    frequency: str | None = None
    missing: Missing = Missing.ZERO
    smaller_is_better: bool = False
    target: Mapping[str, Decimal] = field(default_factory=dict)
    composition: Composition | None = None

    @property
    def is_leaf(self) -> bool:
        """True when the indicator is scored by its criterion, not from children."""
        return not self.children


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Bonus or deduction outside the indicator tree (加分/扣分事项).

    Attributes
    ----------
    cap, floor
        Most that may be added and, as a positive number, deducted by this item in total; None: unlimited.
    group
        Adjustments of one group share ``group_cap``.
    of
        Code of the indicator whose score it adjusts; None: the total.
    classes
        Class ids it applies to; empty: all.
    """

    code: str
    name: str
    criterion: str | None
    rule: Rule | None
    cap: Decimal | None = None
    floor: Decimal | None = None
    group: str | None = None
    of: str | None = None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AdjustmentGroup:
    """Limits over several adjustments: most that may be added and deducted together, None: unlimited."""

    id: str
    name: str
    cap_add: Decimal | None = None
    cap_deduct: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CoefficientBand:
    """One band of a coefficient: ``low`` <= x < ``high`` (None: open), factor."""

    low: Decimal | None
    high: Decimal | None
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A factor on the score by an attribute of the unit (难度系数, 人口系数).

    Attributes
    ----------
    by
        Column of the units table.
    bands
        Factor by band of the column's number; empty: the column holds the factor itself.
    of
        Codes of indicators it multiplies; empty: the total after adjustments.
    base_only
        With no ``of``: multiply the indicator tree's total before bonus and deduction.
    """

    name: str
    by: str
    bands: tuple[CoefficientBand, ...] = ()
    of: tuple[str, ...] = ()
    base_only: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """Cross-group correction: aligns groups judged by different people (跨组校正).

    Attributes
    ----------
    method
        ``mean_ratio``: score x overall mean ÷ group mean; ``mean_shift``: score + overall mean - group mean;
        ``unit_result``: individual score x the unit's own score ÷ mean unit score.
    by
        Column of the units table that names the group.
    low, high
        Bounds of the factor (or shift); None: unbounded.
    """

    method: str
    by: str
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class VoterClass:
    """A class of voters (评议主体类别) and its weight in percent."""

    id: str
    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class BallotItem:
    """One question of a ballot (德, 能, 勤, 绩, 廉) and its weight in percent within the ballot."""

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


@dataclass(frozen=True, slots=True)
class Veto:
    """Veto item (一票否决): off without basis and approving level; applied only by a recorded decision.

    Attributes
    ----------
    effect
        ``no_excellent`` (not the first grade), ``lowest_grade``, ``no_grade`` or the name of the grade given.
    expires
        Date, ISO text, after which the item lapses.
    """

    code: str
    name: str
    basis: str
    level: str
    expires: str
    effect: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """How units are ranked: method, scope (``class`` or ``all``), tie-breakers as indicator codes in order."""

    method: RankMethod = RankMethod.COMPETITION
    within: str = "class"
    tie_break: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade (等次), best first.

    Attributes
    ----------
    at_least
        Lowest total that may get it; None: whoever is left.
    quota_pct
        Share of the class in percent; ``quota_count`` a fixed number; both None: no quota.
    quota_rounding
        ``down`` (default), ``half_up`` or ``up``.
    quota_by_unit_grade
        Grade of the person's unit → quota in percent: a unit's grade sets its members' quota.
    min_rank_pct
        Lowest rank in percent that may get it, None: any.
    """

    name: str
    at_least: Decimal | None = None
    quota_pct: Decimal | None = None
    quota_count: int | None = None
    quota_rounding: str = "down"
    quota_by_unit_grade: Mapping[str, Decimal] = field(default_factory=dict)
    min_rank_pct: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Who is ranked or graded differently.

    Attributes
    ----------
    column, value
        Units whose column has this value.
    effect
        ``not_ranked`` (evaluated without rank and grade), ``no_grade``, ``no_excellent``, or a grade's name.
    """

    column: str
    value: str
    effect: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Coupling:
    """A score that comes from another scheme's result (挂钩): a leader's unit part is the unit's own total.

    Attributes
    ----------
    feeds
        Code of the leaf whose actual is the other result, where the data brings none of its own.
    scheme
        Id of the scheme that gives the result.
    result
        ``total`` or ``rank``.
    by
        Column of the units table that names the other scheme's unit.
    """

    feeds: str
    scheme: str
    result: str = "total"
    by: str = "unit"


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from a decided result (结果运用); proposed to people, never applied by itself.

    Attributes
    ----------
    effect
        What follows, in words.
    grade
        Grade it belongs to, None: any.
    rank_from, rank_to
        Places it belongs to, counted from the first; negative counts from the last (-1: the last place).
    years_running
        Years in a row the condition must hold.
    amount
        Money in yuan, None where the consequence is not money.
    """

    effect: str
    grade: str | None = None
    rank_from: int | None = None
    rank_to: int | None = None
    years_running: int = 1
    amount: Decimal | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class ShareBound:
    """Least or greatest share, in percent of the total points, that some indicators must have together."""

    indicators: tuple[str, ...]
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    name: str = ""


@dataclass(frozen=True)
class Scheme:
    """A whole appraisal scheme (考核办法), checked."""

    id: str
    title: str
    hash: str
    year: int
    precision: int
    classes: tuple[UnitClass, ...]
    indicators: tuple[Indicator, ...]
    rounding: Rounding = Rounding.LEAF
    aggregate: Aggregate = Aggregate.SUM
    composition: Composition = Composition()
    adjustments: tuple[Adjustment, ...] = ()
    adjustment_groups: tuple[AdjustmentGroup, ...] = ()
    coefficients: tuple[Coefficient, ...] = ()
    correction: Correction | None = None
    campaigns: tuple[Campaign, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    ranking: Ranking = Ranking()
    grades: tuple[Grade, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    couplings: tuple[Coupling, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    share_bounds: tuple[ShareBound, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        """Indicator by code."""
        return {i.code: i for i in self.indicators}

    @cached_property
    def roots(self) -> tuple[Indicator, ...]:
        """Top-level indicators in published order."""
        return tuple(i for i in self.indicators if i.parent is None)

    @cached_property
    def leaves(self) -> tuple[Indicator, ...]:
        """Leaves in published order."""
        return tuple(i for i in self.indicators if i.is_leaf)

    def composition_of(self, code: str) -> Composition:
        """How the period scores of an indicator become one: its own way, else the nearest above, else the scheme's."""
        node: Indicator | None = self.by_code[code]
        while node is not None:
            if node.composition is not None:
                return node.composition
            node = self.by_code[node.parent] if node.parent is not None else None
        return self.composition

    def walk(self, code: str | None = None) -> Iterator[tuple[int, Indicator]]:
        """Every indicator below ``code`` (the whole tree by default) with its depth, parents first."""
        starts = self.roots if code is None else tuple(self.by_code[c] for c in self.by_code[code].children)
        for node in starts:
            yield 0, node
            yield from ((depth + 1, below) for depth, below in self.walk(node.code))
