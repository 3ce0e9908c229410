"""Frames and Parquet folders: what goes in, what comes out, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from tests.scoring.bulk.strategies import cases
from tests.scoring.bulk.test_same_as_reference import numbers

from kaohe.scheme.check import check
from kaohe.scheme.model import Scheme
from kaohe.scheme.spec import SchemeSpec
from kaohe.scoring.bulk import (
    BulkDataError,
    BulkResult,
    data,
    engine,
    from_dataset,
    score_dataset,
    score_frame,
    score_parquet,
)
from kaohe.scoring.bulk.engine import score_data
from kaohe.scoring.bulk.files import is_bulk_folder, read_parquet, write_parquet
from kaohe.tables.problems import Problems


def made(**more: object) -> Scheme:
    leaf = {"points": "100", "weight": "50%", "owner": "统计局"}
    spec = {
        "id": "two",
        "title": "两项",
        "cycle": {"year": "2026"},
        "precision": "2",
        "classes": [{"id": "town", "name": "镇"}, {"id": "bureau", "name": "局"}],
        "aggregate": "weighted",
        "indicators": [
            {"code": "A", "name": "产值", "criterion": "按完成比例得分", **leaf},
            {"code": "B", "name": "迟报", "criterion": "每迟报1次扣0.5分，扣完为止", **leaf},
        ],
        "grades": [{"name": "优秀", "at_least": "90", "quota": "50%"}, {"name": "合格"}],
    }
    scheme, findings = check(SchemeSpec.model_validate(spec | more))
    assert scheme is not None, findings
    return scheme


UNITS = pl.DataFrame({"unit": ["u1", "u2", "u3"], "class": ["town", "town", "bureau"]})


def facts(digits: int = 2) -> pl.DataFrame:
    scale = 10**digits
    rows = [("u1", "A", 95, 100), ("u1", "B", 3, None), ("u2", "A", 120, 100), ("u3", "A", 1, 3)]
    data = [(u, i, a * scale, None if t is None else t * scale) for u, i, a, t in rows]
    return pl.DataFrame(data, schema=["unit", "indicator", "actual", "target"], orient="row")


def test_scores_places_and_grades():
    result = score_frame(made(), UNITS, facts(), digits=2)
    assert result.leaves.sort("unit").rows() == [("u1", 9500, 9850), ("u2", 10000, 0), ("u3", 3333, 0)]
    totals = result.totals.sort("unit").select("unit", "total", "rank", "grade").rows()
    assert totals == [("u1", 9675, 1, "优秀"), ("u2", 5000, 2, "合格"), ("u3", 1667, 1, "合格")]


def test_a_folder_of_parquet_files_in_and_out(tmp_path):
    source, target = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    UNITS.write_parquet(source / "units.parquet")
    facts(4).rename({"actual": "actual_e4", "target": "target_e4"}).write_parquet(source / "facts.parquet")
    result = score_parquet(made(), source, target)
    assert pl.read_parquet(target / "totals.parquet").equals(result.totals)
    long = pl.read_parquet(target / "leaves.parquet").sort("unit", "indicator")
    assert long.rows()[:2] == [("u1", "A", 9500), ("u1", "B", 9850)]


def test_decimals_and_scaled_integers_read_alike(tmp_path):
    exact = facts(0).with_columns(pl.col("actual", "target").cast(pl.Decimal(18, 3)))
    results = []
    for name, frame in (("decimal", exact), ("whole", facts(0))):
        folder = tmp_path / name
        folder.mkdir()
        UNITS.write_parquet(folder / "units.parquet")
        frame.write_parquet(folder / "facts.parquet")
        results.append(score_parquet(made(), folder, folder / "out").totals)
    assert results[0].equals(results[1])
    assert results[0].sort("unit")["total"].to_list() == [9675, 5000, 1667]


def test_floats_are_refused_before_anything_is_read(tmp_path):
    UNITS.write_parquet(tmp_path / "units.parquet")
    facts(0).with_columns(pl.col("actual").cast(pl.Float64)).write_parquet(tmp_path / "facts.parquet")
    with pytest.raises(BulkDataError, match="actual"):
        score_parquet(made(), tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("units", "named"),
    [
        (pl.concat([UNITS, UNITS[:1]]), "u1"),
        (UNITS.with_columns(pl.lit("village").alias("class")), "village"),
    ],
    ids=["twice", "class"],
)
def test_units_that_do_not_fit_are_named(units, named):
    with pytest.raises(BulkDataError, match=named):
        score_frame(made(), units, facts(), digits=2)


def test_cells_that_cannot_be_scored_are_all_listed():
    without = facts().with_columns(pl.lit(None, dtype=pl.Int64).alias("target"))
    with pytest.raises(Problems) as caught:
        score_frame(made(), UNITS, without, digits=2)
    assert [(p.code, p.values["unit"]) for p in caught.value] == [("R102", "u1"), ("R102", "u2"), ("R102", "u3")]


def test_figures_near_the_limit_of_64_bits_stay_exact():
    large = 9_223_372_036_854_775_806
    rows = facts(0).with_columns(
        actual=pl.when(pl.col("indicator") == "A").then(large - 1).otherwise(0),
        target=pl.when(pl.col("indicator") == "A").then(large),
    )
    result = score_frame(made(precision="8"), UNITS, rows, digits=0)
    exact = (Decimal(large - 1) / large * 100).quantize(Decimal("1e-8"), rounding="ROUND_HALF_UP")
    assert result.leaves["A"].to_list() == [int(exact * 10**8)] * 3


def test_a_period_that_turns_up_late_is_found(monkeypatch):
    for module in (engine, data):
        monkeypatch.setattr(module, "BATCH", 2)
    rows = facts().with_columns(period=pl.lit("2026Q1"))
    late = rows[-1:].with_columns(pl.lit("2026Q2").alias("period"))
    found = score_frame(made(), UNITS, pl.concat([rows, late]), digits=2).leaves.sort("unit")["A"].to_list()
    assert found == [0, 0, 3333]  # the second quarter is the moment now, and only u3 has reported it


def test_nothing_of_the_year_is_a_problem():
    with pytest.raises(Problems) as caught:
        score_frame(made(), UNITS, facts().with_columns(period=pl.lit("2019")), digits=2)
    assert [p.code for p in caught.value] == ["R111"]


def test_the_order_of_events_and_their_splitting_mean_nothing():
    bonus = {"code": "J", "name": "表彰", "criterion": "每被表彰1次加0.5分", "cap": "2"}
    scheme = made(adjustments=[bonus])
    one = pl.DataFrame({"unit": ["u1", "u2"], "item": ["J", "J"], "count": [3, 9]})
    many = pl.DataFrame({"unit": ["u2"] * 9 + ["u1"] * 3, "item": ["J"] * 12})
    found = [score_frame(scheme, UNITS, facts(), events=e, digits=2) for e in (one, many)]
    assert found[0].totals.equals(found[1].totals)
    assert found[0].adjustments.sort("unit").rows() == [("u1", "J", 150, 150), ("u2", "J", 450, 200)]


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(cases())
def test_data_written_as_parquet_score_alike(tmp_path_factory, case):
    scheme, data = case
    folder = tmp_path_factory.mktemp("data")
    write_parquet(from_dataset(data), folder)
    assert is_bulk_folder(folder)
    expected = outcome(lambda: score_dataset(scheme, data))
    assert outcome(lambda: score_data(scheme, read_parquet(folder))) == expected


def outcome(score: Callable[[], BulkResult]) -> object:
    try:
        return numbers(score())
    except Problems as problems:
        return [p.code for p in problems]
