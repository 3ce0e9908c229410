"""One indicator over the units of one class: figure → inputs → rule → score, missing figures included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from kaohe.criteria.evaluate import CompiledRule, compile_rule
from kaohe.criteria.model import InputType, Scalar
from kaohe.exact import ZERO, Ratio, rdiv, show_decimal, to_ratio
from kaohe.scheme.model import Indicator, Missing, Scheme
from kaohe.scoring.cells import IndicatorScore, Note, State
from kaohe.scoring.events import with_events
from kaohe.scoring.facts import Decision, Event, Fact
from kaohe.scoring.group import Group
from kaohe.scoring.inputs import Figure, Filler, filler, needs_group
from kaohe.scoring.unscorable import NOT_REPORTED, OUT_OF_BOUNDS, SCORE_OUTSIDE, Unscorable
from kaohe.tables.problems import Problem

NO_GROUP = Group((), 0)

NONE_HAPPENED: dict[InputType, Ratio] = {InputType.COUNT: ZERO, InputType.FLAG: ZERO}
"""Beside other reported inputs, a count or yes-or-no that nobody entered says that nothing happened."""


class Reported(NamedTuple):
    """What was handed in for one leaf and window, by unit id.

    Attributes
    ----------
    facts
        Rows with their provenance.
    fed
        Results of a ballot campaign or another scheme, which come before a row.
    events, decided
        Entries of the ledger; scores that a person set by recorded decision.
    """

    facts: Mapping[str, Fact]
    fed: Mapping[str, Figure] = {}  # never written to
    events: Mapping[str, tuple[Event, ...]] = {}
    decided: Mapping[str, Decision] = {}

    @property
    def is_plain(self) -> bool:
        """True when only rows count."""
        return not (self.fed or self.events or self.decided)


@dataclass(frozen=True, slots=True)
class LeafPlan:
    """A leaf made ready for one class: its rule compiled for the class's points, its inputs bound to their sources.

    Attributes
    ----------
    points
        Full points in this class.
    scale
        Score units in a point, ``10**precision``.
    compiled, fill
        None without a rule: a person gave the score, or a result out of 100 is brought to the points.
    if_absent
        Value of each input that was not reported while others were; None: the figure counts as not reported.
    out_of_100
        Without a rule: True when the figure is out of 100 (a ballot, another scheme's result).
    """

    leaf: Indicator
    points: Decimal
    scale: int
    compiled: CompiledRule | None
    fill: Filler | None
    if_absent: tuple[Ratio | None, ...]
    is_relative: bool
    out_of_100: bool

    def column(
        self,
        units: Sequence[str],
        reported: Reported,
        period: str,
        problems: list[Problem],
        *,
        outside: frozenset[str] = frozenset(),
        derive: bool = True,
    ) -> list[IndicatorScore]:
        """Score every unit.

        Parameters
        ----------
        units
            Ids of the class's units; the result has the same order.
        outside
            Units that are evaluated outside the comparison group.
        problems
            Takes what cannot be scored; such a cell is left out, and the run raises in the end.
        """
        group = self.group_of(units, reported, outside)
        quick = _quick_column(self, units, reported, period, group, derive=derive)
        if quick is not None:
            return quick
        work = _Cells(self, period, group, reported, derive)
        cells: list[IndicatorScore] = []
        for unit in units:
            try:
                cells.append(work.cell(unit))
            except (Unscorable, ValueError, OverflowError) as why:  # no ratio of NaN or infinity
                cause = why if isinstance(why, Unscorable) else Unscorable(OUT_OF_BOUNDS, reason=str(why))
                problems.append(cause.problem(unit, self.leaf.code, reported.facts.get(unit)))
                cells.append(work.left_out(None, State.NOT_REPORTED))
        return cells

    def one(self, unit: str, reported: Reported, period: str, group: Group) -> IndicatorScore:
        """Score one unit, with its comparison group given.

        Raises
        ------
        Unscorable, ValueError
            When it cannot be scored.
        """
        return _Cells(self, period, group, reported, derive=False).cell(unit)

    def group_of(self, units: Sequence[str], reported: Reported, outside: frozenset[str]) -> Group:
        """Give the comparison group of a relative criterion; one that stands alone has none."""
        if not self.is_relative:
            return NO_GROUP
        facts, fed = reported.facts, reported.fed
        members = [u for u in units if u not in outside and ((f := facts.get(u)) is None or f.applicable)]
        figures = [figure.actual for u in members if (figure := fed.get(u) or facts.get(u)) is not None]
        return Group([a.as_integer_ratio() for a in figures if a is not None], len(members))


def _quick_column(
    plan: LeafPlan, units: Sequence[str], reported: Reported, period: str, group: Group, *, derive: bool
) -> list[IndicatorScore] | None:
    """Score a column in which every unit has a row with every input; None when it is not such a column.

    Nearly every column is; whole lists at a time take half as long as cell by cell.
    """
    compiled, fill, facts = plan.compiled, plan.fill, reported.facts
    if compiled is None or fill is None or not reported.is_plain:
        return None
    try:
        rows = [facts[unit] for unit in units]
        if not all(row.applicable and (row.actual is not None or row.inputs) for row in rows):
            return None
        filled = [fill(row, group) for row in rows]
        if any(None in values for values in filled):
            return None
        known: Sequence[tuple[Scalar, ...]] = filled  # type: ignore[assignment]  # no None among them
        told = list(map(compiled.derive, known)) if derive else [(exact, None) for exact in map(compiled.score, known)]
    except (KeyError, Unscorable, ValueError, OverflowError):
        return None  # the careful way says which cell, and why
    code, points, scale, reported_state, new = plan.leaf.code, plan.points, plan.scale, State.REPORTED, tuple.__new__
    scores = [(2 * n * scale + d) // (2 * d) if n >= 0 else rdiv(n * scale, d) for (n, d), _ in told]
    # tuple.__new__ spares the named constructor
    return [
        new(IndicatorScore, (code, points, score, exact, score, period, reported_state, row, (), values, steps, (), ()))
        for row, values, (exact, steps), score in zip(rows, filled, told, scores, strict=True)
    ]


@dataclass(slots=True)
class _Cells:
    """Makes the cells of one leaf in one window, whatever is missing or stands beside the rows."""

    plan: LeafPlan
    period: str
    group: Group
    reported: Reported
    derive: bool
    _code: str = field(init=False)

    def __post_init__(self) -> None:
        self._code = self.plan.leaf.code

    def cell(self, unit: str) -> IndicatorScore:
        """Score a unit by its row, ballots, events and decisions."""
        fact = self.reported.facts.get(unit)
        decision = self.reported.decided.get(unit)
        if decision is not None:
            return self._decided(decision, fact)
        if fact is not None and not fact.applicable:
            return self._unreported(fact)
        figure: Figure | None = self.reported.fed.get(unit)
        if figure is None and fact is not None and (fact.actual is not None or fact.inputs):
            figure = fact
        events = self.reported.events.get(unit, ())
        figure = with_events(self.plan.leaf.rule, figure, events)
        return self._unreported(fact) if figure is None else self._by_figure(fact, figure, events)

    def left_out(self, fact: Fact | None, state: State, notes: tuple[Note, ...] = ()) -> IndicatorScore:
        """Make a cell without a score."""
        return IndicatorScore(
            self._code, self.plan.points, None, None, None, self.period, state, fact, (), (), None, notes
        )

    def _by_figure(self, fact: Fact | None, figure: Figure, events: tuple[Event, ...]) -> IndicatorScore:
        plan = self.plan
        if plan.fill is None or plan.compiled is None:
            return self._given(fact, figure)
        values = plan.fill(figure, self.group)
        notes: tuple[Note, ...] = ()
        if None in values:
            absent = tuple(i.name for i, v in zip(plan.compiled.rule.inputs, values, strict=True) if v is None)
            values = tuple(d if v is None else v for v, d in zip(values, plan.if_absent, strict=True))
            if None in values:
                return self._unreported(fact, (Note("input_missing", absent),))
            notes = (Note("none_happened", absent),)
        known: tuple[Scalar, ...] = values  # type: ignore[assignment]  # None is ruled out
        exact, steps = plan.compiled.derive(known) if self.derive else (plan.compiled.score(known), None)
        made = self._cell(State.REPORTED, exact, fact, known, notes)
        return made._replace(events=events, steps=steps)

    def _given(self, fact: Fact | None, figure: Figure) -> IndicatorScore:
        """Take a score that a person gave, or bring a result out of 100 to the points."""
        if figure.actual is None:
            return self._unreported(fact)
        actual, full = figure.actual.as_integer_ratio(), to_ratio(self.plan.points)
        is_share = self.plan.out_of_100
        exact = (actual[0] * full[0], actual[1] * full[1] * 100) if is_share else actual
        if exact[0] < 0 or exact[0] * full[1] > full[0] * exact[1]:
            raise Unscorable(SCORE_OUTSIDE, str(figure.actual), points=show_decimal(self.plan.points))
        notes = (Note("out_of_100" if is_share else "given"),)
        return self._cell(State.REPORTED, exact, fact, (actual,), notes)

    def _unreported(self, fact: Fact | None, notes: tuple[Note, ...] = ()) -> IndicatorScore:
        if fact is not None and not fact.applicable:
            return self.left_out(fact, State.NOT_APPLICABLE)
        meaning = self.plan.leaf.missing
        if meaning is Missing.ERROR:
            raise Unscorable(NOT_REPORTED, period=self.period)
        if meaning is Missing.EXCLUDE:
            return self.left_out(fact, State.NOT_REPORTED, notes)
        exact = ZERO if meaning is Missing.ZERO else to_ratio(self.plan.points)
        return self._cell(State.NOT_REPORTED, exact, fact, (), notes)

    def _decided(self, decision: Decision, fact: Fact | None) -> IndicatorScore:
        note = Note("decided", (decision.by, decision.reason, decision.basis))
        return self._cell(State.DECIDED, to_ratio(str(decision.value)), fact, (), (note,))

    def _cell(
        self, state: State, exact: Ratio, fact: Fact | None, values: tuple[Scalar, ...], notes: tuple[Note, ...]
    ) -> IndicatorScore:
        score = rdiv(exact[0] * self.plan.scale, exact[1])
        return IndicatorScore(
            self._code, self.plan.points, score, exact, score, self.period, state, fact, (), values, (), notes
        )


def plan_leaf(scheme: Scheme, leaf: Indicator, class_id: str) -> LeafPlan:
    """Make a leaf ready for one class.

    Raises
    ------
    KeyError
        When the leaf does not apply to the class.
    """
    points, rule = leaf.points[class_id], leaf.rule
    fed = {c.feeds for c in scheme.campaigns} | {c.feeds for c in scheme.couplings if c.result == "total"}
    target = leaf.target.get(class_id)
    return LeafPlan(
        leaf=leaf,
        points=points,
        scale=10**scheme.precision,
        compiled=None if rule is None else compile_rule(rule, points),
        fill=None if rule is None else filler(rule, ascending=leaf.smaller_is_better, target=target),
        if_absent=() if rule is None else tuple(NONE_HAPPENED.get(i.type) for i in rule.inputs),
        is_relative=rule is not None and needs_group(rule),
        out_of_100=leaf.code in fed,
    )
