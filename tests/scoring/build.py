"""Short ways to write schemes and data in tests."""

from __future__ import annotations

from decimal import Decimal

from kaohe.criteria.families.registry import rule_from_json
from kaohe.criteria.model import Input, InputType, Rule, Source
from kaohe.scheme.model import Composition, Indicator, Missing, PeriodMethod, Scheme, UnitClass
from kaohe.scoring.facts import Dataset, Event, Fact, UnitRow

D = Decimal


def measure(name: str = "完成率", source: Source = Source.VALUE, unit: str | None = "%") -> Input:
    return Input(name, InputType.MEASURE, unit, source)


def count(name: str) -> Input:
    return Input(name, InputType.COUNT, "次")


def rule(*ops: dict) -> Rule:
    return rule_from_json({"clauses": list(ops)} if len(ops) != 1 else ops[0])


def given(code: str, points: str = "100", parent: str | None = None, **more) -> Indicator:
    """A leaf whose score a person gives."""
    fields = {"text_only": True, "criterion": "由考核组评分", "missing": Missing.ZERO, "weights": {}} | more
    weights = fields.pop("weights")
    return Indicator(code, f"指标{code}", parent, (), {"c": D(points)}, weights, **fields)


def ruled(code: str, made: Rule, points: str = "100", parent: str | None = None, **more) -> Indicator:
    fields = {"weights": {}, "criterion": "；".join(c.say() for c in made.clauses)} | more
    weights = fields.pop("weights")
    return Indicator(code, f"指标{code}", parent, (), {"c": D(points)}, weights, rule=made, **fields)


def node(code: str, children: str, points: str = "100", parent: str | None = None, **more) -> Indicator:
    fields = {"weights": {}} | more
    weights = fields.pop("weights")
    return Indicator(code, f"部分{code}", parent, tuple(children.split()), {"c": D(points)}, weights, **fields)


def scheme(*indicators: Indicator, **more) -> Scheme:
    fields = {"id": "s", "title": "办法", "hash": "h", "year": 2026, "precision": 2} | more
    return Scheme(classes=(UnitClass("c", "镇"),), indicators=indicators, **fields)


def units(*names: str, **attributes: str) -> tuple[UnitRow, ...]:
    return tuple(UnitRow(n, n, "c", attributes) for n in names)


def fact(unit: str, code: str, actual: str | None = None, period: str = "2026", **more) -> Fact:
    numbers = {k: D(v) for k, v in more.items() if k in ("target", "previous")}
    rest = {k: v for k, v in more.items() if k not in numbers}
    return Fact(unit, code, period, None if actual is None else D(actual), **numbers, **rest)


def data(names: tuple[UnitRow, ...], *rows) -> Dataset:
    facts = tuple(r for r in rows if isinstance(r, Fact))
    events = tuple(r for r in rows if isinstance(r, Event))
    rest = tuple(r for r in rows if not isinstance(r, Fact | Event))
    return Dataset(names, facts, events, decisions=rest)


def weighted(**weights: str) -> Composition:
    return Composition(PeriodMethod.WEIGHTED, {k: D(v) for k, v in weights.items()})


MEAN = Composition(PeriodMethod.MEAN)
SUM = Composition(PeriodMethod.SUM)
