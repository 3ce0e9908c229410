"""Coefficients and cross-group correction, by hand."""

from __future__ import annotations

import pytest
from tests.scoring.build import D, data, fact, given, scheme

from kaohe.scheme.model import Adjustment, Coefficient, CoefficientBand, Correction
from kaohe.scoring.facts import Event, UnitRow
from kaohe.scoring.reference import score
from kaohe.tables.problems import Problems

BANDS = (
    CoefficientBand(None, D(1500), D(1)),
    CoefficientBand(D(1500), D(2000), D("1.042")),
    CoefficientBand(D(2000), None, D("1.083")),
)


def people(**columns: dict[str, str]):
    return tuple(UnitRow(u, u, "c", attributes) for u, attributes in columns.items())


def run(plan, units, *rows):
    return score(plan, data(units, *rows)).by_unit


@pytest.mark.parametrize(("heads", "total"), [("1499", 8000), ("1500", 8336), ("1999.9", 8336), ("2000", 8664)])
def test_bands_hold_their_low_end(heads, total):
    plan = scheme(given("A"), coefficients=(Coefficient("人口系数", "population", BANDS),))
    assert run(plan, people(a={"population": heads}), fact("a", "A", "80"))["a"].total == total


def test_before_or_after_bonus_and_on_an_indicator():
    bonus = Adjustment("J", "加分", None, None)
    rows = [fact("a", "A", "40"), fact("a", "B", "40"), Event("a", "J", points=D(2))]
    plans = {
        (): (80 + 2) * 110,
        ("base",): 80 * 110 + 200,
        ("A",): 4400 + 4000 + 200,
    }
    for kind, total in plans.items():
        of = ("A",) if kind == ("A",) else ()
        factor = Coefficient("难度系数", "k", of=of, base_only=kind == ("base",))
        plan = scheme(given("A", "50"), given("B", "50"), adjustments=(bonus,), coefficients=(factor,))
        assert run(plan, people(a={"k": "1.1"}), *rows)["a"].total == total


@pytest.mark.parametrize(
    ("attributes", "code"), [({}, "R112"), ({"population": "many"}, "R112"), ({"population": "5"}, "R113")]
)
def test_what_gives_no_factor_is_a_problem(attributes, code):
    plan = scheme(given("A"), coefficients=(Coefficient("人口系数", "population", BANDS[1:]),))
    with pytest.raises(Problems) as error:
        run(plan, people(a=attributes), fact("a", "A", "80"))
    assert [p.code for p in error.value] == [code]


GROUPED = people(a={"组": "甲"}, b={"组": "甲"}, x={"组": "乙"}, y={"组": "乙"})
SCORED = [fact("a", "A", "80"), fact("b", "A", "90"), fact("x", "A", "60"), fact("y", "A", "70")]


def test_mean_ratio_brings_groups_to_the_common_mean():
    got = run(scheme(given("A"), correction=Correction("mean_ratio", "组")), GROUPED, *SCORED)
    # means 85, 65, overall 75
    assert {u: got[u].total for u in got} == {"a": 7059, "b": 7941, "x": 6923, "y": 8077}


def test_mean_shift_moves_groups_by_the_difference():
    got = run(scheme(given("A"), correction=Correction("mean_shift", "组")), GROUPED, *SCORED)
    assert {u: got[u].total for u in got} == {"a": 7000, "b": 8000, "x": 7000, "y": 8000}


def test_bounds_cut_factor_and_shift():
    plan = scheme(given("A"), correction=Correction("mean_shift", "组", D(-3), D(3)))
    got = run(plan, GROUPED, *SCORED)
    assert {u: got[u].total for u in got} == {"a": 7700, "b": 8700, "x": 6300, "y": 7300}
    assert got["a"].correction.is_bounded
    plan = scheme(given("A"), correction=Correction("mean_ratio", "组", D("0.95"), D("1.05")))
    assert run(plan, GROUPED, *SCORED)["x"].total == 6300


def test_the_own_units_result_corrects_a_persons_score():
    persons = people(
        p={"部门": "甲", "部门_score": "90"}, q={"部门": "乙", "部门_score": "80"}, r={"部门": "乙", "部门_score": "80"}
    )
    plan = scheme(given("A"), correction=Correction("unit_result", "部门"))
    got = run(plan, persons, *(fact(u, "A", "85") for u in "pqr"))
    assert {u: got[u].total for u in got} == {"p": 9000, "q": 8000, "r": 8000}  # mean of units 85


def test_a_person_without_a_group_or_unit_result_is_a_problem():
    for method, attributes, code in (("mean_ratio", {}, "R112"), ("unit_result", {"组": "甲"}, "R119")):
        with pytest.raises(Problems) as error:
            run(scheme(given("A"), correction=Correction(method, "组")), people(a=attributes), fact("a", "A", "80"))
        assert [p.code for p in error.value] == [code]
