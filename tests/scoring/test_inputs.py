"""From figures to inputs: every source, what takes the figure, and what cannot be derived."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from tests.scoring.build import D, count, fact, measure

from kaohe.criteria.families.condition import Compare, Holds
from kaohe.criteria.families.flat import Deduct
from kaohe.criteria.families.per_event import DeductPer
from kaohe.criteria.families.ratio import ByRatio
from kaohe.criteria.families.score import Score
from kaohe.criteria.model import Amount, Input, InputType, Rule, Source
from kaohe.exact import ONE
from kaohe.scoring.group import Group
from kaohe.scoring.inputs import INVERSE_OF_ZERO, filler, main_inputs
from kaohe.scoring.unscorable import Unscorable

GROUP = Group([(80, 1), (905, 10), (90, 1), (90, 1)], size=5)
ONE_POINT = Amount(D(1))


def value_of(source: Source, *, kind: InputType = InputType.MEASURE, ascending: bool = False, default=None, **row):
    rule = Rule((Score(Compare(Input("x", kind, source=source), D(0), None), ONE_POINT),))
    (value,) = filler(rule, ascending=ascending, target=default)(fact("u", "A", **row), GROUP)
    return value if value is None or isinstance(value, str) else Fraction(*value)


@pytest.mark.parametrize(
    ("source", "row", "expected"),
    [
        (Source.VALUE, {"actual": "12.5"}, "12.5"),
        (Source.COMPLETION, {"actual": "95", "target": "80"}, "118.75"),
        (Source.INVERSE_COMPLETION, {"actual": "80", "target": "60"}, "75"),
        (Source.SHORTFALL, {"actual": "95", "target": "100"}, "5"),
        (Source.SHORTFALL, {"actual": "105", "target": "100"}, "0"),
        (Source.EXCESS, {"actual": "105", "target": "100"}, "5"),
        (Source.EXCESS, {"actual": "95", "target": "100"}, "0"),
        (Source.GAP, {"actual": "8.5", "target": "9"}, "-0.5"),
        (Source.GAP, {"actual": "9.5", "target": "9"}, "0.5"),
        (Source.EXCESS_PCT, {"actual": "6", "target": "14"}, "-400/7"),
        (Source.TARGET, {"target": "14"}, "14"),
        (Source.GROWTH, {"actual": "110", "previous": "100"}, "10"),
        (Source.GROWTH, {"actual": "10", "previous": "0"}, "10"),
        (Source.GROWTH, {"actual": "10", "previous": "-20"}, "30"),
        (Source.DECLINE, {"actual": "90", "previous": "100"}, "10"),
        (Source.CHANGE, {"actual": "90", "previous": "100"}, "-10"),
        (Source.RANK, {"actual": "90.5"}, "1"),
        (Source.RANK, {"actual": "90"}, "2"),
        (Source.RANK, {"actual": "80"}, "4"),
        (Source.RANK_ASCENDING, {"actual": "90"}, "2"),
        (Source.GROUP_MAX, {"actual": "1"}, "90.5"),
        (Source.GROUP_MIN, {"actual": "1"}, "80"),
        (Source.GROUP_MEAN, {"actual": "1"}, "87.625"),
        (Source.GROUP_VARIANCE, {"actual": "1"}, "19.421875"),
        (Source.GROUP_SIZE, {"actual": "1"}, "5"),
    ],
)
def test_each_source(source, row, expected):
    assert value_of(source, **row) == Fraction(expected)


def test_no_accident_against_a_control_number_is_beyond_every_cap():
    assert value_of(Source.INVERSE_COMPLETION, actual="0", target="14") == Fraction(*INVERSE_OF_ZERO)


def test_smaller_is_better_turns_the_place_round():
    assert value_of(Source.RANK, ascending=True, actual="80") == 1


def test_default_target_stands_in_for_a_missing_one():
    assert value_of(Source.COMPLETION, default=D(50), actual="25") == 50
    assert value_of(Source.COMPLETION, default=D(50), actual="25", target="25") == 100


@pytest.mark.parametrize(
    ("source", "row", "code"),
    [
        (Source.COMPLETION, {"actual": "1"}, "R102"),
        (Source.COMPLETION, {"actual": "1", "target": "0"}, "R103"),
        (Source.COMPLETION, {"actual": "1", "target": "-5"}, "R103"),
        (Source.INVERSE_COMPLETION, {"actual": "-1", "target": "5"}, "R104"),
        (Source.GROWTH, {"actual": "1"}, "R105"),
    ],
)
def test_what_cannot_be_derived_is_said(source, row, code):
    with pytest.raises(Unscorable) as error:
        value_of(source, **row)
    assert error.value.kind.code == code


def test_a_value_under_the_inputs_own_name_always_wins():
    assert value_of(Source.COMPLETION, actual="1", target="0", inputs={"x": D(95)}) == 95
    assert value_of(Source.GROUP_MAX, actual="1", inputs={"x": D(99)}) == 99


def test_nothing_reported_is_none_and_not_zero():
    assert value_of(Source.VALUE) is None
    assert value_of(Source.COMPLETION, target="5") is None
    assert value_of(Source.RANK) is None


def test_wrong_types_are_said():
    with pytest.raises(Unscorable):
        value_of(Source.VALUE, actual="1", inputs={"x": "many"})
    with pytest.raises(Unscorable):
        value_of(Source.VALUE, actual="1", inputs={"x": True})


def deduct(inp: Input) -> DeductPer:
    return DeductPer(inp, ONE_POINT, unit="次")


def names(*clauses) -> set[str]:
    return {i.name for i in main_inputs(Rule(clauses))}


def test_the_figure_goes_to_the_only_plain_input_or_the_only_measure():
    late, rate = count("迟报"), measure("满意度")
    assert names(deduct(late)) == {"迟报"}
    assert names(deduct(late), deduct(count("漏报"))) == set()
    assert names(Score(Compare(rate, D(90), None), ONE_POINT), deduct(late)) == {"满意度"}


def test_a_derived_input_takes_the_figure_and_leaves_counts_to_their_names():
    done = measure("完成率", Source.COMPLETION)
    assert names(ByRatio(done), deduct(count("迟报"))) == {"完成率"}
    assert names(ByRatio(done), Deduct(Compare(measure("完成率"), None, D(50)), ONE_POINT)) == {"完成率"}
    assert names(ByRatio(done), Deduct(Compare(measure("满意度"), None, D(50)), ONE_POINT)) == {"完成率"}


def test_a_number_never_answers_a_yes_or_no():
    rule = Rule((Score(Holds(Input("已开展", InputType.FLAG)), ONE_POINT),))
    fill = filler(rule)
    assert fill(fact("u", "A", "1"), GROUP) == (None,)
    assert fill(fact("u", "A", inputs={"已开展": True}), GROUP) == (ONE,)
    with pytest.raises(Unscorable):
        fill(fact("u", "A", inputs={"已开展": Decimal(2)}), GROUP)
