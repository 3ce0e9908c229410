"""The checked tree: classes of units, indicators, and how their scores combine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

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


class PeriodMethod(StrEnum):
    """How the scores of a year's periods become one."""

    LAST = "last"
    """The year's figure stands for the year (default)."""
    SUM = "sum"
    MEAN = "mean"
    WEIGHTED = "weighted"


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


YEAR_FIGURE = Composition()
"""The year's figure stands for the year."""


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
