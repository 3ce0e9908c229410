from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.rewards import RewardProblems, pay
from kaohe.rewards.money import pieces, rounded


@given(st.decimals(0, 100_000, places=2), st.lists(st.decimals(0, 3, places=3), max_size=4))
def test_within_half_a_cent_of_the_exact_product(base, factors):
    exact = Fraction(base)
    for factor in factors:
        exact *= Fraction(factor)
    assert abs(Fraction(pay(base, factors)) - exact) <= Fraction(1, 200)


def test_rounds_once_half_up():
    assert pay(Decimal("0.25"), [Decimal("0.5"), Decimal("0.2")]) == Decimal("0.03")  # 0.025, not 0.13 × 0.2
    assert pay(Decimal(10), [Decimal("0.25")], Decimal(1)) == 3


def test_negative_figures_are_told():
    with pytest.raises(RewardProblems):
        pay(Decimal("NaN"), [])
    with pytest.raises(RewardProblems, match=r"-0\.5"):
        pay(Decimal(1), [Decimal("-0.5")])


def test_pieces_and_rounding_of_money():
    assert pieces(Decimal("7.50"), Decimal("2.5")) == 3
    assert rounded((1, 8), Decimal("0.01")) == Decimal("0.13")
