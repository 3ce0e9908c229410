"""One indicator over the units of one class: figure → inputs → rule → score, missing figures included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kaohe.criteria.evaluate import CompiledRule, compile_rule
from kaohe.criteria.model import InputType, Rule, Scalar
from kaohe.exact import ZERO, Ratio, rdiv, show_decimal, to_ratio
from kaohe.scheme.model import Indicator, Missing, Scheme
from kaohe.scoring.cells import Note, PeriodScore, State
from kaohe.scoring.events import with_events
from kaohe.scoring.facts import Decision, Event, Fact
from kaohe.scoring.group import Group
from kaohe.scoring.inputs import Figure, Getter, getters, needs_group
from kaohe.scoring.unscorable import NOT_REPORTED, OUT_OF_BOUNDS, SCORE_OUTSIDE, Unscorable
from kaohe.tables.problems import Problem

NO_GROUP = Group((), 0)

UNSCORED = PeriodScore("", State.NOT_REPORTED, None, None, None, (), None)
"""Holds the place of a cell that has a problem; such a run raises and gives no sheet."""

_NONE_HAPPENED: dict[InputType, Ratio] = {InputType.COUNT: ZERO, InputType.FLAG: ZERO}
"""Beside other reported inputs, a count or yes-or-no that nobody entered says that nothing happened."""


class Reported(NamedTuple):
    """What one unit handed in for one leaf and window.

    Attributes
    ----------
    fact
        The row with its provenance; None: nothing came as a row.
    figure
        What inputs are filled from: the row, or a campaign's result; None: nothing.
    events
        Entries of the ledger that count for this leaf.
    in_group
        False: the unit is evaluated outside the comparison group.
    decision
        A score that a person set for this leaf, by recorded decision.
    """

    unit: str
    fact: Fact | None
    figure: Figure | None
    events: tuple[Event, ...] = ()
    in_group: bool = True
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class LeafPlan:
    """A leaf made ready for one class: its rule compiled for the class's points, its inputs bound to their sources.

    Attributes
    ----------
    points
        Full points in this class.
    scale
        Score units in a point, ``10**precision``.
    fill
        One function per input of the rule, in order; empty without a rule.
    if_absent
        Value of each input that was not reported while others were; None: the figure counts as not reported.
    out_of_100
        Without a rule: True when the figure is out of 100 and is brought to the points (a ballot, another scheme's
        result), False when it is the score that a person gave.
    """

    leaf: Indicator
    points: Decimal
    scale: int
    compiled: CompiledRule | None
    fill: tuple[Getter, ...]
    if_absent: tuple[Ratio | None, ...]
    is_relative: bool
    out_of_100: bool

    def column(
        self, rows: Sequence[Reported], period: str, problems: list[Problem], *, derive: bool
    ) -> list[PeriodScore]:
        """Score every unit of the class, in the order of ``rows``; what cannot be scored goes to ``problems``."""
        group = self._group(rows) if self.is_relative else NO_GROUP
        cells: list[PeriodScore] = []
        for row in rows:
            try:
                cells.append(self._cell(row, period, group, derive=derive))
            except Unscorable as why:
                problems.append(why.problem(row.unit, self.leaf.code, row.fact))
                cells.append(UNSCORED)
            except ValueError as why:
                unscorable = Unscorable(OUT_OF_BOUNDS, reason=str(why))
                problems.append(unscorable.problem(row.unit, self.leaf.code, row.fact))
                cells.append(UNSCORED)
        return cells

    def _group(self, rows: Sequence[Reported]) -> Group:
        members = [r for r in rows if r.in_group and (r.fact is None or r.fact.applicable)]
        figures = [r.figure.actual for r in members if r.figure is not None]
        return Group([a.as_integer_ratio() for a in figures if a is not None], len(members))

    def _cell(self, row: Reported, period: str, group: Group, *, derive: bool) -> PeriodScore:
        _unit, fact, figure, events, _in_group, decision = row
        if decision is not None:
            return self._decided(decision, fact, period)
        if fact is not None and not fact.applicable:
            return PeriodScore(period, State.NOT_APPLICABLE, None, None, fact, (), None)
        if events:
            figure = with_events(self.leaf.rule, figure, events)
        if figure is None:
            return self._missing(fact, period, ())
        if self.compiled is None:
            return self._given(fact, figure, period)
        values = tuple([get(figure, group) for get in self.fill])
        notes: tuple[Note, ...] = ()
        if None in values:
            absent = tuple(i.name for i, v in zip(self.compiled.rule.inputs, values, strict=True) if v is None)
            values = tuple(d if v is None else v for v, d in zip(values, self.if_absent, strict=True))
            if None in values:
                return self._missing(fact, period, (Note("input_missing", absent),))
            notes = (Note("none_happened", absent),)
        return self._scored(fact, values, period, notes, derive=derive)  # type: ignore[arg-type]  # None is ruled out

    def _scored(
        self, fact: Fact | None, values: tuple[Scalar, ...], period: str, notes: tuple[Note, ...], *, derive: bool
    ) -> PeriodScore:
        compiled = self.compiled
        assert compiled is not None  # noqa: S101  # only called with a rule
        exact, steps = compiled.derive(values) if derive else (compiled.score(values), None)
        score = rdiv(exact[0] * self.scale, exact[1])
        return PeriodScore(period, State.REPORTED, score, exact, fact, values, steps, notes)

    def _given(self, fact: Fact | None, figure: Figure, period: str) -> PeriodScore:
        """Take a score that a person gave, or bring a result out of 100 to the points."""
        if figure.actual is None:
            return self._missing(fact, period, ())
        actual = figure.actual.as_integer_ratio()
        full = to_ratio(self.points)
        exact = (actual[0] * full[0], actual[1] * full[1] * 100) if self.out_of_100 else actual
        if exact[0] < 0 or exact[0] * full[1] > full[0] * exact[1]:
            raise Unscorable(SCORE_OUTSIDE, str(figure.actual), points=show_decimal(self.points))
        note = Note("out_of_100" if self.out_of_100 else "given")
        return PeriodScore(period, State.REPORTED, self._round(exact), exact, fact, (actual,), (), (note,))

    def _missing(self, fact: Fact | None, period: str, notes: tuple[Note, ...]) -> PeriodScore:
        meaning = self.leaf.missing
        if meaning is Missing.ERROR:
            raise Unscorable(NOT_REPORTED, period=period)
        exact = {Missing.ZERO: ZERO, Missing.FULL: to_ratio(self.points)}.get(meaning)
        score = None if exact is None else self._round(exact)
        return PeriodScore(period, State.NOT_REPORTED, score, exact, fact, (), (), notes)

    def _decided(self, decision: Decision, fact: Fact | None, period: str) -> PeriodScore:
        exact = to_ratio(Decimal(str(decision.value)))
        note = Note("decided", (decision.by, decision.reason, decision.basis))
        return PeriodScore(period, State.DECIDED, self._round(exact), exact, fact, (), (), (note,))

    def _round(self, exact: Ratio) -> int:
        return rdiv(exact[0] * self.scale, exact[1])


def plan_leaf(scheme: Scheme, leaf: Indicator, class_id: str) -> LeafPlan:
    """Make a leaf ready for one class.

    Raises
    ------
    KeyError
        When the leaf does not apply to the class.
    """
    points, rule = leaf.points[class_id], leaf.rule
    fed = {c.feeds for c in scheme.campaigns} | {c.feeds for c in scheme.couplings if c.result == "total"}
    return LeafPlan(
        leaf=leaf,
        points=points,
        scale=10**scheme.precision,
        compiled=None if rule is None else compile_rule(rule, points),
        fill=() if rule is None else _getters(rule, leaf, class_id),
        if_absent=() if rule is None else tuple(_NONE_HAPPENED.get(i.type) for i in rule.inputs),
        is_relative=rule is not None and needs_group(rule),
        out_of_100=leaf.code in fed,
    )


def _getters(rule: Rule, leaf: Indicator, class_id: str) -> tuple[Getter, ...]:
    return getters(rule, ascending=leaf.smaller_is_better, target=leaf.target.get(class_id))
