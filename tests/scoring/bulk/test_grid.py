"""Long facts find their dense place, and what does not fit is named."""

from __future__ import annotations

import polars as pl
import pytest

from kaohe.scoring.bulk.errors import BulkDataError, UnknownPeriodError
from kaohe.scoring.bulk.grid import Grid, Want

ACTUAL = Want("A1", "2026", "actual")


def grid(**options: object) -> Grid:
    wants = [ACTUAL, Want("A2", "2026", "actual"), Want("A1", "2026", "target")]
    return Grid(["u1", "u2", "u3"], wants, {"A1": (), "A2": ()}, ["2026"], **options)


def facts(**columns: list[object]) -> pl.DataFrame:
    rows = len(next(iter(columns.values())))
    return pl.DataFrame({"unit": ["u1"] * rows, "indicator": ["A1"] * rows} | columns)


def test_rows_find_their_place_in_any_order_and_any_pieces():
    one, two = grid(), grid()
    rows = pl.DataFrame(
        {"unit": ["u3", "u1", "u3"], "indicator": ["A1", "A2", "A2"], "actual": [5, 7, 9], "target": [1, None, 2]}
    )
    one.add(rows)
    for n in (2, 0, 1):
        two.add(rows[n])
    for each in (one, two):
        each.check()
        assert each.column(ACTUAL).to_list() == [None, None, 5]
        assert each.column(Want("A2", "2026", "actual")).to_list() == [7, None, 9]
        assert each.column(Want("A1", "2026", "target")).to_list() == [None, None, 1]


def test_a_reported_zero_is_not_a_gap():
    dense = grid()
    dense.add(facts(actual=[0]))
    assert dense.column(ACTUAL).to_list() == [0, None, None]
    assert dense.present("A1", "2026").tolist() == [True, False, False]


@pytest.mark.parametrize(("column", "value"), [("unit", "u9"), ("indicator", "A9")], ids=["unit", "indicator"])
def test_what_is_unknown_is_named(column, value):
    rows = facts(actual=[1], period=["2026"]).with_columns(pl.lit(value).alias(column))
    with pytest.raises(BulkDataError, match=value):
        grid().add(rows)


def test_a_figure_reported_twice_is_an_error_even_across_batches():
    dense = grid()
    dense.add(facts(actual=[1]))
    dense.add(facts(actual=[2]))
    with pytest.raises(BulkDataError, match="1"):
        dense.check()


def test_binary_floats_are_refused():
    with pytest.raises(BulkDataError, match="actual"):
        grid().add(facts(actual=[0.1]))


def test_decimals_are_taken_at_their_scale():
    dense = grid()
    dense.add(facts(actual=[1]).with_columns(pl.col("actual").cast(pl.Decimal(18, 4))))
    assert dense.column(ACTUAL).to_list()[0] == 10_000


def test_inputs_by_name_and_choices():
    wants = [Want("A1", "2026", "value", "迟报"), Want("A1", "2026", "text", "等级")]
    dense = Grid(["u1", "u2"], wants, {"A1": ("迟报", "等级")}, ["2026"], ["良好", "优秀"])
    rows = {"input": ["迟报", "等级"], "value": [30_000, None], "text": [None, "优秀"]}
    dense.add(facts(**rows))
    assert dense.column(wants[0]).to_list() == [30_000, None]
    assert dense.text(wants[1]).to_list() == ["优秀", None]
    with pytest.raises(BulkDataError, match="早报"):
        dense.add(facts(input=["早报"], value=[1]))


def test_a_period_that_was_not_announced_stops_the_loading():
    with pytest.raises(UnknownPeriodError):
        grid().add(facts(actual=[1], period=["2031"]))
