"""Period composition: at a leaf, at a node, over the whole tree; by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.scoring.build import (
    MEAN,
    SUM,
    D,
    count,
    data,
    fact,
    given,
    measure,
    node,
    rule,
    ruled,
    scheme,
    units,
    weighted,
)

from kaohe.criteria.model import Source
from kaohe.scheme.model import Adjustment, Aggregate, Missing
from kaohe.scoring.facts import Decision, DecisionKind, Event
from kaohe.scoring.reference import score
from kaohe.scoring.run import canonical
from kaohe.tables.problems import Problems

HALVES = weighted(H1="30", year="70")


def only(plan, *rows):
    (unit,) = score(plan, data(units("a"), *rows)).units
    return unit


def test_half_year_counts_30_and_the_year_70_percent():
    plan = scheme(given("A", composition=HALVES))
    unit = only(plan, fact("a", "A", "80", "2026H1"), fact("a", "A", "90.05", "2026"))
    assert unit.total == 8704  # 80 x 30 % + 90.05 x 70 % = 87.035, half up
    assert [(p.period, p.score) for p in unit.indicators[0].periods] == [("2026H1", 8000), ("2026", 9005)]


def test_a_window_nobody_reported_is_not_due_and_lends_its_weight():
    plan = scheme(given("A", composition=weighted(H1="30", H2="70")))
    assert only(plan, fact("a", "A", "80", "2026H1")).total == 8000


def test_a_unit_that_misses_a_window_others_reported_is_not_reported_there():
    plan = scheme(given("A", composition=MEAN))
    rows = [fact("a", "A", "80", "2026Q1"), fact("b", "A", "60", "2026Q1"), fact("b", "A", "70", "2026Q2")]
    sheet = score(plan, data(units("a", "b"), *rows))
    assert (sheet.by_unit["a"].total, sheet.by_unit["b"].total) == (4000, 6500)
    spared = scheme(given("A", composition=MEAN, missing=Missing.EXCLUDE))
    assert score(spared, data(units("a", "b"), *rows)).by_unit["a"].total == 8000


def test_a_sum_with_an_excluded_window_is_brought_to_the_full_scale():
    plan = scheme(given("A", composition=SUM, missing=Missing.EXCLUDE))
    rows = [fact("a", "A", "8", "2026Q1"), fact("b", "A", "6", "2026Q1"), fact("b", "A", "7", "2026Q2")]
    sheet = score(plan, data(units("a", "b"), *rows))
    assert (sheet.by_unit["a"].total, sheet.by_unit["b"].total) == (1600, 1300)


def test_scheme_wide_composition_scores_whole_trees_and_rounds_their_totals():
    plan = scheme(
        given("A", weights={"c": D("33.3")}),
        given("B", weights={"c": D("66.7")}),
        aggregate=Aggregate.WEIGHTED,
        composition=MEAN,
    )
    rows = [fact("a", c, x, p) for c, x, p in [("A", "50.01", "2026Q1"), ("B", "50.02", "2026Q1")]]
    rows += [fact("a", c, x, p) for c, x, p in [("A", "50.03", "2026Q2"), ("B", "50.05", "2026Q2")]]
    unit = only(plan, *rows)
    # Q1 50.01667 → 50.02; Q2 50.04334 → 50.04; their mean 50.03, as published quarter by quarter
    assert unit.period_totals == (("2026Q1", 5002), ("2026Q2", 5004))
    assert unit.total == 5003
    assert [i.score for i in unit.indicators] == [5002, 5004]  # means of 50.01, 50.03 and of 50.02, 50.05, half up


def test_a_yearly_leaf_stands_in_every_window_of_a_mean():
    plan = scheme(given("A", "50"), given("B", "50"), composition=MEAN)
    rows = [fact("a", "A", "10", "2026Q1"), fact("a", "A", "20", "2026Q2"), fact("a", "B", "40", "2026")]
    unit = only(plan, *rows)
    assert unit.period_totals == (("2026Q1", 5000), ("2026Q2", 6000))
    assert unit.total == 5500


def test_a_yearly_leaf_counts_once_in_a_sum():
    plan = scheme(given("A", "50"), given("B", "50"), composition=SUM)
    rows = [fact("a", "A", "10", "2026Q1"), fact("a", "A", "20", "2026Q2"), fact("a", "B", "40", "2026")]
    assert only(plan, *rows).total == 7000


def test_a_node_composes_everything_below_it():
    plan = scheme(node("N", "A B", composition=HALVES), given("A", "50", "N"), given("B", "50", "N"), given("C", "10"))
    rows = [fact("a", c, x, p) for c in "AB" for x, p in (("40", "2026H1"), ("50", "2026"))]
    unit = only(plan, *rows, fact("a", "C", "5"))
    (n,) = unit.nodes
    assert n.score == 9400  # 80 x 30 % + 100 x 70 %
    assert n.periods == (("2026H1", 8000), ("2026", 10000))
    assert unit.total == 9900


def test_a_bonus_on_a_leaf_counts_once_in_the_year():
    bonus = Adjustment("J", "加分", None, None, of="A")
    plan = scheme(
        node("N", "A B", composition=MEAN), given("A", "50", "N"), given("B", "50", "N"), adjustments=(bonus,)
    )
    rows = [fact("a", c, "40", p) for c in "AB" for p in ("2026Q1", "2026Q2")]
    unit = only(plan, *rows, Event("a", "J", points=D(3)))
    assert (unit.indicator("A").own, unit.indicator("A").score, unit.total) == (4000, 4300, 8300)


def test_dated_entries_fall_into_their_window():
    late = rule({"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "1"})
    assert late.inputs == (replace(count("迟报"), choices=()),)
    plan = scheme(ruled("A", late, "10", composition=MEAN, missing=Missing.FULL))
    rows = [fact("a", "A", "0", "2026Q1"), fact("a", "A", "0", "2026Q2"), Event("a", "A", "2026-05-02", D(2))]
    unit = only(plan, *rows)
    assert [p.score for p in unit.indicators[0].periods] == [1000, 800]
    assert unit.total == 900


def test_an_entry_without_a_date_cannot_be_put_in_a_window():
    late = rule({"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "1"})
    leaf = ruled("A", late, "10", composition=MEAN)
    rows = [fact("a", "A", "0", "2026Q1"), fact("a", "A", "0", "2026Q2"), Event("a", "A", grounds="月报")]
    with pytest.raises(Problems) as error:
        only(scheme(leaf), *rows)
    assert [(p.code, p.found) for p in error.value] == [("R120", "月报")]
    assert only(scheme(replace(leaf, composition=None)), *rows[1:]).total == 900


def test_a_decision_on_a_leaf_stands_in_a_mean_and_is_refused_in_a_sum():
    rows = [fact("a", "A", "1", "2026Q1"), fact("a", "A", "2", "2026Q2"), Decision("a", DecisionKind.SCORE, "A", D(9))]
    assert only(scheme(given("A", composition=MEAN)), *rows).total == 900
    with pytest.raises(Problems) as error:
        only(scheme(given("A", composition=SUM)), *rows)
    assert [p.code for p in error.value] == ["R121"]


def test_a_later_moment_changes_what_is_known_and_the_same_moment_nothing():
    plan = scheme(given("A", composition=MEAN), adjustments=(Adjustment("J", "加分", None, None),))
    rows = [fact("a", "A", "80", "2026Q1"), fact("a", "A", "60", "2026Q2"), Event("a", "J", "2026-05-01", points=D(1))]
    whole = data(units("a"), *rows)
    assert score(plan, whole, as_of="2026-03-31").units[0].total == 8000
    assert score(plan, whole, as_of="2026-06-30").units[0].total == 7100
    assert canonical(score(plan, whole, as_of="2026-06-30")) == canonical(score(plan, whole, as_of="2026-06-30"))


def test_growth_takes_last_years_row_when_the_figure_carries_none():

    grow = rule({"op": "ratio", "input": measure("增长率", Source.GROWTH).to_json(), "cap": "100"})
    plan = scheme(ruled("A", grow))
    assert only(plan, fact("a", "A", "150", "2026"), fact("a", "A", "100", "2025")).total == 5000
