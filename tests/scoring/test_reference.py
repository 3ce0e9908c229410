"""The reference engine against an independent oracle in fractions, and what must hold for any scheme and data."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scoring.oracle import Oracle, half_up, places_of, ranks
from tests.scoring.strategies import cases

from kaohe.scoring.facts import Dataset
from kaohe.scoring.reference import score
from kaohe.scoring.sheet import to_json


# Fractions for every cell are slow; each run draws other cases, so fewer at a time find as much over the days.
@given(cases())
@settings(max_examples=200, deadline=None)
def test_every_number_equals_the_oracle(case):
    scheme, data = case
    sheet, oracle = score(scheme, data), Oracle(scheme, data)
    scale = 10**scheme.precision
    for unit in data.units:
        got = sheet.by_unit[unit.id]
        for cell in (*got.indicators, *got.nodes):
            expected = oracle.node(unit, scheme.by_code[cell.code])
            assert cell.score == (None if expected is None else half_up(expected, scheme.precision) * scale), cell.code
        total = oracle.total(unit)
        assert got.total == (None if total is None else total * scale)


@given(cases())
@settings(max_examples=150, deadline=None)
def test_ranks_count_rounded_totals_within_the_scope(case):
    scheme, data = case
    sheet = score(scheme, data, derive=False)
    scopes = [[*data.units]] if scheme.ranking.within == "all" else list(data.units_by_class.values())
    for members in scopes:
        totals = {u.id: Fraction(t) for u in members if (t := sheet.by_unit[u.id].total) is not None}
        expected = ranks(totals, scheme.ranking.method)
        assert {u: sheet.by_unit[u].rank for u in totals} == expected
        assert all(sheet.by_unit[u.id].rank is None for u in members if u.id not in totals)


@given(cases())
@settings(max_examples=150, deadline=None)
def test_quotas_hold_and_no_worse_unit_gets_a_better_grade(case):
    scheme, data = case
    sheet = score(scheme, data, derive=False)
    scopes = [[*data.units]] if scheme.ranking.within == "all" else list(data.units_by_class.values())
    for members in scopes:
        ranked = [s for u in members if (s := sheet.by_unit[u.id]).rank is not None]
        for grade in scheme.grades:
            places = places_of(grade, len(ranked))
            assert places is None or sum(s.grade == grade.name for s in ranked) <= places
        order = {g.name: i for i, g in enumerate(scheme.grades)}
        by_total = sorted(ranked, key=lambda s: -s.total)
        levels = [order[s.grade] for s in by_total]
        assert levels == sorted(levels)
        for a, b in pairwise(by_total):
            assert a.total != b.total or a.grade == b.grade


@given(cases(), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_row_order_changes_nothing(case, rng: random.Random):
    scheme, data = case

    def shuffled(rows):
        rows = list(rows)
        rng.shuffle(rows)
        return tuple(rows)

    mixed = Dataset(shuffled(data.units), shuffled(data.facts), shuffled(data.events))
    assert to_json(score(scheme, mixed)) == to_json(score(scheme, data))
    assert mixed.hash == data.hash


@given(cases())
@settings(max_examples=80, deadline=None)
def test_a_rerun_gives_the_same_bytes(case):
    scheme, data = case
    again = Dataset(data.units, data.facts, data.events)
    assert json.dumps(to_json(score(scheme, data))) == json.dumps(to_json(score(scheme, again)))


@given(cases(), st.data())
@settings(max_examples=100, deadline=None)
def test_a_better_figure_never_lowers_the_total(case, data):
    scheme, rows = case
    reported = [f for f in rows.facts if f.actual is not None]
    if not reported:
        return
    fact = data.draw(st.sampled_from(reported))
    full = scheme.by_code[fact.indicator].points[rows.unit_by_id[fact.unit].class_id]
    better = replace(fact, actual=data.draw(st.decimals(fact.actual, full, places=2)))
    raised = replace(rows, facts=tuple(better if f is fact else f for f in rows.facts))
    before, after = (score(scheme, d, derive=False).by_unit[fact.unit].total for d in (rows, raised))
    assert after >= before


@given(cases())
@settings(max_examples=100, deadline=None)
def test_caps_hold(case):
    scheme, data = case
    sheet = score(scheme, data)
    scale = 10**scheme.precision
    for unit in sheet.units:
        counted = {a.code: Fraction(*a.counted_exact) / scale for a in unit.adjustments}
        for item in scheme.adjustments:
            got = counted.get(item.code, Fraction(0))
            slack = Fraction(1, 2 * scale)  # a cap finer than the precision is rounded to it
            assert item.cap is None or got <= Fraction(item.cap) + slack
            assert item.floor is None or got >= -Fraction(item.floor) - slack
        for group in scheme.adjustment_groups:
            members = [counted.get(a.code, Fraction(0)) for a in scheme.adjustments if group.id in (a.group, "total")]
            bonus, deduction = sum(x for x in members if x > 0), -sum(x for x in members if x < 0)
            slack = Fraction(1, 2 * scale)
            assert group.cap_add is None or bonus <= Fraction(group.cap_add) + slack
            assert group.cap_deduct is None or deduction <= Fraction(group.cap_deduct) + slack
