"""The distributed engine gives the bulk engine's result, group by group."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.scoring.bulk.test_doors import UNITS, made

from kaohe.scheme.model import Ranking, Rounding
from kaohe.scoring.bulk import BulkDataError, BulkRefusedError, BulkResult, score_parquet
from kaohe.scoring.spark import local_session, read_result
from kaohe.scoring.spark import score_parquet as score_on_spark

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore"),  # Spark's own, about Java, pandas and open sockets
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17 or newer"),
]

BONUS = {"code": "J", "name": "表彰", "criterion": "每被表彰1次加0.5分", "cap": "2"}


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    pytest.importorskip("pyspark")
    spark = local_session(cores=2, memory="1g")
    spark.sparkContext.setLogLevel("OFF")
    yield spark
    spark.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    units = [(f"u{n:02}", "town" if n % 3 else "bureau") for n in range(40)]
    facts = [
        (unit, code, period, (n * 7919 + k * 104729) % 1300 * 1000 + 10, 1_000_000)
        for n, (unit, _) in enumerate(units)
        for k, code in enumerate("AB")
        # the bureaus have not reported the second half yet: the moment is that of everybody
        for period in (("2026H1",) if n % 3 == 0 and code == "A" else ("2026H1", "2026"))
        if (n + k) % 5
    ]
    events = [(f"u{n:02}", "J", n % 4) for n in range(0, 40, 3) if n % 4]
    pl.DataFrame(units, schema=["unit", "class"], orient="row").write_parquet(tmp_path / "units.parquet")
    names = ["unit", "indicator", "period", "actual_e4", "target_e4"]
    pl.DataFrame(facts, schema=names, orient="row").write_parquet(tmp_path / "facts.parquet")
    pl.DataFrame(events, schema=["unit", "item", "count"], orient="row").write_parquet(tmp_path / "events.parquet")
    return tmp_path


def tables(result: BulkResult) -> list[list[tuple[Any, ...]]]:
    leaves = result.leaves.select(sorted(result.leaves.columns))
    return [sorted(leaves.rows(), key=str), sorted(result.adjustments.rows()), sorted(result.totals.rows(), key=str)]


@pytest.mark.parametrize("within", ["class", "all"])
def test_same_result_as_the_bulk_engine(session, folder, within):
    scheme = replace(made(adjustments=[BONUS]), ranking=Ranking(within=within))
    score_on_spark(scheme, folder, folder / "spark", session=session)
    bulk = score_parquet(scheme, folder, folder / "bulk")
    assert tables(read_result(folder / "spark", scheme.precision)) == tables(bulk)


def test_problems_come_back_and_nothing_is_written(session, folder):
    facts = pl.read_parquet(folder / "facts.parquet").with_columns(pl.lit(None, dtype=pl.Int64).alias("target_e4"))
    facts.write_parquet(folder / "facts.parquet")
    with pytest.raises(BulkDataError, match="R102"):
        score_on_spark(made(), folder, folder / "out", session=session)
    assert not list((folder / "out").rglob("*.parquet"))


def test_facts_of_an_unknown_unit_are_refused(session, folder):
    UNITS.write_parquet(folder / "units.parquet")
    (folder / "events.parquet").unlink()
    with pytest.raises(BulkDataError, match=r"u\d\d"):
        score_on_spark(made(), folder, folder / "out", session=session)


def test_exact_fractions_to_the_total_are_refused_by_name(session, folder):
    with pytest.raises(BulkRefusedError, match="round: final"):
        score_on_spark(replace(made(), rounding=Rounding.FINAL), folder, folder / "out", session=session)
