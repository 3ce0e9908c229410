from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.rewards import QuotaRounding, RewardProblems, places_by_unit_grade, quota_places, share_places


@pytest.mark.parametrize(
    ("people", "percent", "down", "half_up", "up"),
    [
        (12, "20", 2, 2, 3),
        (13, "20", 2, 3, 3),
        (10, "25", 2, 3, 3),
        (20, "25", 5, 5, 5),
        (0, "20", 0, 0, 0),
        (8, "12.5", 1, 1, 1),
    ],
)
def test_rounding_of_quotas(people, percent, down, half_up, up):
    found = [
        quota_places(people, Decimal(percent), r) for r in (QuotaRounding.DOWN, QuotaRounding.HALF_UP, QuotaRounding.UP)
    ]
    assert found == [down, half_up, up]


@given(st.integers(0, 10_000), st.decimals(0, 100, places=2))
def test_down_never_exceeds_the_percentage(people, percent):
    assert quota_places(people, percent) * 100 <= people * Fraction(percent)


@given(st.integers(0, 500), st.dictionaries(st.text(min_size=1, max_size=2), st.integers(0, 200), min_size=1))
def test_shared_places_add_up(places, people):
    if any(people.values()):
        found = share_places(places, people)
        assert sum(found.values()) == places
        assert found == {unit: share_places(places, dict(sorted(people.items())))[unit] for unit in people}
    else:
        with pytest.raises(RewardProblems):
            share_places(places, people)


@pytest.mark.parametrize(("people", "percent"), [(-1, "20"), (5, "101"), (5, "-1"), (5, "NaN")])
def test_impossible_quotas_are_told(people, percent):
    with pytest.raises(RewardProblems):
        quota_places(people, Decimal(percent))


def test_a_units_grade_sets_its_quota():
    percent = {"优秀": Decimal(25), "良好": Decimal(20), "较差": Decimal(15)}
    people = {"a": 30, "b": 30, "c": 30}
    assert places_by_unit_grade(people, {"a": "优秀", "b": "良好", "c": "较差"}, percent) == {"a": 7, "b": 6, "c": 4}


def test_units_without_a_known_grade_are_all_told():
    with pytest.raises(RewardProblems) as caught:
        places_by_unit_grade({"a": 1, "b": 2, "c": 3}, {"a": "优秀", "b": "?"}, {"优秀": Decimal(25)})
    assert [p[0] for p in caught.value.problems] == ["b", "c"]
