"""Bands that join, gap or overlap at their ends, from the top down and from the bottom up."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import polars as pl
import pytest

from kaohe.criteria.evaluate import Size, compile_rule, score_column
from kaohe.criteria.families.bands import Band, Bands
from kaohe.criteria.model import Amount, Input, InputType, Rule

RATE = Input("满意度", InputType.MEASURE, "%")
ENDS = [(Decimal(90), None, 9), (Decimal(80), Decimal(90), 8), (None, Decimal(80), 7)]
FIGURES = [790, 799, 800, 801, 899, 900, 901]


def first_band(bands: tuple[Band, ...], tenths: int) -> int:
    x = Decimal(tenths) / 10
    for band in bands:
        above = band.low is None or x > band.low or (x == band.low and not band.low_open)
        below = band.high is None or x < band.high or (x == band.high and not band.high_open)
        if above and below:
            return int(band.amount.value)
    return 0


@pytest.mark.parametrize("opens", list(product([False, True], repeat=4)))
@pytest.mark.parametrize("falling", [True, False])
def test_each_figure_falls_in_the_first_band_that_contains_it(opens: tuple[bool, ...], falling: bool) -> None:
    a, b, c, d = opens
    flags = [(a, True), (b, c), (True, d)]
    rows = [
        Band(low, high, Amount(Decimal(points)), *ends) for (low, high, points), ends in zip(ENDS, flags, strict=True)
    ]
    bands = tuple(rows if falling else rows[::-1])
    rule = Rule((Bands(RATE, RATE.name, "%", bands),))
    expected = [first_band(bands, tenths) for tenths in FIGURES]
    score = compile_rule(rule, Decimal(10)).score
    assert [score([(tenths, 10)]) for tenths in FIGURES] == [(points, 1) for points in expected]
    column = score_column(rule, Decimal(10), [(pl.col("x"), 10)], 0, [Size(0, 1000)])
    assert pl.DataFrame({"x": FIGURES}).select(s=column)["s"].to_list() == expected
