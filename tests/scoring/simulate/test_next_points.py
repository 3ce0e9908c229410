"""Where the next points are: the smallest improvement that gains, the one that gains all, the place they win."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st
from tests.scoring.build import MEAN, D, data, fact, given, measure, node, rule, ruled, scheme, units

from kaohe.criteria.model import Source
from kaohe.i18n import use_language
from kaohe.scheme.model import Adjustment, Aggregate, Coefficient, Missing
from kaohe.scoring.facts import Decision, DecisionKind, Event, UnitRow
from kaohe.scoring.reference import score
from kaohe.scoring.simulate import Changes, next_points, what_if

DONE = measure("完成率", Source.COMPLETION).to_json()
RATIO = rule({"op": "ratio", "input": DONE})
LATE = rule({"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "2"})
BANDS = rule(
    {
        "op": "bands",
        "on": "满意度",
        "unit": "%",
        "bands": [["95", None, "10"], ["85", "95", "8"], [None, "85", "0"]],
    }
)
RANK = rule({"op": "rank", "first": "full", "step": "-2", "input": {"name": "位次", "type": "rank", "source": "rank"}})


def found(plan, *rows, people=()):
    sheet = score(plan, data(people or units("a", "b"), *rows))
    return {(n.code, n.input): n for n in next_points(sheet, "a")}, sheet


def test_completion_counts_and_bands():
    plan = scheme(ruled("A", RATIO, "20"), ruled("B", LATE, "10"), ruled("C", BANDS, "10"))
    rows = [fact("a", "A", "80", target="100"), fact("a", "B", "3"), fact("a", "C", "82.5")]
    got, _ = found(plan, *rows, fact("b", "A", "90", target="100"))
    full = got["A", ""]
    assert (full.first.value, full.first.points) == ("80.03", "0.01")  # 0.03 of 100 is 0.006 points, half up 0.01
    assert (full.top.value, full.top.points) == ("99.98", "4.00")
    assert (got["B", ""].first.value, got["B", ""].first.points) == ("2", "2.00")
    assert (got["B", ""].top.value, got["B", ""].top.points) == ("0", "6.00")
    assert (got["C", ""].first.value, got["C", ""].first.points) == ("85", "8.00")
    assert (got["C", ""].top.value, got["C", ""].top.points) == ("95", "10.00")


def test_most_points_come_first_and_full_points_offer_nothing():
    plan = scheme(ruled("A", RATIO, "20"), ruled("B", LATE, "10"), ruled("C", BANDS, "10"))
    rows = [fact("a", "A", "80", target="100"), fact("a", "B", "0"), fact("a", "C", "82.5")]
    sheet = score(plan, data(units("a"), *rows))
    assert [n.code for n in next_points(sheet, "a")] == ["C", "A"]


def test_gains_pass_through_weights_coefficients_and_places():
    plan = scheme(
        ruled("A", RATIO, weights={"c": D(40)}),
        given("B", weights={"c": D(60)}),
        aggregate=Aggregate.WEIGHTED,
        coefficients=(Coefficient("系数", "k"),),
    )
    people = tuple(UnitRow(u, u, "c", {"k": "1.5"}) for u in "ab")
    rows = [fact("a", "A", "50", target="100"), fact("a", "B", "50"), fact("b", "A", "60", target="100")]
    got, sheet = found(plan, *rows, fact("b", "B", "60"), people=people)
    top = got["A", ""].top
    assert (top.points, top.total) == ("50.00", "30.00")
    assert (sheet.by_unit["a"].rank, top.rank) == (2, 1)


def test_a_place_is_won_from_the_others_as_they_are():
    plan = scheme(ruled("A", RANK, "10"))
    got, sheet = found(plan, fact("a", "A", "5"), fact("b", "A", "7"), fact("c", "A", "9"), people=units(*"abc"))
    assert sheet.by_unit["a"].total == 600
    assert (got["A", ""].first.value, got["A", ""].first.points) == ("7", "2.00")
    assert (got["A", ""].top.value, got["A", ""].top.points) == ("9", "4.00")


def test_what_was_not_reported_is_worth_reporting():
    got, _ = found(scheme(ruled("A", RATIO, "20", target={"c": D(10)})), fact("b", "A", "9"))
    assert got["A", ""].now is None
    assert (got["A", ""].top.value, got["A", ""].top.points) == ("10", "20.00")


def test_a_decided_or_inapplicable_leaf_offers_nothing():
    plan = scheme(given("A", "50"), given("B", "50", missing=Missing.EXCLUDE))
    rows = [Decision("a", DecisionKind.SCORE, "A", D(1)), fact("a", "B", applicable=False), fact("b", "A", "1")]
    assert found(plan, *rows)[0] == {}


def test_the_latest_period_is_the_one_that_can_still_be_moved():
    plan = scheme(ruled("A", RATIO, "20", composition=MEAN))
    rows = [fact("a", "A", "50", p, target="100") for p in ("2026Q1", "2026Q2")]
    got, _ = found(plan, *rows)
    assert got["A", ""].top.points == "5.00"  # half of the ten points the second quarter lost


def test_words_and_json():
    got, _ = found(scheme(ruled("A", LATE, "10")), fact("a", "A", "3"))
    with use_language("en"):
        assert got["A", ""].say() == "A 指标A: from 3 to 2 gains 2.00; 0 gains all 6.00 (place 1)"
    assert got["A", ""].to_json()["top"] == {"value": "0", "points": "6.00", "total": "6.00", "rank": 1}
    with pytest.raises(KeyError):
        next_points(score(scheme(given("A")), data(units("a"), fact("a", "A", "1"))), "z")


@settings(deadline=None, max_examples=60)
@examples(st.integers(0, 12000), st.integers(0, 12), st.integers(0, 10000), st.sampled_from(["1", "0.93"]))
def test_what_is_promised_is_what_the_engine_gives(done, late, satisfied, factor):
    """Suppose the figure that is named: the engine gives the gain that was named, and one step less gives none."""
    plan = scheme(
        node("N", "A B", "30"),
        ruled("A", RATIO, "20", "N"),
        ruled("B", LATE, "10", "N"),
        ruled("C", BANDS, "10"),
        adjustments=(Adjustment("J", "加分", None, None),),
        coefficients=(Coefficient("系数", "k"),),
    )
    people = (UnitRow("a", "a", "c", {"k": factor}),)
    rows = [
        fact("a", "A", str(D(done) / 100), target="100"),
        fact("a", "B", str(late)),
        fact("a", "C", str(D(satisfied) / 100)),
        Event("a", "J", points=D("0.37")),
    ]
    sheet = score(plan, data(people, *rows))
    before = sheet.by_unit["a"]
    for n in next_points(sheet, "a"):
        for gain in (n.first, n.top):
            after = what_if(sheet, Changes(figures={("a", n.code): D(gain.value)})).sheet.by_unit["a"]
            assert after.total - before.total == int(D(gain.total) * 100)
            leaf = after.indicator(n.code).score - before.indicator(n.code).score
            assert leaf == int(D(gain.points) * 100) > 0
        grain = D(1) if n.code == "B" else Decimal("0.01")
        towards = grain if D(n.first.value) < D(n.now) else -grain
        short = what_if(sheet, Changes(figures={("a", n.code): D(n.first.value) + towards})).sheet.by_unit["a"]
        assert short.indicator(n.code).score <= before.indicator(n.code).score
