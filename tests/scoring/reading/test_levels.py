"""Levels as ledgers write them, and one complaint for one cell."""

import pytest

from kaohe.scoring.reading.inputs import choice_meant
from kaohe.scoring.reading.line import names_of

AWARDS = names_of(("国家级表彰", "省级表彰", "市级表彰", "市级通报"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("国家级表彰", "国家级表彰"),
        ("国家级", "国家级表彰"),
        (" 省 级 ", "省级表彰"),
        ("市级", None),  # two choices start so
        ("国家", None),
        ("县级", None),
        ("", None),
    ],
)
def test_a_level_alone_means_the_one_choice_that_starts_with_it(text, meant):
    assert choice_meant(text, AWARDS) == meant


def test_an_unreadable_target_is_one_problem_not_a_missing_one_too(found):
    problems = found("facts.csv", "unit,indicator,actual,target\n东山镇,A1,95,约一百\n")
    assert [(row, column) for _code, row, column in problems] == [(2, 4)]


def test_an_unreadable_figure_of_last_year_is_one_problem(found):
    problems = found("facts.csv", "unit,indicator,actual,previous\n东山镇,A2,5,#N/A\n")
    assert [(row, column) for _code, row, column in problems] == [(2, 4)]
