from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.i18n import use_language
from kaohe.weighting import published_weights

weights = st.lists(st.floats(0, 1e6), min_size=1, max_size=30).filter(lambda ws: sum(ws) > 1e-6)


@given(weights, st.integers(0, 4))
def test_percentages_add_up_to_exactly_100(cast, decimals):
    found = published_weights({str(i): w for i, w in enumerate(cast)}, decimals)
    assert sum(found.values()) == 100
    assert all(w >= 0 and w == round(w, decimals) for w in found.values())


@given(weights, st.integers(0, 4))
def test_each_is_less_than_one_unit_off(cast, decimals):
    total = sum(map(Fraction, cast))
    found = published_weights({str(i): w for i, w in enumerate(cast)}, decimals)
    for exact, weight in zip(cast, found.values(), strict=True):
        assert abs(Fraction(exact) * 100 / total - Fraction(weight)) < Fraction(1, 10**decimals) + Fraction(1, 10**8)


def test_last_bits_of_a_float_do_not_matter():
    third = 1 / 3
    assert published_weights({"a": third, "b": third + 1e-15, "c": third - 1e-15}) == {"a": 34, "b": 33, "c": 33}


def test_published_example_with_a_misprint():
    # printed as 0.637, 0.258, 0.103 and adding up to 0.998
    found = published_weights({"a": 0.63699, "b": 0.25828, "c": 0.10473}, 1)
    assert list(found.values()) == [Decimal("63.7"), Decimal("25.8"), Decimal("10.5")]


@pytest.mark.parametrize("wrong", [{}, {"a": 0.0}, {"a": 2.0, "b": -1.0}, {"a": float("nan")}, {"a": float("inf")}])
def test_impossible_weights_are_told(wrong):
    with use_language("en"), pytest.raises(ValueError, match="not all 0"):
        published_weights(wrong)
