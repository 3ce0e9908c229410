"""Vetoes by decision only, exclusions, decided grades, tie-breakers, states, and problems told all at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.scoring.build import D, data, fact, given, node, scheme, units

from kaohe.scheme.model import Aggregate, Exclusion, Grade, Missing, Ranking, RankMethod, Rounding, UnitClass, Veto
from kaohe.scoring.cells import State
from kaohe.scoring.facts import Decision, DecisionKind, UnitRow
from kaohe.scoring.reference import score
from kaohe.tables.place import Place
from kaohe.tables.problems import Problems

GRADES = (Grade("优秀", at_least=D(90)), Grade("合格", at_least=D(60)), Grade("不合格"))
VETO = Veto("V1", "安全生产", "某办法", "县级", "2026-06-30", "lowest_grade")


def sheet(plan, people, *rows):
    return score(plan, data(people, *rows))


def test_a_veto_acts_by_a_recorded_decision_and_never_after_its_expiry():
    plan = scheme(given("A"), grades=GRADES, vetoes=(VETO,))
    rows = [fact(u, "A", "95") for u in "abc"]
    made = [
        Decision("a", DecisionKind.VETO, "V1", date="2026-06-30", reason="较大事故", by="领导小组"),
        Decision("b", DecisionKind.VETO, "V1", date="2026-07-01"),
        Decision("c", DecisionKind.VETO, "V9", date="2026-06-01"),
    ]
    got = sheet(plan, units("a", "b", "c"), *rows, *made).by_unit
    assert (got["a"].total, got["a"].rank, got["a"].proposed_grade) == (9500, 1, "不合格")
    assert [v.decision.reason for v in got["a"].vetoes] == ["较大事故"]
    assert (got["b"].proposed_grade, [n.code for n in got["b"].notes]) == ("优秀", ["veto_expired"])
    assert (got["c"].proposed_grade, [n.code for n in got["c"].notes]) == ("优秀", ["veto_off"])


def test_who_is_not_ranked_has_a_total_and_leaves_no_gap():
    plan = scheme(given("A"), grades=GRADES, exclusions=(Exclusion("性质", "垂管", "not_ranked", "结果送上级"),))
    people = (*units("a", "b"), UnitRow("z", "z", "c", {"性质": "垂管"}))
    got = sheet(plan, people, fact("z", "A", "99"), fact("a", "A", "90"), fact("b", "A", "80"))
    assert [(u.unit, u.rank, u.proposed_grade) for u in got.units] == [
        ("a", 1, "优秀"),
        ("b", 2, "合格"),
        ("z", None, None),
    ]
    assert got.by_unit["z"].total == 9900
    assert got.by_unit["a"].ranked_among == 2


def test_an_exclusion_by_decision_works_like_one_of_the_scheme():
    plan = scheme(given("A"), grades=GRADES)
    made = Decision("a", DecisionKind.EXCLUDE, reason="任职不满半年")
    got = sheet(plan, units("a"), fact("a", "A", "95"), made).units[0]
    assert (got.rank, got.proposed_grade, got.exclusions[0].reason) == (None, None, "任职不满半年")


def test_the_decision_stands_beside_the_proposal_and_the_latest_one_counts():
    plan = scheme(given("A"), grades=GRADES)
    made = [
        Decision("a", DecisionKind.GRADE, value="合格", reason="复核前", date="2026-12-01"),
        Decision("a", DecisionKind.GRADE, value="优秀", reason="复核后", date="2026-12-20"),
    ]
    for order in (made, made[::-1]):
        got = sheet(plan, units("a"), fact("a", "A", "70"), *order).units[0]
        assert (got.proposed_grade, got.decided_grade, got.grade) == ("合格", "优秀", "优秀")


def test_a_decided_score_replaces_a_leaf_or_the_total():
    plan = scheme(given("A", "50"), given("B", "50"))
    rows = [fact("a", "A", "40"), fact("a", "B", "40"), fact("b", "A", "40"), fact("b", "B", "40")]
    made = [
        Decision("a", DecisionKind.SCORE, "A", D("45.5"), reason="复核", by="考核办"),
        Decision("b", DecisionKind.SCORE, None, D("77.7"), reason="追授", by="领导小组"),
    ]
    got = sheet(plan, units("a", "b"), *rows, *made).by_unit
    assert (got["a"].total, got["a"].indicator("A").state) == (8550, State.DECIDED)
    assert (got["b"].total, got["b"].base) == (7770, 8000)


def test_a_decided_score_of_a_node_counts_in_place_of_what_is_below():
    plan = scheme(node("N", "A B", "60"), given("A", "30", "N"), given("B", "30", "N"), given("C", "40"))
    rows = [fact("a", code, "20") for code in "ABC"]
    made = Decision("a", DecisionKind.SCORE, "N", D("51.5"), reason="复核", by="考核办")
    got = sheet(plan, units("a"), *rows, made).units[0]
    assert (got.indicator("N").own, got.indicator("N").score, got.total) == (4000, 5150, 7150)
    assert [n.code for n in got.notes] == ["node_decided"]


def test_round_first_then_rank_and_ties_share_the_place():
    plan = scheme(given("A"), rounding=Rounding.FINAL, precision=1)
    rows = [fact(u, "A", x) for u, x in (("a", "80.04"), ("b", "80.01"), ("c", "79.95"), ("d", "70"))]
    assert [(u.unit, u.rank) for u in sheet(plan, units(*"abcd"), *rows).units] == [
        ("a", 1),
        ("b", 1),
        ("c", 1),
        ("d", 4),
    ]
    dense = replace(plan, ranking=Ranking(RankMethod.DENSE))
    assert sheet(dense, units(*"abcd"), *rows).by_unit["d"].rank == 2


def test_tie_breakers_in_their_order():
    plan = scheme(
        node("N", "A B"),
        given("A", "50", "N"),
        given("B", "50", "N"),
        given("C", "50"),
        ranking=Ranking(tie_break=("N", "B")),
    )
    rows = [
        fact(u, i, x)
        for u, scores in (("a", "30 20 10"), ("b", "20 30 10"), ("c", "20 20 20"), ("d", "30 20 10"))
        for i, x in zip("ABC", scores.split(), strict=True)
    ]
    got = sheet(plan, units(*"abcd"), *rows).by_unit
    assert {u: got[u].rank for u in "abcd"} == {"b": 1, "a": 2, "d": 2, "c": 4}


def test_three_states_are_never_confused():
    plan = scheme(given("A", "60"), given("B", "40", missing=Missing.EXCLUDE))
    rows = [
        fact("zero", "A", "30"),
        fact("zero", "B", "0"),
        fact("absent", "A", "30"),
        fact("exempt", "A", "30"),
        fact("exempt", "B", applicable=False),
        fact("silent", "B", "20"),
    ]
    got = sheet(plan, units("zero", "absent", "exempt", "silent"), *rows).by_unit
    assert {u: got[u].total for u in got} == {"zero": 3000, "absent": 5000, "exempt": 5000, "silent": 2000}
    states = {u: [str(i.state) for i in got[u].indicators] for u in got}
    assert states["zero"] == ["reported", "reported"]
    assert states["absent"] == ["reported", "not_reported"]
    assert states["exempt"] == ["reported", "not_applicable"]
    assert states["silent"] == ["not_reported", "reported"]
    assert got["absent"].excluded == ("B",)


def test_nothing_to_score_is_no_total_and_no_place():
    plan = scheme(given("A", missing=Missing.EXCLUDE), grades=GRADES)
    got = sheet(plan, units("a", "b"), fact("a", "A", "95")).by_unit["b"]
    assert (got.total, got.rank, got.grade) == (None, None, None)


def test_classes_are_ranked_apart_unless_the_scheme_says_all():
    both = {"c": D(100), "k": D(100)}
    plan = replace(scheme(replace(given("A"), points=both)), classes=(UnitClass("c", "镇"), UnitClass("k", "街道")))
    people = (*units("a"), UnitRow("b", "b", "k"))
    rows = [fact("a", "A", "80"), fact("b", "A", "90")]
    assert [u.rank for u in sheet(plan, people, *rows).units] == [1, 1]
    everyone = replace(plan, ranking=Ranking(within="all"))
    assert {u.unit: u.rank for u in sheet(everyone, people, *rows).units} == {"a": 2, "b": 1}


def test_every_problem_is_told_at_once_with_its_place():
    plan = scheme(given("A", "50"), given("B", missing=Missing.ERROR))
    place = Place("facts.csv", row=7, column=4)
    rows = [fact("a", "A", "51", place=place), fact("b", "A", "-1"), fact("b", "B", "1"), fact("b", "B", "2")]
    with pytest.raises(Problems) as error:
        sheet(plan, (*units("a", "b"), UnitRow("x", "x", "nowhere")), *rows)
    found = {p.code for p in error.value}
    assert found == {"R108", "R101", "R109", "R110"}
    over = next(p for p in error.value if p.place == place)
    assert "51" in str(over)
    assert "50" in over.expected


@pytest.mark.parametrize("figure", ["NaN", "Infinity"])
def test_a_figure_that_is_no_number_is_a_problem_like_any_other(figure):
    with pytest.raises(Problems) as error:
        sheet(scheme(given("A")), units("a", "b"), fact("a", "A", figure), fact("b", "A", "1"))
    assert [p.code for p in error.value] == ["R107"]


def test_figures_of_another_year_are_not_taken_for_this_one():
    with pytest.raises(Problems) as error:
        sheet(scheme(given("A")), units("a"), fact("a", "A", "1", "2025"))
    assert [p.code for p in error.value] == ["R111"]


def test_a_period_that_is_none_is_said():
    with pytest.raises(Problems) as error:
        sheet(scheme(given("A")), units("a"), fact("a", "A", "1", "去年"), fact("a", "A", "1"))
    assert [p.code for p in error.value] == ["R116"]


def test_geometric_means_need_scores_of_zero_or_more():
    plan = scheme(node("N", "A B", aggregate=Aggregate.GEOMETRIC), given("A", "50", "N"), given("B", "50", "N"))
    assert sheet(plan, units("a"), fact("a", "A", "4"), fact("a", "B", "9")).units[0].total == 600
    made = Decision("a", DecisionKind.SCORE, "A", D(-1))
    with pytest.raises(Problems) as error:
        sheet(plan, units("a"), fact("a", "B", "9"), made)
    assert [p.code for p in error.value] == ["R114"]
