"""The parts of a score sheet: what one leaf, node, adjustment or unit came to, and what it was made from.

Scores are integer counts of ``10**-precision``. Beside each stands the exact ratio it was rounded from, the facts it
used and light derivation steps, which are put in words only when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kaohe.criteria.model import Scalar
from kaohe.exact import Ratio, show_decimal
from kaohe.scoring.facts import Decision, Event, Fact

if TYPE_CHECKING:
    from kaohe.criteria.evaluate import Step


class State(StrEnum):
    """Why a score is what it is; zero, not reported and not applicable are never confused."""

    REPORTED = "reported"
    """There is a figure, possibly zero."""
    NOT_REPORTED = "not_reported"
    """No figure: the indicator's ``missing`` rule decided."""
    NOT_APPLICABLE = "not_applicable"
    """The indicator does not concern the unit: left out."""
    DECIDED = "decided"
    """A person set the score by a recorded decision."""


class Note(NamedTuple):
    """Something a reader must know about a number, as a code with its particulars; words: `explain.notes`."""

    code: str
    args: tuple[str, ...] = ()


class IndicatorScore(NamedTuple):
    """Score of a leaf for one unit, or, within ``periods``, of one of its periods.

    Attributes
    ----------
    points
        Full points (分值) of the leaf in the unit's class.
    score, exact
        Units of ``10**-precision``, and the points they were rounded from; None: left out (excluded, not applicable).
    own
        Score before adjustments and coefficients ``of`` this leaf; equals ``score`` without any.
    period
        Window of time the score is for.
    fact
        The reported figure with its provenance (of the latest period); None: no row.
    events
        Entries of the ledger that counted.
    values
        The rule's inputs in order; empty when the rule was not evaluated.
    steps
        What each clause did; None when the run kept no derivations.
    periods
        One a period, in order of time, where period scores are composed; empty otherwise.
    """

    code: str
    points: Decimal
    score: int | None
    exact: Ratio | None
    own: int | None
    period: str
    state: State
    fact: Fact | None
    events: tuple[Event, ...]
    values: tuple[Scalar, ...]
    steps: tuple[Step, ...] | None
    notes: tuple[Note, ...]
    periods: tuple[IndicatorScore, ...] = ()

    @property
    def actual(self) -> str | None:
        """The figure as decimal text; None when there is none, or several inputs stand for it."""
        return None if self.fact is None or self.fact.actual is None else show_decimal(self.fact.actual)

    @property
    def target(self) -> str | None:
        """The fact's own target as decimal text."""
        return None if self.fact is None or self.fact.target is None else show_decimal(self.fact.target)


class NodeScore(NamedTuple):
    """Score of an inner node of the tree.

    Attributes
    ----------
    points
        Full points of the node in the unit's class, None when the scheme gives it none.
    own
        What the children came to, before adjustments and coefficients ``of`` this node.
    used, excluded
        Codes of children that counted, and of those left out (points renormalised).
    periods
        Period and score, when the whole tree is scored by period and composed.
    """

    code: str
    points: Decimal | None
    score: int | None
    exact: Ratio | None
    own: int | None
    used: tuple[str, ...]
    excluded: tuple[str, ...]
    periods: tuple[tuple[str, int | None], ...] = ()


class AdjustmentScore(NamedTuple):
    """One bonus or deduction item of a unit.

    Attributes
    ----------
    amount
        What the item came to before any cap; a deduction is negative.
    counted, counted_exact
        What counts after the caps of item, group and total.
    limits
        Names of the caps that cut it: ``item``, ``group`` or ``total``, in this order.
    of
        Code of the indicator it adjusts; None: the total.
    """

    code: str
    amount: int
    counted: int
    counted_exact: Ratio
    limits: tuple[str, ...]
    of: str | None
    fact: Fact | None
    events: tuple[Event, ...]
    values: tuple[Scalar, ...]
    steps: tuple[Step, ...] | None
    notes: tuple[Note, ...] = ()


class CoefficientScore(NamedTuple):
    """A coefficient as it applied: ``value`` is the unit's own number in the column, ``of`` as in the scheme."""

    name: str
    value: Decimal
    factor: Decimal
    of: tuple[str, ...]
    base_only: bool


class CorrectionScore(NamedTuple):
    """Cross-group correction as it applied to one unit.

    Attributes
    ----------
    group
        Value of the grouping column.
    group_mean, overall_mean
        Exact means of the totals before correction in score units; for ``unit_result`` the unit's own score and the
        mean of the units' scores.
    amount
        The factor, or for ``mean_shift`` the shift in score units, after its bounds.
    before
        Total before correction, in score units.
    """

    method: str
    group: str
    group_mean: Ratio
    overall_mean: Ratio
    amount: Ratio
    is_bounded: bool
    before: Ratio


class VetoScore(NamedTuple):
    """A veto that a recorded decision applied: the item's code, name and effect, and the decision."""

    code: str
    name: str
    effect: str
    decision: Decision


class ExclusionScore(NamedTuple):
    """Why a unit is ranked or graded differently."""

    effect: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnitScore:
    """All results of one unit.

    Attributes
    ----------
    total
        Final total in units of ``10**-precision``; None when nothing could be scored.
    base, base_exact
        Total of the indicator tree before adjustments, coefficients and correction; the points it was rounded from.
    adjusted
        Total after adjustments and before coefficients on the total.
    rank
        Place in the class (or over all, as the scheme says); None: not ranked.
    proposed_grade
        What thresholds, quotas, vetoes and exclusions come to. A proposal: a person decides.
    decision
        The recorded decision on the grade, None while there is none.
    indicators, nodes
        In the scheme's order.
    ranked_among
        Number of units the rank counts over.
    period_totals
        Period and tree total, when the whole tree is scored by period and composed.
    """

    unit: str
    name: str
    class_id: str
    total: int | None
    exact: Ratio | None
    base: int | None
    base_exact: Ratio | None
    adjusted: int | None
    rank: int | None
    ranked_among: int
    proposed_grade: str | None
    decision: Decision | None
    indicators: tuple[IndicatorScore, ...]
    nodes: tuple[NodeScore, ...]
    adjustments: tuple[AdjustmentScore, ...]
    coefficients: tuple[CoefficientScore, ...]
    correction: CorrectionScore | None
    vetoes: tuple[VetoScore, ...]
    exclusions: tuple[ExclusionScore, ...]
    excluded: tuple[str, ...] = ()
    period_totals: tuple[tuple[str, int | None], ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def decided_grade(self) -> str | None:
        """Grade a person decided; None while nobody did."""
        return None if self.decision is None or self.decision.value is None else str(self.decision.value)

    @property
    def grade(self) -> str | None:
        """The decided grade, else the proposal."""
        return self.decided_grade or self.proposed_grade

    def indicator(self, code: str) -> IndicatorScore | NodeScore:
        """Give a leaf's or node's score.

        Raises
        ------
        KeyError
            When the code does not apply to this unit's class.
        """
        found: Iterator[IndicatorScore | NodeScore] = chain(self.indicators, self.nodes)
        for score in found:
            if score.code == code:
                return score
        raise KeyError(code)
