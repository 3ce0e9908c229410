from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from kaohe.i18n import use_language
from kaohe.preparation import winsorise
from kaohe.preparation.treat import shape

numbers = st.lists(st.integers(-1000, 1000), min_size=4, max_size=30).filter(lambda ns: len(set(ns)) > 2)
figures = numbers.map(lambda ns: {str(i): (n, 4) for i, n in enumerate(ns)})


@given(numbers)
def test_shape_as_scipy_measures_it(values):
    found = shape(values)
    skewness = stats.skew(values, bias=False)
    assume(abs(skewness) > 1e-6)
    assert float(Fraction(*found.skew_squared)) == pytest.approx(skewness**2)
    assert found.skew_sign == (1 if skewness > 0 else -1)
    assert float(Fraction(*found.kurtosis)) == pytest.approx(stats.kurtosis(values, bias=False), abs=1e-9)


def test_equal_values_have_no_shape():
    assert shape([5, 5, 5, 5]) is None
    assert winsorise(dict.fromkeys("abcd", (5, 1))).is_enough


@given(figures)
def test_only_ends_are_moved_and_never_past_a_neighbour(cast):
    treated = winsorise(cast)
    low, high = (bound(Fraction(*x) for x in treated.figures.values()) for bound in (min, max))
    for unit, figure in cast.items():
        assert Fraction(*treated.figures[unit]) == min(max(Fraction(*figure), low), high)
    assert treated.low + treated.high <= 6
    assert {Fraction(*x) for x in treated.figures.values()} <= {Fraction(*x) for x in cast.values()}


def test_low_outliers_are_pulled_up():
    treated = winsorise({str(n): (n, 1) for n in [-1000, *range(1, 10)]})
    assert (treated.low, treated.high) == (1, 0)
    assert treated.figures["-1000"] == (1, 1)


def test_outliers_that_cannot_be_treated_are_told():
    ones = {str(n): (1 if n < 30 else 1000 * n, 1) for n in range(31)}
    assert not winsorise(ones, most=0).is_enough
    assert winsorise(ones, most=1).is_enough


def test_three_figures_are_too_few():
    with use_language("en"), pytest.raises(ValueError, match="3 figures are too few"):
        winsorise(dict.fromkeys("abc", (1, 1)))
