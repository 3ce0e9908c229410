"""Explanations in both languages: every line of the way from a figure to a grade."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.scoring.build import MEAN, D, data, fact, given, measure, node, rule, ruled, scheme

from kaohe.criteria.model import Source
from kaohe.i18n import use_language
from kaohe.scheme.model import Adjustment, Aggregate, Coefficient, Correction, Grade, Missing, Veto
from kaohe.scoring.explain import explain
from kaohe.scoring.facts import Decision, DecisionKind, Event, UnitRow
from kaohe.scoring.reference import score
from kaohe.scoring.sheet import to_json
from kaohe.tables.place import Place

STEP = rule(
    {
        "op": "step_deduct",
        "on": "完成率",
        "target": "100",
        "dir": "below",
        "per": "1",
        "unit": "个百分点",
        "delta": "0.2",
        "input": measure("完成率", Source.COMPLETION).to_json(),
    }
)
LATE = rule({"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "0.5"})


@pytest.fixture
def sheet():
    plan = scheme(
        node("N", "A B", weights={"c": D(60)}),
        ruled("A", STEP, "20", "N", unit="亩"),
        ruled("B", LATE, "80", "N", missing=Missing.FULL),
        given("C", missing=Missing.EXCLUDE, weights={"c": D(40)}),
        aggregate=Aggregate.WEIGHTED,
        adjustments=(Adjustment("J", "迟报", "每迟报1次扣0.5分", LATE, floor=D(1)),),
        coefficients=(Coefficient("难度系数", "k"),),
        correction=Correction("mean_shift", "组"),
        vetoes=(Veto("V", "安全", "某办法", "县级", "2099-12-31", "no_excellent"),),
        grades=(Grade("优秀", at_least=D(90), quota_pct=D(50)), Grade("合格")),
    )
    people = tuple(UnitRow(u, f"{u}镇", "c", {"k": "1.1", "组": g}) for u, g in zip("甲乙丙", "一一二", strict=True))
    rows = [
        fact("甲", "A", "95.3", target="100", place=Place("facts.csv", row=2, column=4)),
        fact("甲", "C", "90"),
        fact("乙", "A", "100", target="100"),
        fact("丙", "A", "100", target="100"),
        fact("丙", "C", applicable=False),
        Event("甲", "J", "2026-03-01", D(4), grounds="月报", place=Place("events.csv", row=3)),
        Decision("甲", DecisionKind.VETO, "V", reason="事故", by="领导小组"),
        Decision("甲", DecisionKind.GRADE, value="合格", reason="同意", by="领导小组"),
    ]
    return score(plan, data(people, *rows))


def lines(told, kind):
    return [line.text for _, line in told.walk() if line.kind == kind]


def test_every_step_of_the_way_is_told(sheet):
    with use_language("en"):
        told = explain(sheet, "甲")
    text = str(told)
    for part in (
        "reported 95.3亩, target 100亩",
        "完成率: actual ÷ target × 100 = 95.3%",
        "4.7个百分点 below the target",
        " 0.94\n",
        "(95.44 − 1) × 1.1 = 103.88",
        "19.06 + 80.00 = 99.06",
        "99.06×60% + 90.00×40% = 95.44",  # 95.436
        "95.436 is rounded to 95.44",
        "-2 is cut to -1 by its own cap",
        "难度系数: 1.1 gives × 1.1",
        "mean of all",
        "place ",
        "barred from the grade 优秀",
        "veto 安全 by decision of 领导小组: 事故",
        "decided grade: 合格, by 领导小组: 同意",
        "not reported: counts as full points",
    ):
        assert part in text, part


def test_a_figure_carries_its_place_and_an_entry_too(sheet):
    told = explain(sheet, "甲")
    with use_language("en"):
        told = explain(sheet, "甲", "A")
        (figure,) = [line for _, line in told.walk() if line.kind == "figure"]
        assert figure.source == {"place": "file facts.csv, row 2 column D (D2)"}
        (entry,) = [line for _, line in explain(sheet, "甲", "J").walk() if line.kind == "event"]
        assert entry.source["place"] == "file events.csv, row 3"


def test_what_is_left_out_is_said(sheet):
    with use_language("en"):
        assert any("left out: C" in line for line in lines(explain(sheet, "丙"), "note"))
        assert "not applicable" in str(explain(sheet, "丙", "C"))
        assert "left out, the points are spread" in str(explain(sheet, "乙", "C"))


def test_chinese_has_no_english_left(sheet):
    with use_language("zh"):
        for unit in "甲乙丙":
            text = str(explain(sheet, unit))
            assert not re.findall(r"[a-z]{4,}", text), text
    for unit in to_json(sheet)["units"]:
        for leaf in unit["indicators"]:
            assert leaf["derivation"]
            assert not re.findall(r"[a-z]{4,}", leaf["derivation"])


def test_the_stored_form_does_not_depend_on_the_readers_language(sheet):
    with use_language("en"):
        english = to_json(sheet)
    assert english == to_json(sheet)


def test_units_and_indicators_by_name_and_what_there_is_when_unknown(sheet):
    assert explain(sheet, "甲镇", "指标A") == explain(sheet, "甲", "A")
    with pytest.raises(KeyError, match="丁"):
        explain(sheet, "丁")
    with pytest.raises(KeyError, match="Z9"):
        explain(sheet, "甲", "Z9")


def test_the_json_form_is_the_same_tree(sheet):
    told = explain(sheet, "甲")
    flat = list(told.walk())

    def count(node):
        return 1 + sum(count(line) for line in node.get("lines", ()))

    assert count(told.to_json()) == len(flat)
    assert told.to_json()["score"] == sheet.show(sheet.by_unit["甲"].total)


def test_without_derivations_the_clauses_are_missing_and_nothing_else(sheet):
    bare = score(sheet.scheme, sheet.dataset, derive=False)
    with use_language("en"):
        assert "the run kept no derivation" in str(explain(bare, "甲", "A"))
    assert to_json(bare)["units"][0]["total"] == to_json(sheet)["units"][0]["total"]
    assert to_json(bare)["units"][0]["indicators"][0]["derivation"] is None


def test_periods_are_told_one_by_one():
    plan = scheme(ruled("A", LATE, "10", composition=MEAN))
    rows = [fact("甲", "A", "1", "2026Q1"), fact("甲", "A", "2", "2026Q2")]
    got = score(plan, data((UnitRow("甲", "甲", "c"),), *rows))
    with use_language("en"):
        assert lines(explain(got, "甲", "A"), "period") == ["2026Q1: 9.50", "2026Q2: 9.00"]
    whole = score(replace(plan, composition=MEAN, indicators=(ruled("A", LATE, "10"),)), got.dataset)
    with use_language("en"):
        assert "periods composed: 2026Q1 9.50, 2026Q2 9.00 = 9.25" in str(explain(whole, "甲"))
