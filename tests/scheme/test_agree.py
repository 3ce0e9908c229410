from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kaohe.criteria.families.registry import rule_from_json
from kaohe.criteria.parse import parse
from kaohe.scheme.agree import disagreement

TEN = Decimal(10)


def between(sentence: str, rule: dict[str, Any]) -> str | None:
    spoken = parse(sentence, TEN).rule
    assert spoken is not None
    return disagreement(spoken, rule_from_json(rule), TEN)


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("每迟报1次扣0.5分，扣完为止", {"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "0.5"}),
        ("按完成比例得分", {"op": "ratio"}),
        (
            "满意度90%以上得10分，80%以上得8分，80%以下不得分",
            {"op": "bands", "on": "满意率", "unit": "%", "bands": [[90, None, 10], [80, 90, 8], [None, 80, 0]]},
        ),
    ],
)
def test_other_words_with_the_same_scores_agree(sentence: str, rule: dict[str, Any]) -> None:
    assert between(sentence, rule) is None


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("每迟报1次扣0.5分，扣完为止", {"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "0.51"}),
        (
            "每迟报1次扣0.5分，扣完为止",
            {"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "0.5", "threshold": "3"},
        ),
        ("按完成比例得分", {"op": "ratio", "cap_pct": "120"}),
        (
            "满意度90%以上得10分，80%以上得8分，80%以下不得分",
            {
                "op": "bands",
                "on": "满意率",
                "unit": "%",
                "bands": [[90, None, 10, "(]"], [80, 90, 8, "[]"], [None, 80, 0]],
            },
        ),
        ("按完成比例得分", {"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "0.5"}),
    ],
)
def test_a_difference_is_found_and_said(sentence: str, rule: dict[str, Any]) -> None:
    assert between(sentence, rule)


def test_a_difference_far_out_is_found_because_the_rules_name_it() -> None:
    rule = {"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "0.1", "threshold": "300"}
    one, other = rule_from_json(rule), rule_from_json({**rule, "threshold": "301"})
    assert disagreement(one, other, TEN) is not None
    assert disagreement(one, rule_from_json({**rule, "threshold": "300.0"}), TEN) is None


def test_bands_that_differ_only_at_an_end_differ() -> None:
    rule = {"op": "bands", "on": "满意率", "unit": "%", "bands": [[90, None, 10], [None, 90, 0]]}
    open_end = {**rule, "bands": [[90, None, 10, "(]"], [None, 90, 0, "[]"]]}
    assert disagreement(rule_from_json(rule), rule_from_json(open_end), TEN) is not None
