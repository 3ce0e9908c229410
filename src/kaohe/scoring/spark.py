"""The distributed engine: the bulk engine's kernel runs per comparison group inside Spark's ``applyInArrow``.

There is no second implementation: a task holds one group (a class; all units where the scheme compares all of them),
so its memory is bounded by the largest group, whatever the size of the run. Parquet in and out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from kaohe.i18n import translator
from kaohe.scheme.model import Scheme
from kaohe.scoring.bulk.data import BulkData
from kaohe.scoring.bulk.engine import refuse_by_groups, score_data
from kaohe.scoring.bulk.errors import BulkDataError
from kaohe.scoring.bulk.figures import Calendar
from kaohe.scoring.bulk.files import read_parquet, scale_of
from kaohe.scoring.bulk.result import BulkResult
from kaohe.scoring.facts import Dataset
from kaohe.scoring.intake import Results
from kaohe.tables.problems import Problems

if TYPE_CHECKING:
    import pyarrow as pa

_ = translator("scoring")

COLUMNS = {
    "table": pl.String,
    "unit": pl.String,
    "code": pl.String,
    "class": pl.String,
    "score": pl.Int64,
    "amount": pl.Int64,
    "base": pl.Int64,
    "adjusted": pl.Int64,
    "rank": pl.Int64,
    "ranked_among": pl.Int64,
    "proposed_grade": pl.String,
    "grade": pl.String,
}
"""Columns of the result: one table of all, told apart by ``table`` (leaves, nodes, adjustments, totals)."""

_SPARK_TYPES: dict[Any, str] = {pl.String: "string", pl.Int64: "bigint"}
_EVENTS = ("item", "date", "count", "points", "level", "input")
_NOBODY = "\x00"


@dataclass(frozen=True)
class GroupKernel:
    """What one task does: score the units of one comparison group.

    Attributes
    ----------
    rest
        Ballots, turnout and decisions of the whole run; they are few.
    calendar
        Periods in which anybody of the run reported: what a window's moment depends on.
    """

    scheme: Scheme
    rest: Dataset
    digits: int
    calendar: Calendar
    as_of: str | None
    results: Results | None

    def __call__(self, units: pa.Table, rows: pa.Table) -> pa.Table:
        """Score one group; tables in and out as Arrow."""
        import pyarrow as pa

        types = {pl.String: pa.string(), pl.Int64: pa.int64()}
        schema = pa.schema([(name, types[dtype]) for name, dtype in COLUMNS.items()])
        return _flat(self.scored(_frame(units), _frame(rows))).to_arrow().cast(schema)

    def scored(self, units: pl.DataFrame, rows: pl.DataFrame) -> BulkResult:
        """Score one group; ``rows`` holds its facts and the entries of its ledger."""
        if units.is_empty():
            raise BulkDataError(
                _("facts: unknown unit {found}; correct the facts or add the unit").format(found=rows["unit"][0])
            )
        is_event = pl.col("is_event")
        events = rows.filter(is_event).select("unit", *(pl.col(f"event_{c}").alias(c) for c in _EVENTS))
        facts = rows.filter(~is_event).drop("is_event", "group", *(f"event_{c}" for c in _EVENTS))
        data = BulkData(units.drop("group"), facts.lazy(), events, self.rest, self.digits, is_sliceable=True)
        return score_data(self.scheme, data, as_of=self.as_of, results=self.results, calendar=self.calendar)


def score_parquet(
    scheme: Scheme,
    folder_in: Path | str,
    folder_out: Path | str,
    *,
    session: Any = None,
    as_of: str | None = None,
    results: Results | None = None,
) -> None:
    """Score a folder of Parquet files on Spark.

    Parameters
    ----------
    folder_in
        As in `kaohe.scoring.bulk.score_parquet`; ``units``, ``facts`` and ``events`` may be folders of many files.
    folder_out
        Takes one Parquet table partitioned by ``table``; see `read_result`.
    session
        A Spark session; None: a local one on two cores.

    Raises
    ------
    ImportError
        When pyspark is not installed.
    BulkRefusedError, BulkDataError
        As the bulk engine; problems of cells come as the text of a `BulkDataError`, and nothing is written.
    """
    refuse_by_groups(scheme)
    spark = session if session is not None else local_session()
    job = _Job(scheme, spark, Path(folder_in), as_of, results)
    try:
        job.scored().write.mode("overwrite").partitionBy("table").parquet(str(folder_out))
    except Exception as why:
        raise _explained(why) from why


def local_session(cores: int = 2, memory: str = "2g") -> Any:
    """Start Spark on this machine.

    Raises
    ------
    ImportError
        When pyspark is not installed; the message says how to mend it.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as why:
        raise ImportError(_("the engine spark needs pyspark and Java 17 or newer: pip install 'kaohe[spark]'")) from why
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return (
        SparkSession.builder.master(f"local[{cores}]")
        .appName("kaohe")
        .config("spark.driver.memory", memory)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", str(4 * cores))
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "200000")
        .getOrCreate()
    )


def read_result(folder: Path | str, precision: int) -> BulkResult:
    """Read what `score_parquet` wrote back into one result, for results that fit in memory."""
    found = pl.read_parquet(f"{folder}/**/*.parquet", hive_partitioning=True)
    leaves, nodes = (
        found.filter(pl.col("table") == table)
        .pivot(on="code", index="unit", values="score", on_columns=None)
        .sort("unit")
        for table in ("leaves", "nodes")
    )
    items = found.filter(pl.col("table") == "adjustments")
    adjustments = items.select("unit", item="code", amount="amount", counted="score")
    totals = found.filter(pl.col("table") == "totals").rename({"score": "total"})
    names = ["unit", "class", "base", "adjusted", "total", "rank", "ranked_among", "proposed_grade", "grade"]
    return BulkResult(leaves, nodes, adjustments, totals.select(names).sort("class", "unit"), precision)


