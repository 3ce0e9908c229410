"""Plain values in, exact scores out; the conventions where a sentence is silent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kaohe.criteria.evaluate import compile_rule, evaluate, to_values
from kaohe.criteria.families.registry import rule_from_json
from kaohe.i18n import use_language

LATE = {"op": "deduct_per", "when": "迟报", "unit": "次", "delta": 3}
DONE = {"op": "score", "when": "完成", "value": 4}
HIDDEN = {"op": "score", "when": "瞒报", "value": 0}
PRIZE = {"op": "add", "when": "获奖", "delta": 2}
PART = {"op": "score", "when": "有台账", "value": 1, "additive": True}
BANDS = {"op": "bands", "on": "率", "bands": [[90, None, 8], [80, 90, 5]]}
NOTHING_HAPPENED: dict[str, Any] = {"迟报": 0, "率": 50}


def score(*clauses: dict[str, Any], full: str | None = "10", given: dict[str, Any] | None = None, **limits: Any) -> str:
    rule = rule_from_json({"clauses": list(clauses), **limits})
    values = [(NOTHING_HAPPENED | (given or {})).get(inp.name, False) for inp in rule.inputs]
    return str(Fraction(*evaluate(rule, values, None if full is None else Decimal(full))))


def test_what_only_deducts_starts_from_full_points() -> None:
    assert score(LATE) == "10"
    assert score(HIDDEN) == "10"
    assert score(LATE, HIDDEN, given={"迟报": 1}) == "7"


def test_what_adds_starts_from_zero() -> None:
    assert score(PRIZE) == "0"
    assert score(PART) == "0"
    assert score(PART, LATE, given={"迟报": 1}) == "0"


def test_what_is_set_starts_from_zero_unless_deductions_explain_the_shortfall() -> None:
    assert score(DONE) == "0"
    assert score(DONE, HIDDEN) == "0"
    assert score(DONE, LATE, given={"迟报": 1}) == "1"
    assert score(DONE, {**DONE, "when": "基本完成", "value": 2}, LATE) == "0"
    assert score(BANDS, LATE) == "0"


def test_a_bonus_item_has_no_floor_and_starts_from_zero() -> None:
    assert score(LATE, full=None, given={"迟报": 2}) == "-6"
    assert score(PRIZE, full=None, given={"获奖": True}) == "2"


def test_written_limits_win_over_the_conventions() -> None:
    assert score(LATE, base=6, given={"迟报": 1}) == "3"
    assert score(LATE, floor=-2, given={"迟报": 9}) == "-2"
    assert score(LATE, may_go_negative=True, given={"迟报": 4}) == "-2"
    assert score(PRIZE, base="50%", cap="60%", given={"获奖": True}) == "6"


def test_caps_of_additions_and_deductions_hold_over_their_sums() -> None:
    other = {**LATE, "when": "漏报"}
    assert score(LATE, other, cap_deduct=4, given={"迟报": 1, "漏报": 1}) == "6"
    assert score(PRIZE, {**PRIZE, "when": "表彰"}, cap_add=3, given={"获奖": True, "表彰": True}) == "3"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([1, 2], "2 values given, but the criterion asks for 1: 迟报"),
        (["x"], "迟报: 'x' found, a number expected"),
        (["NaN"], "迟报: 'NaN' found, a number expected"),
    ],
)
def test_values_that_do_not_fit_are_refused(given: list[Any], message: str) -> None:
    with use_language("en"), pytest.raises(ValueError, match=message):
        to_values(rule_from_json(LATE), given)


def test_a_flag_takes_only_yes_or_no() -> None:
    assert to_values(rule_from_json(PRIZE), [True]) == [(1, 1)]
    assert to_values(rule_from_json(PRIZE), [0]) == [(0, 1)]
    with use_language("en"), pytest.raises(ValueError, match="获奖: 2 found, yes or no"):
        to_values(rule_from_json(PRIZE), [2])


def test_a_choice_that_is_not_offered_is_refused() -> None:
    rule = rule_from_json({"op": "map", "on": "等级", "map": {"A": 1, "B": 0}})
    with use_language("en"), pytest.raises(ValueError, match="等级: 'C' found, one of A, B expected"):
        evaluate(rule, ["C"])


def test_a_share_of_full_points_needs_full_points() -> None:
    with use_language("en"), pytest.raises(ValueError, match="needs full points"):
        compile_rule(rule_from_json({"op": "ratio"}), None)


def test_a_formula_that_divides_by_zero_teaches() -> None:
    rule = rule_from_json({"op": "formula", "tree": ["/", "1", {"input": {"name": "人数", "type": "count"}}]})
    with use_language("en"), pytest.raises(ValueError, match="divides by zero"):
        evaluate(rule, [0])
    assert evaluate(rule, [-4]) == (-1, 4)
