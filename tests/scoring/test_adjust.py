"""Bonus and deduction: entries, levels, settled points, caps in their order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.scoring.build import D, data, fact, given, rule, scheme, units

from kaohe.scheme.model import Adjustment, AdjustmentGroup
from kaohe.scoring.facts import Decision, DecisionKind, Event
from kaohe.scoring.reference import score
from kaohe.tables.problems import Problems

AWARD = rule(
    {"op": "award_add", "levels": {"国家级": "5", "省级": "3", "市级": "2"}, "when": "获得奖励", "counted": True}
)
LATE = rule({"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "0.5"})


def run(*rows, adjustments=(), groups=(), **more):
    plan = scheme(given("A"), adjustments=tuple(adjustments), adjustment_groups=tuple(groups), **more)
    return score(plan, data(units("a"), fact("a", "A", "50"), *rows)).units[0]


def amounts(unit):
    return {a.code: (a.amount, a.counted, a.limits) for a in unit.adjustments}


def test_levels_are_counted_and_the_item_cap_cuts():
    item = Adjustment("J1", "表彰", "按级别加分", AWARD, cap=D(7))
    unit = run(Event("a", "J1", level="国家级"), Event("a", "J1", level="省级"), adjustments=[item])
    assert amounts(unit) == {"J1": (800, 700, ("item",))}
    assert unit.total == 5700


def test_a_deduction_stops_at_its_floor():
    item = Adjustment("J1", "迟报", "每次扣0.5分", LATE, floor=D(1))
    unit = run(Event("a", "J1", count=D(3)), adjustments=[item])
    assert amounts(unit) == {"J1": (-150, -100, ("item",))}


def test_settled_points_stand_beside_what_the_rule_counts():
    item = Adjustment("J1", "迟报", "每次扣0.5分", LATE)
    unit = run(Event("a", "J1"), Event("a", "J1", points=D(-2)), adjustments=[item])
    assert amounts(unit)["J1"][0] == -250


def test_caps_of_item_then_group_then_total_in_the_order_of_the_scheme():
    items = [
        Adjustment("J1", "一", None, None, cap=D(3), group="g"),
        Adjustment("J2", "二", None, None, group="g"),
        Adjustment("J3", "三", None, None),
        Adjustment("J4", "四", None, None, group="g"),
    ]
    groups = [AdjustmentGroup("g", "组", cap_add=D(4), cap_deduct=D(1)), AdjustmentGroup("total", "总", cap_add=D(5))]
    rows = [Event("a", code, points=D(p)) for code, p in (("J1", 9), ("J2", 9), ("J3", 9), ("J4", -9))]
    unit = run(*rows, adjustments=items, groups=groups)
    assert amounts(unit) == {
        "J1": (900, 300, ("item",)),
        "J2": (900, 100, ("group",)),
        "J3": (900, 100, ("total",)),
        "J4": (-900, -100, ("group",)),
    }
    assert unit.total == 5000 + 500 - 100


def test_an_item_of_another_class_or_without_entries_does_not_count():
    items = [Adjustment("J1", "一", None, None, classes=("other",)), Adjustment("J2", "二", None, None)]
    assert run(Event("a", "J1", points=D(9)), adjustments=items).adjustments == ()


def test_a_decision_sets_an_item():
    item = Adjustment("J1", "迟报", "每次扣0.5分", LATE)
    chosen = Decision("a", DecisionKind.SCORE, "J1", D("-0.25"), reason="核减", by="考核办")
    unit = run(Event("a", "J1", count=D(9)), chosen, adjustments=[item])
    assert amounts(unit)["J1"] == (-25, -25, ())


def test_the_figure_of_an_item_feeds_its_rule_like_an_entry():
    item = Adjustment("J1", "迟报", "每次扣0.5分", LATE)
    assert amounts(run(fact("a", "J1", "4"), adjustments=[item]))["J1"][0] == -200
    assert amounts(run(fact("a", "J1", inputs={"迟报": D(4)}), Event("a", "J1"), adjustments=[item]))["J1"][0] == -250


@pytest.mark.parametrize(
    ("item", "event", "code"),
    [
        (Adjustment("J1", "一", None, None), Event("a", "J1", grounds="无分值"), "R118"),
        (Adjustment("J1", "一", "按级别加分", AWARD), Event("a", "J1", level="村级"), "R117"),
        (Adjustment("J1", "一", "每次扣0.5分", LATE), Event("a", "J1", input="漏报"), "R117"),
    ],
)
def test_entries_that_fit_nothing_are_problems_with_their_place(item, event, code):
    with pytest.raises(Problems) as error:
        run(event, adjustments=[item])
    assert [p.code for p in error.value] == [code]


def test_one_choice_only_where_the_criterion_takes_one():
    choice = rule({"op": "map", "map": {"好": "2", "差": "0"}, "when": "档次"})
    plan = scheme(replace(given("A"), text_only=False, rule=choice, criterion=choice.clauses[0].say()))
    rows = [Event("a", "A", level="好"), Event("a", "A", level="差")]
    with pytest.raises(Problems) as error:
        score(plan, data(units("a"), *rows))
    assert error.value.problems[0].code == "R115"
    assert score(plan, data(units("a"), rows[0])).units[0].total == 200