class _Job:
    """One run on Spark: the tables by comparison group, and the kernel over them."""

    def __init__(self, scheme: Scheme, spark: Any, folder: Path, as_of: str | None, results: Results | None) -> None:
        self.scheme, self.spark, self.folder = scheme, spark, folder
        self.facts, self.digits = self._figures()
        rest = read_parquet(folder).rest
        calendar = self._calendar()
        self.kernel = GroupKernel(scheme, rest, self.digits, calendar, as_of, results)

    def scored(self) -> Any:
        """Give the lazy frame of results."""
        from pyspark.sql import functions as f

        units = self._read("units").withColumn("group", self._group(f))
        keys = f.broadcast(units.select("unit", "group"))
        rows = self._rows(f).join(keys, "unit", "left").fillna({"group": _NOBODY})
        schema = ", ".join(f"`{name}` {_SPARK_TYPES[dtype]}" for name, dtype in COLUMNS.items())
        kernel = self.kernel

        # Spark counts the arguments of what it is given: a bound method would have one too many.
        def task(group_units: pa.Table, group_rows: pa.Table) -> pa.Table:
            return kernel(group_units, group_rows)

        return units.groupBy("group").cogroup(rows.groupBy("group")).applyInArrow(task, schema)

    def _group(self, f: Any) -> Any:
        """Units that must be seen together: a class, or everybody where the scheme compares everybody."""
        correction = self.scheme.correction
        everybody = self.scheme.ranking.within == "all" or (
            correction is not None and correction.method == "unit_result"
        )
        return f.lit("all") if everybody else f.col("class")

    def _rows(self, f: Any) -> Any:
        facts = self.facts.withColumn("is_event", f.lit(False))
        path = self.folder / "events.parquet"
        events = self._read("events") if path.exists() else None
        if events is None:
            for name in _EVENTS:
                facts = facts.withColumn(f"event_{name}", f.lit(None).cast("string"))
            return facts
        columns = [
            (f.col(name) if name in events.columns else f.lit(None)).cast("string").alias(f"event_{name}")
            for name in _EVENTS
        ]
        ledger = events.select("unit", f.lit(True).alias("is_event"), *columns)
        return facts.unionByName(ledger, allowMissingColumns=True)

    def _read(self, name: str) -> Any:
        return self.spark.read.parquet(str(self.folder / f"{name}.parquet"))

    def _figures(self) -> tuple[Any, int]:
        facts = self._read("facts")
        names, digits = scale_of(pl.scan_parquet(self.folder / "facts.parquet").collect_schema())
        for old, new in names.items():
            facts = facts.withColumnRenamed(old, new)
        if not names:
            kind = f"decimal(38,{digits})"
            for name in {"actual", "target", "previous", "value"} & set(facts.columns):
                facts = facts.withColumn(name, facts[name].cast(kind))
        return facts.drop("class"), digits

    def _calendar(self) -> Calendar:
        """Find the periods in which anybody has a row for a code, and those in which a row counts."""
        from pyspark.sql import functions as f

        names = set(self.facts.columns)
        counts = f.col("actual").isNotNull() if "actual" in names else f.lit(False)
        if "input" in names:
            counts = counts | f.col("input").isNotNull()
        if "applicable" in names:
            counts = counts | ~f.col("applicable").cast("boolean")
        period = f.col("period") if "period" in names else f.lit(str(self.scheme.year))
        found = self.facts.groupBy("indicator", period.alias("period")).agg(f.max(counts).alias("counts")).collect()
        return Calendar.of((r["indicator"], r["period"], bool(r["counts"])) for r in found)


def _frame(table: pa.Table) -> pl.DataFrame:
    found: Any = pl.from_arrow(table)
    return found  # type: ignore[no-any-return]  # a table gives a frame


def _flat(result: BulkResult) -> pl.DataFrame:
    """Put a result into one table."""
    leaves, nodes = (
        wide.unpivot(index="unit", variable_name="code", value_name="score")
        .drop_nulls("score")
        .with_columns(table=pl.lit(table))
        for table, wide in (("leaves", result.leaves), ("nodes", result.nodes))
    )
    items = result.adjustments.rename({"item": "code", "counted": "score"}).with_columns(table=pl.lit("adjustments"))
    totals = result.totals.rename({"total": "score"}).with_columns(table=pl.lit("totals"))
    joined = pl.concat([leaves, nodes, items, totals], how="diagonal_relaxed")
    missing = [pl.lit(None, dtype=COLUMNS[name]).alias(name) for name in COLUMNS if name not in joined.columns]
    return joined.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in COLUMNS.items())


def _explained(why: Exception) -> Exception:
    """Bring an error of a task back as what it was; anything else stays as it is."""
    if isinstance(why, (BulkDataError, Problems)):
        return why
    lines = str(why).splitlines()
    marks = ("kaohe.scoring.bulk.errors.", "kaohe.tables.problems.Problems")
    starts = [n for n, line in enumerate(lines) if line.strip().startswith(marks)]
    if not starts:
        return why
    return BulkDataError("\n".join(_until_stack(lines[starts[-1] :])).partition(": ")[2])


def _until_stack(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        if line.lstrip().startswith(("at org.", "at java.", "SQLSTATE")) or not line.strip():
            return
        yield line
