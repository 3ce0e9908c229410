"""Derivations in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.criteria.strategies import rules, to_scalar, values_of

from kaohe.criteria.evaluate import compile_rule, to_values
from kaohe.criteria.explain import explain, show_ratio
from kaohe.criteria.families.registry import rule_from_json
from kaohe.criteria.model import Rule
from kaohe.i18n import use_language

STEP = {
    "op": "step_deduct",
    "on": "完成率",
    "target": 100,
    "unit": "个百分点",
    "delta": 0.2,
    "input": {"name": "完成率", "type": "measure", "unit": "%"},
}
LATE = {"op": "deduct_per", "when": "迟报", "unit": "次", "delta": 3}

WAIVE = {"op": "waive", "when": "事出有因"}
DOUBLE = {"op": "multiply", "when": "屡犯", "factor": 2}


def told(rule: dict[str, Any], figures: list[Any], language: Any = "zh") -> list[str]:
    made = rule_from_json(rule)
    with use_language(language):
        return list(explain(compile_rule(made, Decimal(10)), to_values(made, figures)))


def test_a_gap_is_told_with_its_target() -> None:
    start, step = told(STEP, [95])
    assert start == "起始分10分"
    assert step == "完成率95%，低于目标100%共5个百分点：按“完成率以100%为目标，每低1个百分点扣0.2分”，扣1分"


def test_the_same_in_english_quotes_the_published_sentence() -> None:
    assert told(STEP, [95], "en") == [
        "Starts from 10",
        '完成率 95%, 5个百分点 below the target 100%: "完成率以100%为目标，每低1个百分点扣0.2分", deducts 1',
    ]


def test_a_clause_without_effect_is_told_too() -> None:
    assert told(LATE, [0]) == ["起始分10分", "迟报0次：按“迟报每1次扣3分”，不扣分"]


@pytest.mark.parametrize(
    ("rule", "figures", "line"),
    [
        ({"clauses": [LATE], "cap_deduct": 5}, [3], "扣分合计以5分为限"),
        ({"clauses": [LATE], "floor": 2}, [3], "扣完为止，按2分计"),
        ({"clauses": [{"op": "add", "when": "获奖", "delta": 4}], "cap_add": 3}, [True], "加分合计以3分为限"),
        ({"clauses": [{"op": "add", "when": "获奖", "delta": 4}], "cap": 3}, [True], "超过最高分，按3分计"),
        ({"op": "score", "when": "瞒报", "value": 0}, [True], "瞒报：是：按“瞒报的，不得分”，本项得0分"),
        (
            {"clauses": [LATE, {"op": "waive", "when": "事出有因"}]},
            [1, True],
            "事出有因：是：按“事出有因的，不扣分”，不扣分",
        ),
        (
            {"clauses": [LATE, {"op": "multiply", "when": "屡犯", "factor": 2}]},
            [1, True],
            "屡犯：是：按“屡犯的，扣分加倍”，乘以2",
        ),
        (
            {"clauses": [{"op": "extra_deduct", "when": "失信", "delta": 3}]},
            [True],
            "失信：是：按“失信的，追加扣3分”，追加扣3分",
        ),
        ({"op": "rank", "scores": [5, 3]}, [2], "排名第2名：按“排名第1、2名分别得5分、3分”，得3分"),
        (
            {"op": "map", "on": "等级", "map": {"优": 10, "差": 0}},
            ["优"],
            "等级优：按“等级为优的，得10分；差的，不得分”，得10分",
        ),
        ({"op": "ratio", "of": 1}, ["33.3"], "完成率33.3%：按“完成率按比例得分，以1分为满”，得0.333分"),
    ],
)
def test_every_kind_of_step_has_words(rule: dict[str, Any], figures: list[Any], line: str) -> None:
    assert line in told(rule, figures)


def test_a_number_without_a_finite_form_is_marked() -> None:
    with use_language("zh"):
        assert show_ratio((200, 3)) == "约66.666667"
        assert show_ratio((-1, 8)) == "-0.125"


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(data=st.data(), rule=rules(), language=st.sampled_from(["zh", "en"]))
def test_every_derivation_can_be_told(data: st.DataObject, rule: Rule, language: Any) -> None:
    values = [to_scalar(value) for value in data.draw(values_of(rule))]
    compiled = compile_rule(rule, Decimal(10))
    try:
        steps = compiled.derive(values)[1]
    except ValueError:  # a formula that divides by zero
        return
    with use_language(language):
        lines = explain(compiled, values)
    assert len(lines) == len(steps)
    for line, step in zip(lines, steps, strict=True):
        assert step.clause < 0 or rule.clauses[step.clause].say() in line
