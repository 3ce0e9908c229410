"""Places and statistics of a comparison group against the plain way."""

from __future__ import annotations

from fractions import Fraction
from statistics import pvariance

from hypothesis import given
from hypothesis import strategies as st

from kaohe.scoring.group import Group

FIGURES = st.lists(st.fractions(-5, 5, max_denominator=12), min_size=1, max_size=9)


@given(FIGURES, st.fractions(-6, 6, max_denominator=12))
def test_places_and_statistics(figures, own):
    group = Group([f.as_integer_ratio() for f in figures], len(figures) + 2)
    n, d = own.as_integer_ratio()
    assert group.place((3 * n, 3 * d)) == (1 + sum(f > own for f in figures), 1)
    assert group.place((n, d), ascending=True) == (1 + sum(f < own for f in figures), 1)
    assert Fraction(*group.best) == max(figures)
    assert Fraction(*group.least) == min(figures)
    assert Fraction(*group.mean) == sum(figures) / len(figures)
    assert Fraction(*group.variance) == pvariance(figures)
    assert group.size == (len(figures) + 2, 1)


def test_a_group_that_reported_nothing_has_places_but_no_best():
    group = Group([], 3)
    assert (group.best, group.least, group.mean, group.variance) == (None, None, None, None)
    assert group.place((1, 1)) == (1, 1)
