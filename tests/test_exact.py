"""Exact numbers against the standard library's own rationals."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.exact import (
    MAX_DIGITS,
    Ratio,
    is_less,
    minus,
    plus,
    rdiv,
    show,
    show_decimal,
    times,
    to_decimal,
    to_ratio,
    to_scaled,
)

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)
RATIOS = st.tuples(st.integers(-(10**9), 10**9), st.integers(1, 12))


@given(st.integers(), st.integers(min_value=1))
def test_rdiv_rounds_half_away_from_zero(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    nearest = rdiv(numerator, denominator)
    assert abs(exact - nearest) <= Fraction(1, 2)
    if abs(exact - nearest) == Fraction(1, 2):
        assert abs(nearest) > abs(exact)


@given(NUMBERS)
def test_a_decimal_becomes_the_same_ratio(value: Decimal) -> None:
    numerator, denominator = to_ratio(value)
    assert Fraction(numerator, denominator) == Fraction(value)
    assert denominator > 0


@given(NUMBERS, st.integers(min_value=0, max_value=5))
def test_rounding_equals_decimal_half_up(value: Decimal, digits: int) -> None:
    numerator, denominator = to_ratio(value)
    rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert Decimal(show(rdiv(numerator * 10**digits, denominator), digits)) == rounded


@given(st.integers(-(10**30), 10**30), st.integers(min_value=0, max_value=6))
def test_shown_scores_read_back(units: int, digits: int) -> None:
    assert to_scaled(Decimal(show(units, digits)), digits) == units


@given(NUMBERS)
def test_plain_decimals_keep_their_value(value: Decimal) -> None:
    text = show_decimal(value)
    assert Decimal(text) == value
    assert "E" not in text


def test_scaling_refuses_to_round() -> None:
    with pytest.raises(ValueError, match="more than 2 decimal places"):
        to_scaled(Decimal("0.125"), 2)


@pytest.mark.parametrize("text", ["", "十", "NaN", "Infinity", "1e999", "1" * (MAX_DIGITS + 1)])
def test_what_is_no_finite_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        to_decimal(text)


@given(RATIOS, RATIOS)
def test_ratio_arithmetic_is_that_of_fractions(a: Ratio, b: Ratio) -> None:
    assert Fraction(*plus(a, b)) == Fraction(*a) + Fraction(*b)
    assert Fraction(*minus(a, b)) == Fraction(*a) - Fraction(*b)
    assert Fraction(*times(a, b)) == Fraction(*a) * Fraction(*b)
    assert is_less(a, b) == (Fraction(*a) < Fraction(*b))
    assert all(operation(a, b)[1] > 0 for operation in (plus, minus, times))
