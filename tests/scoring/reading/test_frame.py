"""Facts in bulk agree with the careful reader, or are refused."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.scoring.reading import read_facts_frame
from kaohe.tables.problems import Problems


def problems(folder):
    with pytest.raises(Problems) as raised:
        read_facts_frame(folder)
    return [(p.code, p.place.row) for p in raised.value]


def test_text_numbers_become_scaled_integers(tmp_path):
    (tmp_path / "facts.csv").write_text(
        "单位,指标,周期,完成值,目标值\nu1,A1,2024, 95.5 ,100\nu2,A1,2024,-0.0001,\nu3,A1,2024,不适用,1.50000\n"
        "u4,A1,2024,未报,0\n"
    )
    frame = read_facts_frame(tmp_path).collect()
    assert frame.columns == ["unit", "indicator", "period", "actual", "target", "applicable"]
    assert frame["actual"].to_list() == [955000, -1, None, None]
    assert frame["target"].to_list() == [1000000, None, 15000, 0]
    assert frame["applicable"].to_list() == [True, True, False, True]


def test_inputs_keep_numbers_and_choices_apart(tmp_path):
    (tmp_path / "facts.csv").write_text("unit,indicator,input,value\nu1,A3,迟报,2\nu1,A5,级别,省级\nu1,A7,,5\n")
    frame = read_facts_frame(tmp_path).collect()
    assert frame["input"].to_list() == ["迟报", "级别", None]
    assert frame["value"].to_list() == [20000, None, 50000]
    assert frame["text"].to_list() == [None, "省级", None]


@pytest.mark.parametrize(
    "series",
    [
        pl.Series("actual", [1.5, 14.0891, -0.3, 1e12, None]),
        pl.Series("actual", ["1.5", "14.0891", "-0.3", "1000000000000", None]).cast(pl.Decimal(30, 4)),
        pl.Series("actual", ["1.5", "14.0891", "-0.3", "1000000000000", None]),
    ],
    ids=["float", "decimal", "text"],
)
def test_parquet_of_any_number_type_is_exact(tmp_path, series):
    pl.DataFrame({"unit": list("abcde"), "indicator": ["A"] * 5, "actual": series}).write_parquet(
        tmp_path / "facts.parquet"
    )
    assert read_facts_frame(tmp_path).collect()["actual"].to_list() == [15000, 140891, -3000, 10**16, None]


def test_wide_tables_of_codes_become_long(tmp_path):
    pl.DataFrame({"unit": ["u1", "u2"], "A1": [1, 2], "A2": [3, None]}).write_parquet(tmp_path / "facts.parquet")
    frame = read_facts_frame(tmp_path).collect().sort("unit", "indicator")
    assert frame.select("unit", "indicator", "actual").rows() == [
        ("u1", "A1", 10000), ("u1", "A2", 30000), ("u2", "A1", 20000), ("u2", "A2", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("unit,indicator,actual\nu,A,1\nu,B,1.00001\n", [("D131", 3)]),
        ("unit,indicator,actual\nu,A,98%\nu,B,x\n", [("D131", 2), ("D131", 3)]),
        ("unit,indicator,actual\nu,A,1e5\n", [("D131", 2)]),
        ("unit,indicator,actual\nu,A,NaN\n", [("D131", 2)]),
        ("unit,indicator,actual\nu,A,123456789012345\n", [("D131", 2)]),
        ("unit,indicator,actual\nu,A,-\n", [("D131", 2)]),
        ("indicator,actual\nA,1\n", [("T113", 0)]),
        ("unit,A1:目标\nu,1\n", [("D132", 0)]),
        ("unit,单位,indicator,actual\nu,u,A,1\n", [("T114", 0)]),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_by_row(tmp_path, content, expected):
    (tmp_path / "facts.csv").write_text(content)
    assert problems(tmp_path) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 0.00001, 1e14, 123456789012.12345])
def test_floats_that_are_no_figures_are_refused(tmp_path, value):
    pl.DataFrame({"unit": ["u"], "indicator": ["A"], "actual": [value]}).write_parquet(tmp_path / "facts.parquet")
    assert problems(tmp_path) == [("D131", 2)]


def test_no_facts(tmp_path):
    assert problems(tmp_path) == [("D102", 0)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.decimals(min_value=-(10**11), max_value=10**11, places=4), min_size=1, max_size=30))
def test_floats_and_texts_of_four_places_come_back_exactly(tmp_path_factory, numbers):
    folder = tmp_path_factory.mktemp("facts")
    for column in ([float(n) for n in numbers], [str(n) for n in numbers]):
        n = len(numbers)
        frame = pl.DataFrame({"unit": ["u"] * n, "indicator": ["A"] * n, "actual": column})
        frame.write_parquet(folder / "facts.parquet")
        expected = [int(n * Decimal(10**4)) for n in numbers]
        assert read_facts_frame(folder).collect()["actual"].to_list() == expected
