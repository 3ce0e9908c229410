"""Aggregates over columns equal the reference engine's, unit by unit."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from kaohe.exact import rdiv
from kaohe.scheme.model import Aggregate
from kaohe.scoring.bulk.combine import combined
from kaohe.scoring.combine import Combination

SCORE = st.none() | st.integers(-(10**6), 10**6)
LARGE = st.integers(-(2**62), 2**62)


@st.composite
def tables(draw, scores=SCORE):
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(scores, min_size=width, max_size=width), min_size=1, max_size=12))
    shares = tuple(draw(st.lists(st.integers(1, 500), min_size=width, max_size=width)))
    return rows, shares


def by_unit(combination: Combination, rows: list[list[int | None]]) -> list[int | None]:
    exact = [combination.of_rounded(row) for row in rows]
    return [None if r is None else rdiv(*r) for r in exact]


def by_column(combination: Combination, rows: list[list[int | None]]) -> list[int | None]:
    columns = [pl.Series(list(c), dtype=pl.Int64) for c in zip(*rows, strict=True)]
    return combined(combination, columns).to_list()


@given(tables(), st.sampled_from([a for a in Aggregate if a is not Aggregate.GEOMETRIC]), st.sampled_from([1, 100]))
def test_linear_aggregates_with_gaps(table, aggregate, divisor):
    rows, shares = table
    combination = Combination(aggregate, shares, divisor if aggregate is Aggregate.WEIGHTED else 1)
    assert by_column(combination, rows) == by_unit(combination, rows)


@given(tables(st.none() | st.integers(0, 400)))
def test_geometric_means_near_ties(table):
    rows, shares = table
    combination = Combination(Aggregate.GEOMETRIC, shares)
    assert by_column(combination, rows) == by_unit(combination, rows)


def test_a_geometric_mean_on_a_tie_is_repaired():
    # √(4 · 2.25²) and friends: 4.5 exactly, which a double misses on either side
    combination = Combination(Aggregate.GEOMETRIC, (1, 1))
    rows = [[a * a * 9, b * b * 1] for a in range(1, 40, 2) for b in range(1, 40, 2)] + [[1, 20], [2, 10]]
    halves = [[9, 25], [27, 3], [5, 5]]
    assert by_column(combination, rows + halves) == by_unit(combination, rows + halves)


@given(tables(LARGE))
def test_numbers_too_large_for_128_bits_are_counted_in_python(table):
    rows, shares = table
    huge = tuple(share * 10**30 for share in shares)
    combination = Combination(Aggregate.WEIGHTED, huge, sum(huge))
    assert by_column(combination, rows) == by_unit(combination, rows)
