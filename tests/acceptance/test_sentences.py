"""Sentences as offices write them keep their look in forms and derivations."""

import pytest

from kaohe.criteria.parse import parse
from kaohe.criteria.printer import print_rule


@pytest.mark.parametrize(("opening", "closing"), ["“”", '""', "＂＂"])
def test_quotation_marks_come_back_in_pairs(opening, closing):
    rule = parse(f"未按期开展{opening}三会一课{closing}的，每次扣1分，扣完为止").rule
    assert rule is not None
    assert [field.name for field in rule.inputs] == ["未按期开展“三会一课”"]
    again = parse(print_rule(rule)).rule
    assert again == rule


def test_schools_are_counted_by_their_own_word():
    rule = parse("督学评估不合格的，每所扣2分，扣完为止").rule
    assert rule is not None
    assert rule.inputs[0].unit == "所"


def test_points_that_were_deducted_are_no_deduction():
    assert parse("按所扣分数的50%计").rule is None
