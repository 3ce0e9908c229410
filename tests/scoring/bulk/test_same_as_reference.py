"""The bulk engine gives the reference engine's numbers, to the last digit, or the same refusal."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from tests.scoring.bulk.strategies import cases

from kaohe.scheme.model import Scheme
from kaohe.scoring import reference
from kaohe.scoring.bulk import BulkResult, score_dataset
from kaohe.scoring.facts import Dataset
from kaohe.tables.problems import Problems

WITHOUT_EXPLAIN = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
slow = settings(max_examples=100, suppress_health_check=list(HealthCheck), phases=WITHOUT_EXPLAIN)

Numbers = dict[str, dict[str, Any]]


def by_reference(scheme: Scheme, data: Dataset) -> Numbers | set[str]:
    try:
        sheet = reference.score(scheme, data, derive=False)
    except Problems as problems:
        return {p.code for p in problems}
    return {
        u.unit: {
            "leaves": {i.code: i.score for i in u.indicators if i.score is not None},
            "nodes": {n.code: n.score for n in u.nodes if n.score is not None},
            "items": {a.code: (a.amount, round_ratio(a.counted_exact)) for a in u.adjustments},
            "totals": (u.base, u.adjusted, u.total, u.rank, u.ranked_among, u.proposed_grade, u.grade),
        }
        for u in sheet.units
    }


def round_ratio(ratio: tuple[int, int]) -> int:
    assert ratio[1] == 1
    return ratio[0]


def by_bulk(scheme: Scheme, data: Dataset) -> Numbers | set[str]:
    try:
        result = score_dataset(scheme, data)
    except Problems as problems:
        return {p.code for p in problems}
    return numbers(result)


def numbers(result: BulkResult) -> Numbers:
    out: Numbers = {u: {"items": {}} for u in result.totals["unit"]}
    for name, frame in (("leaves", result.leaves), ("nodes", result.nodes)):
        for row in frame.iter_rows(named=True):
            unit = row.pop("unit")
            out[unit][name] = {code: score for code, score in row.items() if score is not None}
    for unit, item, amount, counted in result.adjustments.iter_rows():
        out[unit]["items"][item] = (amount, counted)
    for unit, _class, *totals in result.totals.iter_rows():
        out[unit]["totals"] = tuple(totals)
    return out


@slow
@given(cases())
def test_every_number_is_the_same(case):
    scheme, data = case
    expected = by_reference(scheme, data)
    event("refused" if isinstance(expected, set) else "scored")
    assert by_bulk(scheme, data) == expected


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(cases(), st.randoms())
def test_the_order_of_rows_means_nothing(case, order: random.Random):
    scheme, data = case
    facts, events, units = (list(rows) for rows in (data.facts, data.events, data.units))
    for rows in (facts, events, units):
        order.shuffle(rows)
    shuffled = replace(data, facts=tuple(facts), events=tuple(events), units=tuple(units))
    assert by_bulk(scheme, shuffled) == by_bulk(scheme, data)
