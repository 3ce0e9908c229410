"""Cells of a leaf: partly reported inputs, ledgers, judgements, ballots, results of other schemes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st
from tests.scoring.build import D, count, data, fact, given, measure, rule, ruled, scheme, units

from kaohe.ballots.rows import BallotRow
from kaohe.criteria.families.condition import Compare, Holds
from kaohe.criteria.families.flat import Add
from kaohe.criteria.families.judged import JudgeDeduct
from kaohe.criteria.families.per_event import DeductPer
from kaohe.criteria.families.score import Score
from kaohe.criteria.model import Amount, Input, InputType, Rule, Source
from kaohe.scheme.model import Campaign, Coupling, Exclusion, Missing, Scale, VoterClass
from kaohe.scoring.facts import Event, UnitRow
from kaohe.scoring.leaf import Reported, plan_leaf
from kaohe.scoring.reference import score
from kaohe.tables.problems import Problems

FULL = Amount(D(100), of_full=True)


def leaf_of(plan, *rows, people=None, unit="a"):
    return score(plan, data(people or units("a"), *rows)).by_unit[unit].indicators[0]


TWO_COUNTS = Rule(
    (DeductPer(count("迟报"), Amount(D(1)), unit="次"), DeductPer(count("漏报"), Amount(D(2)), unit="次"))
)
MIXED = Rule((Score(Compare(measure("满意度"), D(90), None), FULL), DeductPer(count("迟报"), Amount(D(1)), unit="次")))


def test_beside_other_inputs_a_count_nobody_entered_did_not_happen():
    cell = leaf_of(scheme(ruled("A", TWO_COUNTS, "10")), fact("a", "A", inputs={"迟报": D(2)}))
    assert cell.score == 800
    assert [(n.code, n.args) for n in cell.notes] == [("none_happened", ("漏报",))]


def test_with_nothing_entered_at_all_the_item_is_not_reported():
    plan = ruled("A", TWO_COUNTS, "10")
    assert leaf_of(scheme(plan)).score == 0
    assert leaf_of(scheme(replace(plan, missing=Missing.FULL))).score == 1000


def test_a_missing_measure_means_not_reported_even_beside_counts():
    cell = leaf_of(scheme(ruled("A", MIXED, "10")), fact("a", "A", inputs={"迟报": D(1)}))
    assert (cell.score, str(cell.state), cell.notes[0].args) == (0, "not_reported", ("满意度",))


def test_the_ledger_counts_beside_the_reported_figure():
    plan = scheme(ruled("A", MIXED, "10"))
    cell = leaf_of(plan, fact("a", "A", "95"), Event("a", "A", "2026-03-01", D(2)), Event("a", "A"))
    assert (cell.score, len(cell.events)) == (700, 2)


def test_a_ledger_alone_reports_a_leaf():
    plan = scheme(ruled("A", TWO_COUNTS, "10"))
    assert leaf_of(plan, Event("a", "A", input="漏报")).score == 800


def test_a_yes_or_no_is_entered_by_name_or_by_an_entry():
    plan = scheme(ruled("A", Rule((Score(Holds(Input("已公示", InputType.FLAG)), FULL),)), "10"))
    assert leaf_of(plan, fact("a", "A", inputs={"已公示": True})).score == 1000
    assert leaf_of(plan, fact("a", "A", inputs={"已公示": False})).score == 0
    assert leaf_of(plan, Event("a", "A")).score == 1000


def test_a_judgement_keeps_its_bounds():
    judged = Rule((JudgeDeduct(Input("扣分", InputType.MEASURE, "分", low=D(1), high=D(3))),))
    plan = scheme(ruled("A", judged, "10"))
    assert leaf_of(plan, Event("a", "A", points=D(-2))).score == 800
    with pytest.raises(Problems) as error:
        leaf_of(plan, Event("a", "A", points=D(-4)))
    assert [p.code for p in error.value] == ["R107"]


def test_places_count_over_the_class_without_units_outside_the_ranking():
    rank = rule(
        {
            "op": "rank",
            "first": "full",
            "step": "-1",
            "input": Input("位次", InputType.RANK, source=Source.RANK).to_json(),
        }
    )
    outside = Exclusion("性质", "垂管", "not_ranked")
    people = (*units("a", "b", "c"), UnitRow("z", "z", "c", {"性质": "垂管"}))
    rows = [fact("a", "A", "5"), fact("b", "A", "7"), fact("z", "A", "9")]
    plan = scheme(ruled("A", rank, "10"), exclusions=(outside,))
    got = score(plan, data(people, *rows)).by_unit
    assert {u: got[u].total for u in got} == {"a": 900, "b": 1000, "c": 0, "z": 1000}
    fewer = replace(plan.indicators[0], smaller_is_better=True)
    got = score(scheme(fewer, exclusions=(outside,)), data(people, *rows)).by_unit
    assert {u: got[u].total for u in got} == {"a": 1000, "b": 900, "c": 0, "z": 800}


def test_the_size_of_the_group_counts_who_did_not_report_but_not_whom_it_does_not_concern():
    size = Input("单位数", InputType.COUNT, source=Source.GROUP_SIZE)
    plan = scheme(
        ruled(
            "A",
            Rule(
                (
                    Score(Compare(measure("x"), D(0), None), Amount(D(1))),
                    DeductPer(size, Amount(D(1))),
                )
            ),
            "10",
        )
    )
    rows = [fact("a", "A", inputs={"x": D(1)}), fact("c", "A", applicable=False)]
    cell = leaf_of(plan, *rows, people=units("a", "b", "c"))
    assert cell.values[1] == (2, 1)


BALLOT = Campaign(
    "m", "测评", "A", (VoterClass("v", "群众", D(100)),), Scale({"好": D(100), "中": D(70), "差": D(0)}), trim_above=99
)


def votes(**counts):
    return tuple(BallotRow("m", "v", "a", choice=choice, count=n, ballot="") for choice, n in counts.items())


def test_a_ballot_out_of_100_is_brought_to_the_points_exactly():
    plan = scheme(given("A", "15"), campaigns=(BALLOT,))
    rows = replace(data(units("a", "b")), ballots=votes(好=2, 中=1))
    got = score(plan, rows).by_unit
    assert got["a"].total == 1350  # 270 ÷ 3 = 90 of 100
    assert got["b"].total == 0
    thirds = replace(data(units("a")), ballots=votes(好=1, 差=2))
    assert score(plan, thirds).units[0].total == 500  # 33.33… % of 15 is 5, not 4.9999


def test_a_ballot_feeds_a_rule_like_a_figure():
    band = rule({"op": "bands", "on": "满意度", "unit": "%", "bands": [["90", None, "10"], [None, "90", "6"]]})
    plan = scheme(ruled("A", band, "10"), campaigns=(BALLOT,))
    assert score(plan, replace(data(units("a")), ballots=votes(好=2, 中=1))).units[0].total == 1000
    assert score(plan, replace(data(units("a")), ballots=votes(好=1, 中=1))).units[0].total == 600


def test_another_schemes_total_enters_by_the_unit_a_person_belongs_to():
    plan = scheme(given("A", "40"), given("B", "60"), couplings=(Coupling("A", "units", "total", "unit"),))
    people = (UnitRow("p", "p", "c", {"unit": "甲局"}), UnitRow("q", "q", "c", {"unit": "乙局"}))
    rows = data(people, fact("p", "B", "50"), fact("q", "B", "50"), fact("q", "A", "30"))
    got = score(plan, rows, results={"units": {"甲局": (8875, 100)}}).by_unit
    assert got["p"].total == 8550  # 88.75 x 40 % = 35.50
    assert got["q"].indicators[0].actual == "30"  # its own row, where the other scheme gives nothing


def test_a_bonus_by_condition_runs_without_points():
    from kaohe.scheme.model import Adjustment

    plus = Rule((Add(Compare(measure("完成率"), D(110), None), Amount(D(3))),))
    plan = scheme(given("A"), adjustments=(Adjustment("J", "超额", "完成率110%以上的加3分", plus),))
    got = score(plan, data(units("a", "b"), fact("a", "A", "50"), fact("a", "J", "110"), fact("b", "J", "109"))).by_unit
    assert (got["a"].total, got["b"].total) == (5300, 0)


HUNDREDTHS = st.integers(-100, 20000).map(lambda n: D(n) / 100)
RULES = (
    rule({"op": "ratio", "input": measure("完成率", Source.COMPLETION).to_json()}),
    rule({"op": "step_deduct", "on": "x", "target": "100", "dir": "below", "per": "1", "unit": "%", "delta": "0.25"}),
    rule({"op": "rank", "first": "full", "step": "-0.5", "input": {"name": "位次", "type": "rank", "source": "rank"}}),
    MIXED,
)


@settings(deadline=None, max_examples=150)
@examples(st.lists(HUNDREDTHS, min_size=1, max_size=6), st.sampled_from(RULES), st.sampled_from(["7", "0.1"]))
def test_whole_columns_and_single_cells_are_scored_alike(figures, made, points):
    plan = scheme(ruled("A", made, points))
    leaf = plan_leaf(plan, plan.indicators[0], "c")
    names = [f"u{i}" for i in range(len(figures))]
    inputs = {"迟报": D(1)} if made is MIXED else {}
    rows = Reported({u: fact(u, "A", str(x), target="80", inputs=inputs) for u, x in zip(names, figures, strict=True)})
    problems = []
    column = leaf.column(names, rows, "2026", problems, derive=False)
    group = leaf.group_of(names, rows, frozenset())
    assert problems == []
    assert column == [leaf.one(u, rows, "2026", group) for u in names]
    for cell in column:
        exact = Fraction(*cell.exact) * 100
        assert cell.score == int(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)


def test_a_half_is_rounded_away_from_zero_in_every_column():
    plan = scheme(ruled("A", RULES[0], "1"), precision=1)
    got = score(plan, data(units("a", "b"), *(fact(u, "A", x, target="100") for u, x in (("a", "45"), ("b", "44.9")))))
    assert [got.by_unit[u].total for u in "ab"] == [5, 4]
