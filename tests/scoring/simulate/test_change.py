"""What-if: other weights, points and figures, under a hash that no run takes for the real one."""

from __future__ import annotations

import pytest
from tests.scoring.build import D, data, fact, given, node, scheme, units

from kaohe.scheme.model import Aggregate
from kaohe.scoring.reference import score
from kaohe.scoring.simulate import Changes, what_if

WEIGHTED = scheme(
    *(given(code, weights={"c": D(w)}) for code, w in (("A", "50"), ("B", "30"), ("C", "20"))),
    aggregate=Aggregate.WEIGHTED,
)
ROWS = [fact("a", "A", "80"), fact("a", "B", "60"), fact("a", "C", "40"), fact("b", "A", "60"), fact("b", "B", "90")]
SHEET = score(WEIGHTED, data(units("a", "b"), *ROWS))


def test_a_changed_weight_lets_the_others_share_the_rest_exactly():
    supposed = what_if(SHEET, Changes(weights={"A": D(20)})).sheet
    weights = {i.code: i.weights["c"] for i in supposed.scheme.indicators}
    assert weights == {"A": D(20), "B": D(48), "C": D(32)}
    assert (
        sum(what_if(SHEET, Changes(weights={"C": D("33.3")})).sheet.scheme.by_code[c].weights["c"] for c in "ABC")
        == 100
    )
    assert supposed.by_unit["a"].total == 5760  # 80 x 20 % + 60 x 48 % + 40 x 32 %
    assert supposed.scheme_hash.startswith("what-if-")
    assert supposed.facts_hash == SHEET.facts_hash


def test_changed_points_reach_the_nodes_that_add_them_up():
    plan = scheme(node("N", "A B"), given("A", "50", "N"), given("B", "50", "N"))
    sheet = score(plan, data(units("a"), fact("a", "A", "40"), fact("a", "B", "40")))
    supposed = what_if(sheet, Changes(points={"A": D(70)})).sheet
    assert supposed.scheme.by_code["N"].points == {"c": D(120)}


def test_a_changed_figure_is_compared_cell_by_cell():
    result = what_if(SHEET, Changes(figures={("b", "C"): D(50)}))
    assert {(d.unit, d.what, d.code) for d in result.differences} == {
        ("b", "total", ""),
        ("b", "leaf", "C"),
        ("b", "rank", ""),
        ("a", "rank", ""),
    }
    assert result.sheet.scheme_hash == SHEET.scheme_hash
    assert result.sheet.facts_hash != SHEET.facts_hash


def test_the_figure_of_the_latest_period_is_the_one_supposed():
    sheet = score(scheme(given("A")), data(units("a"), fact("a", "A", "60"), fact("a", "A", "50", "2026Q1")))
    assert what_if(sheet, Changes(figures={("a", "A"): D(70)})).sheet.by_unit["a"].total == 7000


def test_a_figure_that_was_missing_is_added():
    sheet = score(scheme(given("A")), data(units("a", "b"), fact("b", "A", "60")))
    assert what_if(sheet, Changes(figures={("a", "A"): D(70)})).sheet.by_unit["a"].rank == 1


@pytest.mark.parametrize(
    "changes",
    [
        Changes(weights={"Z": D(1)}),
        Changes(weights={"A": D(101)}),
        Changes(points={"A": D(-1)}),
        Changes(figures={("nobody", "A"): D(1)}),
    ],
)
def test_what_cannot_be_supposed_is_said(changes):
    with pytest.raises(ValueError, match=r"\w"):
        what_if(SHEET, changes)


def test_nothing_changed_is_no_difference():
    assert what_if(SHEET, Changes()).differences == ()
