"""Means and sharing of exact numbers against the standard library's rationals."""

from fractions import Fraction
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.exact import apportion, mean, reduced, weighted_mean

ratios = st.tuples(st.integers(-1000, 1000), st.integers(1, 50))
weights = st.tuples(st.integers(0, 100), st.integers(1, 20))
claims = st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any)


@given(ratios)
def test_reduced_keeps_the_value_in_lowest_terms(ratio):
    n, d = reduced(ratio)
    assert Fraction(n, d) == Fraction(*ratio)
    assert d > 0
    assert gcd(n, d) == 1


@given(st.lists(ratios, min_size=1))
def test_mean(values):
    assert Fraction(*mean(values)) == sum(Fraction(*v) for v in values) / len(values)


@given(st.lists(st.tuples(ratios, weights), min_size=1).filter(lambda ps: any(w[0] for _, w in ps)))
def test_weighted_mean(parts):
    total = sum(Fraction(*w) for _, w in parts)
    assert Fraction(*weighted_mean(parts)) == sum(Fraction(*v) * Fraction(*w) for v, w in parts) / total


@given(st.integers(0, 10**9), claims)
def test_pieces_add_up_and_keep_the_quota(total, claims):
    found = apportion(total, claims)
    assert sum(found) == total
    for pieces, claim in zip(found, claims, strict=True):
        exact = Fraction(total * claim, sum(claims))
        assert exact - 1 < pieces < exact + 1


@given(st.integers(0, 10**9), claims)
def test_a_larger_claim_never_gets_fewer_pieces(total, claims):
    distinct = sorted(set(claims))
    found = apportion(total, distinct)
    assert found == sorted(found)


def test_equal_remainders_go_by_the_order_given():
    assert apportion(1, [1, 1], ["b", "a"]) == [0, 1]
    assert apportion(1, [1, 1]) == [1, 0]


@pytest.mark.parametrize(("total", "claims"), [(-1, [1]), (1, [0, 0]), (1, []), (1, [2, -1])])
def test_what_cannot_be_shared_is_refused(total, claims):
    with pytest.raises(ValueError, match="nothing can be shared"):
        apportion(total, claims)
