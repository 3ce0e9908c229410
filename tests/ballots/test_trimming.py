from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.ballots import Trim, trimmed_mean

ONE_EACH = Trim(Decimal(1))
votes = st.lists(st.integers(0, 400).map(lambda n: (n, 4)), min_size=1, max_size=40)


def oracle(values: list[tuple[int, int]], drop: int) -> Fraction:
    ordered = sorted(Fraction(*v) for v in values)
    kept = ordered[drop : len(ordered) - drop]
    return sum(kept, Fraction(0)) / len(kept)


@given(votes, st.integers(0, 3), st.integers(0, 6))
def test_mean_of_the_votes_between_the_dropped_ends(values, each_end, above):
    trim = Trim(Decimal(each_end), above=above)
    found = trimmed_mean(values, trim)
    drop = each_end if len(values) > above and 2 * each_end < len(values) else 0
    assert Fraction(*found.mean) == oracle(values, drop)
    assert found.kept + len(found.low) + len(found.high) == len(values)


@given(votes, st.randoms())
def test_order_of_votes_means_nothing(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    assert trimmed_mean(values, ONE_EACH) == trimmed_mean(shuffled, ONE_EACH)


@given(votes)
def test_between_lowest_and_highest_vote(values):
    mean = Fraction(*trimmed_mean(values, ONE_EACH).mean)
    assert min(Fraction(*v) for v in values) <= mean <= max(Fraction(*v) for v in values)


@pytest.mark.parametrize(
    ("count", "dropped"),
    [(5, 0), (6, 1), (9, 1)],
)
def test_more_than_five_raters_lose_one_at_each_end(count, dropped):
    found = trimmed_mean([(n, 1) for n in range(count)], ONE_EACH)
    assert len(found.low) == len(found.high) == dropped


def test_percentage_drops_only_whole_votes():
    assert Trim(Decimal(10), is_pct=True).count(19) == 1
    assert Trim(Decimal("12.5"), is_pct=True, above=0).count(8) == 1


def test_nothing_is_dropped_when_nothing_would_be_left():
    assert trimmed_mean([(1, 1), (5, 1)], Trim(Decimal(1), above=0)).mean == (3, 1)


def test_no_vote_is_no_zero():
    assert trimmed_mean([]) is None


def test_equal_votes_at_the_ends_are_dropped_once():
    found = trimmed_mean([(9, 1)] * 6 + [(3, 1)], ONE_EACH)
    assert found.mean == (9, 1)
    assert found.low == ((3, 1),)
    assert found.high == ((9, 1),)
