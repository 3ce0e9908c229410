"""Structured rules: what they may leave out, and what is wrong with them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import yaml

from kaohe.criteria.families import statement as st
from kaohe.criteria.families.registry import clause_from_json, rule_from_json, rule_to_json
from kaohe.criteria.model import Amount, Input, InputType, Source
from kaohe.i18n import use_language

STATEMENTS = [
    st.Veto("发生重大责任事故", "取消评优资格"),
    st.NoVeto("排名末位"),
    st.Cap(Amount(Decimal(3)), "cap_add", "附加分"),
    st.Cap(Amount(Decimal(20), of_full=True)),
    st.Floor(Amount(Decimal(0)), "总分"),
    st.Quota((("优秀", Decimal(5)), ("良好", Decimal(5)))),
    st.Quota((("优秀", Decimal("7.5")),), is_share=True, of="学生人数"),
    st.Grade((st.GradeBand("合格", Decimal(80)), st.GradeBand("不合格", None, Decimal(70)))),
    st.Grade((st.GradeBand("好"), st.GradeBand("差")), "领导班子"),
    st.Impute("各部门平均分", "无新进人员"),
    st.SameItem("max", Amount(Decimal("0.1")), "一学年内"),
    st.Deadline((("述职报告", "5月13日前"),)),
    st.Limit("述职时间", Decimal(5), "分钟"),
    st.WeightMin((("乡村建设", Decimal(15)),)),
    st.Schedule((("立项当年", Decimal(20)), ("结题", Decimal(80)))),
    st.Exclusive("第1条", "第4条"),
    st.Override("逾期4个工作日", "推进缓慢扣分"),
    st.Convert("市对县考核得分"),
    st.TrimmedMean(5, 5),
    st.Coefficient("村人口", ((Decimal(1500), Decimal(2000), Decimal("1.042")),), "人", "基础分"),
    st.Total((("绩效指标", Decimal(700)), ("公众评议", Decimal(200))), Decimal(900)),
]


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: s.op)
def test_a_statement_reads_back_and_changes_no_score(statement: st.Statement) -> None:
    assert clause_from_json(statement.to_json()) == statement
    assert statement.say()
    assert statement.effect == "note"
    assert statement.bind(None, ())([]) is None


def test_every_kind_of_statement_is_tried() -> None:
    from kaohe.criteria.families.read_statement import READERS

    assert {statement.op for statement in STATEMENTS} == set(READERS)


def test_short_forms_make_their_fields() -> None:
    assert rule_from_json({"op": "deduct_per", "when": "迟报", "unit": "次", "delta": 1}).inputs == (
        Input("迟报", InputType.COUNT, "次"),
    )
    assert rule_from_json({"op": "ratio", "inverse": True}).inputs == (
        Input("完成率", InputType.MEASURE, "%", Source.INVERSE_COMPLETION),
    )
    growth = rule_from_json({"op": "step_add", "on": "增速", "unit": "%", "delta": 1, "source": "growth"})
    assert growth.inputs[0].source is Source.GROWTH
    low, high = rule_from_json({"op": "efficacy", "floor": 60, "span": 40}).inputs[1:]
    assert (low.source, high.source) == (Source.GROUP_MIN, Source.GROUP_MAX)


def test_limits_stand_beside_a_single_clause_but_do_not_take_its_own_fields() -> None:
    rule = rule_from_json({"op": "efficacy", "low": 1, "high": 2, "floor": 60, "span": 40, "cap": 90})
    assert rule.limits.cap == Amount(Decimal(90))
    assert rule.limits.floor is None
    assert rule_from_json({"op": "deduct_per", "delta": 1, "cap": 3, "base": 5}).limits.cap is None


def test_yaml_on_is_the_word() -> None:
    rule = rule_from_json(yaml.safe_load("{op: bands, on: 满意度, bands: [[90, null, 10]]}"))
    assert rule.inputs[0].name == "满意度"


def test_a_float_of_yaml_is_read_as_it_was_written() -> None:
    assert rule_to_json(rule_from_json(yaml.safe_load("{op: deduct_per, delta: 0.1}")))["clauses"][0]["delta"] == "0.1"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"op": "dedcut"}, "op: 'dedcut' found, one of add, add_per"),
        ({"op": "deduct_per"}, "deduct_per: field delta is missing"),
        ({"op": "deduct_per", "delta": "很多"}, "deduct_per: delta: '很多' found, a number expected"),
        ({"op": "deduct_per", "delta": 1, "per": 0}, "per: 0 found, a step above zero expected"),
        ({"op": "deduct_per", "delta": 1, "colour": 1}, "unknown field colour: known here are"),
        ({"op": "deduct_per", "delta": 1, "rounding": "half"}, "rounding: 'half' found, one of proportional, full, up"),
        ({"op": "deduct_per", "delta": 1, "source": "moon"}, "source: 'moon' found, one of value, completion"),
        ({"op": "deduct_per", "delta": 1, "input": {"name": "x"}}, "input: .* found, an input such as"),
        ({"op": "deduct_per", "delta": float("inf")}, "delta: inf found, a number expected"),
        ({"op": "bands", "bands": [[1, 2]]}, r"bands: \[1, 2\] found, \[low, high, points\]"),
        ({"op": "bands", "bands": [[1, 2, 3, "<"]]}, "bands: '<' found, one of"),
        ({"op": "linear", "anchors": [[1, 2]]}, "anchors: .* found, two or more anchors by rising figure"),
        ({"op": "linear", "anchors": [[2, 1], [1, 2]]}, "two or more anchors by rising figure"),
        ({"op": "linear", "anchors": [[1]]}, r"anchors: \[1\] found, \[figure, points\]"),
        ({"op": "rank"}, "rank: first: None found, the points of the first place"),
        ({"op": "rank_bands", "bands": [["x", 1, 1]]}, "bands: .* found, .first place, last place, points."),
        ({"op": "formula", "tree": ["^", "1", "2"]}, "tree: .* found, . - . / with two parts"),
        ({"op": "weighted", "weights": {"a": 1}, "inputs": []}, "inputs: 0 found, 1 inputs, one a part expected"),
        (
            {"op": "add", "delta": 1, "condition": {"maybe": 1}},
            ".'maybe'. found, an object with one of always",
        ),
        ({"op": "add", "delta": 1, "condition": "x"}, "condition: 'x' found, an object with one of always"),
        ({"op": "efficacy", "floor": 1, "span": 1, "log": True}, "log needs low and high as positive numbers"),
        ({"op": "efficacy", "floor": 1, "span": 1, "exponential": True, "clamp": False}, "need clamp: true"),
        ({"op": "cap"}, "cap: None found, cap, cap_add or cap_deduct"),
        ({"op": "coef", "on": "x", "bands": [[1, 2, None]]}, r"bands: .* found, \[low, high, factor\]"),
        ({"clauses": [{"op": "add", "delta": 1}, 3]}, "clause 2: 3 found, an object with op expected"),
        ({"clauses": [{"op": "add"}]}, "clause 1: add: field delta is missing"),
        ({"clauses": "add"}, "clauses: 'add' found, a list expected"),
        ({"op": "map", "map": [1]}, r"map: \[1\] found, a mapping expected"),
        ({"op": "score", "value": 1, "additive": 1}, "additive: 1 found, true or false expected"),
        ({"op": "veto", "when": 3}, "when: 3 found, a text expected"),
    ],
)
def test_mistakes_are_taught(rule: dict[str, Any], message: str) -> None:
    with use_language("en"), pytest.raises(ValueError, match=message):
        rule_from_json(rule)


def test_exponential_efficacy_needs_points_above_zero() -> None:
    rule = rule_from_json({"op": "efficacy", "floor": 0, "span": 40, "low": 1, "high": 2, "exponential": True})
    with use_language("en"), pytest.raises(ValueError, match="floor above zero"):
        rule.clauses[0].bind(None, (0,))
