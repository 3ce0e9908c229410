from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.rewards import Ties, award_prizes

PLACES = [Decimal(900), Decimal(600), Decimal(300)]


@pytest.mark.parametrize(
    ("ranks", "ties", "expected", "left_over"),
    [
        ({"a": 1, "b": 2, "c": 3, "d": 4}, Ties.SHARE, {"a": "900", "b": "600", "c": "300"}, "0"),
        ({"a": 1, "b": 1, "c": 3}, Ties.SHARE, {"a": "750", "b": "750", "c": "300"}, "0"),
        ({"a": 1, "b": 1, "c": 3}, Ties.EACH, {"a": "900", "b": "900", "c": "300"}, "-300"),
        (
            {"a": 1, "b": 2, "c": 3, "d": 3, "e": 3},
            Ties.SHARE,
            dict(zip("abcde", ["900", "600", "100", "100", "100"], strict=True)),
            "0",
        ),
        (dict.fromkeys("abcdefg", 1), Ties.SHARE, dict.fromkeys("abcdefg", "257.14"), "0.02"),
        ({"a": 1, "b": 2}, Ties.SHARE, {"a": "900", "b": "600"}, "300"),
        ({}, Ties.SHARE, {}, "1800"),
    ],
)
def test_prizes(ranks, ties, expected, left_over):
    found = award_prizes(PLACES, ranks, ties)
    assert found.amounts == {unit: Decimal(amount) for unit, amount in expected.items()}
    assert found.left_over == Decimal(left_over)


def test_dense_ranks_take_up_the_same_places():
    assert award_prizes(PLACES, {"a": 1, "b": 1, "c": 2}) == award_prizes(PLACES, {"a": 1, "b": 1, "c": 3})


@given(st.dictionaries(st.text(min_size=1, max_size=2), st.integers(1, 8)), st.randoms())
def test_shared_prizes_never_cost_more_and_equals_get_equal(ranks, random):
    found = award_prizes(PLACES, ranks)
    assert found.left_over >= 0
    assert sum(found.amounts.values()) + found.left_over == sum(PLACES)
    for one in found.amounts:
        for other in ranks:
            if ranks[one] == ranks[other]:
                assert found.amounts[one] == found.amounts[other]
            elif other in found.amounts and ranks[one] < ranks[other]:
                assert found.amounts[one] >= found.amounts[other]
    items = list(ranks.items())
    random.shuffle(items)
    assert award_prizes(PLACES, dict(items)) == found
