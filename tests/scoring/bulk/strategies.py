"""Random schemes with rules of every family, and data in every state, for holding the engines against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from tests.criteria.strategies import FAMILIES, rules
from tests.scheme.strategies import schemes as checked_schemes

from kaohe.criteria.model import Input, InputType, Rule, Source
from kaohe.scheme.model import Exclusion, Indicator, Missing, Rounding, Scheme, Veto
from kaohe.scoring.facts import BallotRow, Dataset, Decision, DecisionKind, Event, Fact, InputValue, UnitRow

SOURCES = (*[Source.VALUE] * 3, *(s for s in Source if s.name not in ("VALUE",)))
FROM_RULE = tuple(name for name in FAMILIES if name not in ("judged",))
PERIODS = ("2026", "2026H1", "2026Q1", "2026Q2", "2026-03", "2026-06", "2025", "2025H1")


def decimals(low: str, high: str, places: int = 1) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=places, allow_nan=False, allow_infinity=False)


@st.composite
def leaf_rules(draw: st.DrawFn) -> Rule:
    """A rule, its measures sometimes derived from target, last year or the group."""
    rule = draw(rules(most=3, families=FROM_RULE))
    derived = {
        i: Input(i.name, i.type, i.unit, draw(st.sampled_from(SOURCES)), i.choices, i.low, i.high)
        for i in rule.inputs
        if i.type is InputType.MEASURE and i.source is Source.VALUE
    }
    return Rule(tuple(_with_inputs(c, derived) for c in rule.clauses), rule.limits)


def _with_inputs(part: Any, inputs: dict[Input, Input]) -> Any:
    """Exchange inputs anywhere inside a clause."""
    if isinstance(part, Input):
        return inputs.get(part, part)
    if isinstance(part, tuple):
        return tuple(_with_inputs(p, inputs) for p in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{f.name: _with_inputs(getattr(part, f.name), inputs) for f in fields(part)})
    return part


@st.composite
def schemes(draw: st.DrawFn, *, rounding: Rounding = Rounding.LEAF) -> Scheme:
    scheme = draw(checked_schemes(depth=3))
    tree = tuple(draw(_leaf(i)) if i.is_leaf else i for i in scheme.indicators)
    veto = Veto("V2", "安全", "安全生产法", "province", "2026-12-31", draw(st.sampled_from(["no_excellent", "优秀"])))
    exclusion = Exclusion("status", "试用", draw(st.sampled_from(["not_ranked", "no_grade", "lowest_grade"])))
    return replace(
        scheme,
        indicators=tree,
        rounding=rounding,
        vetoes=(*scheme.vetoes, veto),
        exclusions=(exclusion,) if draw(st.booleans()) else (),
        couplings=(),
    )


@st.composite
def _leaf(draw: st.DrawFn, leaf: Indicator) -> Indicator:
    kept = draw(st.integers(0, 3))
    if kept == 0:
        return leaf
    if kept == 1:
        return replace(leaf, rule=None, text_only=True, missing=draw(st.sampled_from(Missing)))
    return replace(leaf, rule=draw(leaf_rules()), smaller_is_better=draw(st.booleans()))


@st.composite
def datasets(draw: st.DrawFn, scheme: Scheme, *, most: int = 7) -> Dataset:
    periods = draw(st.sampled_from([("2026",), ("2026",), PERIODS[:2], PERIODS[1:6], PERIODS]))
    units = tuple(draw(_unit(i, scheme)) for i in range(draw(st.integers(1, most))))
    facts = [f for u in units for f in draw(_facts(u, scheme, periods))]
    events = [e for u in units for e in draw(_events(u, scheme))]
    decisions = [d for u in units if draw(st.integers(0, 5)) == 0 for d in draw(_decisions(u, scheme))]
    ballots = [b for u in units for c in scheme.campaigns for b in draw(_ballots(u, c.id))]
    return Dataset(units, tuple(facts), tuple(events), tuple(ballots), (), tuple(decisions))


@st.composite
def _unit(draw: st.DrawFn, n: int, scheme: Scheme) -> UnitRow:
    attributes = {
        "population": str(draw(st.integers(0, 3000))),
        "status": draw(st.sampled_from(["在岗", "试用"])),
        "team": draw(st.sampled_from(["甲", "乙"])),
    }
    return UnitRow(f"u{n}", f"u{n}", draw(st.sampled_from(scheme.classes)).id, attributes)


@st.composite
def _facts(draw: st.DrawFn, unit: UnitRow, scheme: Scheme, periods: Sequence[str]) -> list[Fact]:
    out = []
    items = [(i.code, i.rule, i.points[unit.class_id]) for i in scheme.leaves if unit.class_id in i.points]
    items += [(a.code, a.rule, Decimal(5)) for a in scheme.adjustments if draw(st.booleans())]
    for code, rule, points in items:
        for period in periods:
            state = draw(st.sampled_from(["given"] * 6 + ["absent", "n/a", "empty"]))
            if state == "given":
                out.append(draw(_given(unit.id, code, period, rule, points)))
            elif state == "n/a":
                out.append(Fact(unit.id, code, period, applicable=False))
            elif state == "empty":
                out.append(Fact(unit.id, code, period, target=Decimal(7)))
    return out


@st.composite
def _given(draw: st.DrawFn, unit: str, code: str, period: str, rule: Rule | None, points: Decimal) -> Fact:
    if rule is None:
        return Fact(unit, code, period, draw(decimals("0", str(points), 2)))
    often = decimals("1", "120")
    actual = draw(st.one_of(often, often, decimals("0", "200", 3)))
    inputs = {i.name: draw(_entered(i)) for i in rule.inputs if i.source is Source.VALUE and draw(st.integers(0, 4))}
    named = len(rule.inputs) > 1 or (rule.inputs and rule.inputs[0].type in (InputType.FLAG, InputType.CHOICE))
    previous = draw(st.one_of(st.none(), decimals("1", "120"), decimals("-5", "5")))
    return Fact(
        unit,
        code,
        period,
        actual if draw(st.integers(0, 9)) else None,
        draw(decimals("1", "120")) if draw(st.integers(0, 20)) else None,
        previous if previous is not None or draw(st.booleans()) else Decimal(50),
        inputs if named else {},
    )


def _entered(inp: Input) -> st.SearchStrategy[InputValue]:
    if inp.type is InputType.CHOICE:
        return st.sampled_from(inp.choices) if inp.choices else st.just("甲")
    if inp.type is InputType.FLAG:
        return st.booleans()
    if inp.type in (InputType.COUNT, InputType.RANK):
        return st.integers(1, 6).map(Decimal)
    if inp.high is not None:
        return st.just(inp.high)
    return decimals("0", "120", 2)


@st.composite
def _events(draw: st.DrawFn, unit: UnitRow, scheme: Scheme) -> list[Event]:
    out = []
    rules = {a.code: a.rule for a in scheme.adjustments} | {i.code: i.rule for i in scheme.leaves if i.rule}
    for code, rule in rules.items():
        is_item = code.startswith("J")
        for _ in range(draw(st.integers(0, 2) if is_item else st.sampled_from([0] * 9 + [1]))):
            counted = [i for i in (rule.inputs if rule else ()) if i.type is InputType.COUNT]
            date = draw(st.sampled_from([None, "2026-02-10", "2026-05-01", "2026-11-11"]))
            count = Decimal(draw(st.integers(1, 3)))
            if counted:
                named = draw(st.sampled_from(counted)).name
                out.append(Event(unit.id, code, date, count, input=named))
            elif is_item:
                out.append(Event(unit.id, code, date, count, points=draw(decimals("-3", "3"))))
    return out


@st.composite
def _decisions(draw: st.DrawFn, unit: UnitRow, scheme: Scheme) -> list[Decision]:
    kind = draw(st.sampled_from(DecisionKind))
    if kind is DecisionKind.VETO:
        return [Decision(unit.id, kind, "V2", date="2026-10-01")]
    if kind is DecisionKind.GRADE:
        return [Decision(unit.id, kind, None, "合格")]
    if kind is DecisionKind.EXCLUDE:
        return [Decision(unit.id, kind)]
    codes = [None, *(i.code for i in scheme.leaves), *(a.code for a in scheme.adjustments)]
    return [Decision(unit.id, kind, draw(st.sampled_from(codes)), draw(decimals("0", "20", 3)))]


@st.composite
def _ballots(draw: st.DrawFn, unit: UnitRow, campaign: str) -> list[BallotRow]:
    choices = ["好", "一般", "差", "弃权"]
    return [
        BallotRow(campaign, voter, unit.id, choice=draw(st.sampled_from(choices)), count=draw(st.integers(1, 4)))
        for voter in ("v0", "v1")
    ]


@st.composite
def cases(draw: st.DrawFn, **options: Any) -> tuple[Scheme, Dataset]:
    scheme = draw(schemes(**options))
    return scheme, draw(datasets(scheme))
