"""The checked scheme: what the machine runs, immutable and free of contradictions.

`kaohe.scheme.spec.SchemeSpec` is what a person writes; `kaohe.scheme.check` turns it into a `Scheme` or says why not.
The parts live in ``model_tree``, ``model_sum``, ``model_ballot`` and ``model_outcome``; import them from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from kaohe.scheme.model_ballot import BallotItem, Campaign, RateBand, Scale, VoterClass
from kaohe.scheme.model_outcome import (
    IN_CLASS,
    Consequence,
    Coupling,
    Exclusion,
    Grade,
    Ranking,
    RankMethod,
    ShareBound,
    Veto,
)
from kaohe.scheme.model_sum import Adjustment, AdjustmentGroup, Coefficient, CoefficientBand, Correction
from kaohe.scheme.model_tree import YEAR_FIGURE, Aggregate, Composition, Indicator, Missing, PeriodMethod, UnitClass

__all__ = [
    "Adjustment",
    "AdjustmentGroup",
    "Aggregate",
    "BallotItem",
    "Campaign",
    "Coefficient",
    "CoefficientBand",
    "Composition",
    "Consequence",
    "Correction",
    "Coupling",
    "Exclusion",
    "Grade",
    "Indicator",
    "Missing",
    "PeriodMethod",
    "RankMethod",
    "Ranking",
    "RateBand",
    "Rounding",
    "Scale",
    "Scheme",
    "ShareBound",
    "UnitClass",
    "Veto",
    "VoterClass",
]


class Rounding(StrEnum):
    """When scores are rounded half-up to the scheme's precision."""

    LEAF = "leaf"
    """At the leaf and at every node above it: each printed number is a rounded number."""
    FINAL = "final"
    """Only the total; everything below stays exact (34-digit decimals for irrational methods)."""


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
    composition: Composition = YEAR_FIGURE
    adjustments: tuple[Adjustment, ...] = ()
    adjustment_groups: tuple[AdjustmentGroup, ...] = ()
    coefficients: tuple[Coefficient, ...] = ()
    correction: Correction | None = None
    campaigns: tuple[Campaign, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    ranking: Ranking = IN_CLASS
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
