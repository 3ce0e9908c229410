"""What becomes of the totals, checked: vetoes, rank, grades, exclusions, couplings, consequences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class RankMethod(StrEnum):
    """How ties are numbered."""

    COMPETITION = "competition"
    """1, 2, 2, 4."""
    DENSE = "dense"
    """1, 2, 2, 3."""


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


IN_CLASS = Ranking()
"""Competition ranks within the class, without tie-breakers."""


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
