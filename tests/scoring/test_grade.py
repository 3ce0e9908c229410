"""Grade proposals: quotas, ties at their edge, bars, grades by name, quotas by the unit's grade."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kaohe.scheme.model import Grade
from kaohe.scoring.grade import Candidate, propose, quota_of

D = Decimal
BEST = Grade("优秀", at_least=D(90), quota_pct=D(20))
GOOD = Grade("良好", at_least=D(80))
REST = Grade("合格")


def candidates(*totals: int, **effects: str) -> list[Candidate]:
    order = sorted(totals, reverse=True)
    return [
        Candidate(f"u{i}", (t,), 1 + order.index(t), frozenset(effects.get(f"u{i}", "").split()), ("", ""))
        for i, t in enumerate(totals)
    ]


def grades(levels, people, scale=1):
    return [propose(levels, people, scale)[p.unit].grade for p in people]


def codes(levels, people):
    return [[n.code for n in propose(levels, people, 1)[p.unit].notes] for p in people]


def test_threshold_includes_its_number_in_units_of_the_precision():
    assert grades([GOOD, REST], candidates(8000, 7999), scale=100) == ["良好", "合格"]


def test_a_quota_rounds_down():
    assert grades([BEST, REST], candidates(99, 98, 97, 96, 95, 94, 93, 92, 91)) == ["优秀"] + ["合格"] * 8


@pytest.mark.parametrize(("how", "places"), [("down", 1), ("half_up", 2), ("up", 2)])
def test_rounding_of_quotas(how, places):
    assert quota_of(Grade("优秀", quota_rounding=how), 8, D(20)) == places  # 1.6


def test_a_count_and_a_share_limit_together():
    assert quota_of(Grade("优秀", quota_count=3), 100, D(2)) == 2
    assert quota_of(Grade("优秀"), 100, None) is None


def test_units_that_tie_at_the_edge_are_not_proposed_and_nobody_passes_them():
    people = candidates(99, 95, 95, 94, 93, 92, 91, 90, 90, 90)
    assert grades([BEST, GOOD, REST], people) == ["优秀"] + ["良好"] * 9
    told = codes([BEST, GOOD, REST], people)
    assert told[1] == told[2] == ["tie_at_quota"]
    assert told[3] == ["quota_full"]


def test_a_tie_that_fits_is_proposed():
    assert grades([BEST, REST], candidates(95, 95, *range(80, 88))) == ["优秀", "优秀"] + ["合格"] * 8


def test_who_is_barred_leaves_the_place_to_the_next():
    people = candidates(99, 98, 97, 96, 95, u0="no_excellent")
    assert grades([BEST, REST], people) == ["合格", "优秀", "合格", "合格", "合格"]
    assert codes([BEST, REST], people)[0] == ["barred"]


def test_the_heaviest_effect_wins():
    people = candidates(99, 98, 97, 96, u0="优秀 lowest_grade", u1="no_grade 优秀", u2="优秀 良好", u3="优秀")
    assert grades([BEST, GOOD, REST], people) == ["合格", None, "良好", "优秀"]


def test_grades_by_name_use_up_the_quota():
    people = candidates(99, 98, 97, 96, 50, u4="优秀")
    assert grades([BEST, REST], people) == ["合格", "合格", "合格", "合格", "优秀"]


def test_the_lowest_place_in_percent_that_may_get_a_grade():
    level = Grade("优秀", min_rank_pct=D(40))
    assert grades([level, REST], candidates(5, 4, 3, 2, 1)) == ["优秀", "优秀", "合格", "合格", "合格"]


def test_top_five_then_next_five():
    levels = [Grade("优秀", quota_count=2), Grade("良好", quota_count=2), REST]
    assert grades(levels, candidates(9, 8, 7, 6, 5)) == ["优秀", "优秀", "良好", "良好", "合格"]


def test_a_units_grade_sets_the_share_of_its_members():
    level = Grade("优秀", quota_pct=D(20), quota_by_unit_grade={"先进": D(50), "不合格": D(0)})
    people = [
        Candidate(f"u{i}", (100 - i,), i + 1, frozenset(), pool)
        for i, pool in enumerate([("先进", "甲")] * 4 + [("不合格", "乙")] * 4 + [("合格", "丙")] * 5)
    ]
    got = grades([level, REST], people)
    assert [got[:4].count("优秀"), got[4:8].count("优秀"), got[8:].count("优秀")] == [2, 0, 1]


def test_without_a_last_open_grade_nothing_is_proposed_below_the_thresholds():
    assert grades([GOOD], candidates(85, 20)) == ["良好", None]
