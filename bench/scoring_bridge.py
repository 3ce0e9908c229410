"""Scores from rows: a county while somebody waits, and 3,000 units x 100 indicators x 24 months from PostgreSQL.

Runs on an embedded PostgreSQL of its own in a folder that is removed afterwards. Aims: trial score of a county 300 ms,
7.2 million figures from the database to the ranking 15 s. ``--units`` makes the large one smaller.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

DAY, AT = date(2024, 1, 1), datetime(2026, 3, 1, tzinfo=UTC)
SENTENCES = (
    "按完成比例得分，最高不超过本项满分",
    "完成任务得满分，每少1个百分点扣0.1分，扣完为止",
    "每迟报一次扣0.1分，扣完为止",
    "满意度达到95%以上得满分，每低1个百分点扣0.2分，扣完为止",
    "90%以上的得满分，80%（含）至90%的得0.8分，70%（含）至80%的得0.5分，低于70%的不得分",
)
LABEL = 62


def timed(label: str, work: Callable[[], Any], repeat: int = 1) -> Any:
    """Print the median time of some work, that of this process alone, and its queries; give its last result."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times, busy, result = [], [], None
    for _ in range(repeat):
        started, cpu = time.perf_counter(), time.process_time()
        result = work()
        times.append(time.perf_counter() - started)
        busy.append(time.process_time() - cpu)
    queries = ""
    if repeat > 1:
        with CaptureQueriesContext(connection) as captured:
            work()
        queries = f"  {len(captured)} queries"
    took, cpu_took = statistics.median(times) * 1000, statistics.median(busy) * 1000
    print(f"{label:<{LABEL}}{took:>12,.1f} ms{cpu_took:>12,.1f} ms CPU here{queries}", flush=True)
    return result


def scheme(leaves: int) -> Any:
    """A scheme of three classes; sentences of five families in turn, one point a leaf."""
    from kaohe.scheme import SchemeSpec

    nodes = [
        {
            "code": f"G{g}",
            "name": f"指标组{g}",
            "points": str(min(10, leaves - 10 * g)),
            "children": [
                {"code": f"I{n:03}", "name": f"指标{n}", "points": "1", "unit": "%" if n % 5 else "万元"}
                | {"criterion": SENTENCES[n % 5], "frequency": "monthly"}
                for n in range(10 * g, min(10 * g + 10, leaves))
            ],
        }
        for g in range(-(-leaves // 10))
    ]
    grades = [
        {"name": "优秀", "at_least": "90", "quota": "20%"},
        {"name": "合格", "at_least": "60"},
        {"name": "不合格"},
    ]
    classes = [{"id": c, "name": c} for c in ("town", "street", "office")]
    return SchemeSpec.model_validate(
        {
            "id": "bench",
            "title": "基准",
            "cycle": {"year": 2026},
            "classes": classes,
            "indicators": nodes,
            "grades": grades,
        }
    )


def cycle_of(code: str, units: int, leaves: int) -> Any:
    """A running cycle with its units, and targets where a sentence compares with one."""
    from kaohe.office.people.models import Account, Unit
    from kaohe.office.planning.document.store import stored
    from kaohe.office.planning.models import AppraisedUnit, Cycle, SchemeVersion
    from kaohe.office.planning.publishing import write_indicators
    from kaohe.scheme import content_hash

    by, _new = Account.objects.get_or_create(username="officer")
    spec = scheme(leaves)
    root = Unit.objects.create(code=f"{code}-root", name=code, opened_on=DAY)
    root.place_under(None)
    cycle = Cycle.objects.create(code=code, title=code, year=2026, root=root, state="running", created_by=by)
    version = SchemeVersion.objects.create(
        cycle=cycle, number=1, document=stored(spec), hash=content_hash(spec), made_by=by, published_at=AT
    )
    write_indicators(version)
    rows = Unit.objects.bulk_create(
        Unit(code=f"{code}-{n:05}", name=f"单位{n}", parent=root, opened_on=DAY) for n in range(units)
    )
    Unit.objects.set_new_paths()
    kinds = ("town", "street", "office")
    AppraisedUnit.objects.bulk_create(
        AppraisedUnit(cycle=cycle, unit=unit, class_id=kinds[n % 3]) for n, unit in enumerate(rows)
    )
    return cycle


FIGURES = """
COPY monitoring_figure (cycle_id, unit_id, indicator_id, input, period, value, text, is_applicable, state, revision,
    recorded_at, recorded_by_id, remarks {more}) FROM STDIN
"""


def fill(cycle: Any, periods: list[str]) -> int:
    """Copy one figure a unit, leaf and period into the database, and the targets; gives how many figures."""
    from django.db import connection

    from kaohe.office.monitoring.models import Figure
    from kaohe.office.planning.models import AppraisedUnit, Indicator

    units = list(AppraisedUnit.objects.filter(cycle=cycle).values_list("unit", flat=True))
    leaves = list(Indicator.objects.filter(cycle=cycle, is_leaf=True).order_by("code").values_list("pk", flat=True))
    more = [n for n in ("doubts", "return_reason") if n in {f.name for f in Figure._meta.fields}]
    told = FIGURES.format(more="".join(f", {n}" for n in more))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # made-up rows: no foreign key is asked for
        with cursor.copy(told) as copy:
            for start in range(0, len(units), 100):
                copy.write(made_up(cycle, start, units[start : start + 100], leaves, periods, len(more)))
        cursor.execute("SET session_replication_role = DEFAULT")
        targets(cursor, cycle, units, leaves)
        cursor.execute("ANALYZE")
    return len(units) * len(leaves) * len(periods)


def made_up(cycle: Any, start: int, units: list[int], leaves: list[int], periods: list[str], more: int) -> str:
    """Give the lines of some units: percentages between 65 and 105, counts up to three."""
    import polars as pl

    frames = [
        pl.LazyFrame({name: range(at, at + len(rows)), f"{name}_key": rows})
        for name, at, rows in (("u", start, units), ("n", 0, leaves), ("p", 0, periods))
    ]
    mixed = (7 * pl.col("u") + 13 * pl.col("n") + 5 * pl.col("p")) % 40
    cents = (pl.col("u") + pl.col("n") + pl.col("p")) % 100
    rate = pl.format("{}.{}", mixed + 65, cents.cast(pl.String).str.zfill(2))
    number = pl.when(pl.col("n") % 5 == 2).then((mixed % 4).cast(pl.String)).otherwise(rate)
    head = [pl.lit(cycle.pk), "u_key", "n_key", pl.lit("").alias("input"), "p_key", number.alias("number")]
    tail = ["", "t", "accepted", "0", AT.isoformat(), str(cycle.created_by_id), *[""] * (more + 1)]
    shown = [*head, *(pl.lit(text).alias(f"c{n}") for n, text in enumerate(tail))]
    rows = frames[0].join(frames[1], how="cross").join(frames[2], how="cross").select(shown)
    return rows.collect().write_csv(include_header=False, separator="\t", quote_style="never")


def targets(cursor: Any, cycle: Any, units: list[int], leaves: list[int]) -> None:
    """Lock a target of 100 wherever a sentence compares with one: one row by the model, the others after it."""
    from kaohe.office.planning.models import Target, TargetStep

    by = cycle.created_by
    wanted = [leaf for n, leaf in enumerate(leaves) if n % 5 in (0, 1)]
    first = Target.objects.create(
        cycle=cycle, indicator_id=wanted[0], unit_id=units[0], value=100, state="locked", proposed_by=by, changed_by=by
    )
    same = [f.column for f in Target._meta.concrete_fields if f.column not in ("id", "unit_id", "indicator_id")]
    listed, table = ", ".join(same), Target._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} (unit_id, indicator_id, {listed}) SELECT u, i, {listed} FROM {table},"
        " unnest(%s::int[]) u, unnest(%s::int[]) i WHERE id = %s AND (u, i) <> (unit_id, indicator_id)",
        [units, wanted, first.pk],
    )
    cursor.execute(
        f"INSERT INTO {TargetStep._meta.db_table} (target_id, kind, value, reason, at, by_id)"
        f" SELECT id, 'lock', value, '', %s, %s FROM {table} WHERE cycle_id = %s",
        [AT, by.pk, cycle.pk],
    )


def without_indexes(cursor: Any) -> None:
    """Drop what loading millions of made-up rows need not keep up; reading a whole cycle uses none of it."""
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'monitoring_figure'::regclass AND contype IN ('u', 'f')"
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE monitoring_figure DROP CONSTRAINT "{name}" CASCADE')
    cursor.execute(
        "SELECT indexrelid::regclass::text FROM pg_index"
        " WHERE indrelid = 'monitoring_figure'::regclass AND NOT indisprimary"
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP INDEX {name}")


def versions(cycle: Any) -> None:
    """Give every figure of a cycle its version."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO monitoring_figureversion"
            " (figure_id, revision, value, text, is_applicable, state, at, by_id, reason)"
            " SELECT id, 0, value, text, is_applicable, state, recorded_at, recorded_by_id, '' FROM monitoring_figure"
            " WHERE cycle_id = %s",
            [cycle.pk],
        )
        cursor.execute("ANALYZE")


def county() -> None:
    """110 units x 60 indicators, as a page and as a stored run."""
    from kaohe.office.people.models import Grant
    from kaohe.office.scoring import trials
    from kaohe.office.scoring.actions.runs import make_run, rerun_run
    from kaohe.office.scoring.moments import Moment
    from kaohe.office.scoring.rows.dataset import dataset
    from kaohe.office.scoring.schemes import scheme_of, scorer_of, version_in_force

    cycle = cycle_of("county", 110, 60)
    count = fill(cycle, ["2026"])
    versions(cycle)
    print(f"county: 110 units x 60 indicators, {count:,} figures")
    plan = scheme_of(version_in_force(cycle))

    def trial() -> None:
        trials.forget()
        trials.trial(cycle, Moment())

    data = timed("rows to dataset, as things stand", lambda: dataset(cycle, plan), 9)
    timed("rows to dataset, as of a moment", lambda: dataset(cycle, plan, Moment(datetime(2026, 6, 1, tzinfo=UTC))), 9)
    timed("score with every derivation", lambda: scorer_of(version_in_force(cycle)).score(data), 9)
    timed("trial score from rows, nothing remembered; aim 300", trial, 9)
    timed("trial score, remembered", lambda: trials.trial(cycle, Moment()), 9)
    officer = cycle.created_by
    Grant.objects.create(account=officer, role="officer", unit=cycle.root, since=DAY)
    run = timed("a run: scored, written in words, stored; aim 300", lambda: make_run(by=officer, cycle=cycle), 5)
    found = timed("the same run made again and compared", lambda: rerun_run(by=officer, run=run))
    assert found.is_same, found.findings


def nation(units: int) -> None:
    """Units x 100 indicators x 24 months through the bulk engine."""
    from django.db import connection

    from kaohe.office.scoring.moments import Moment
    from kaohe.office.scoring.rows import frames
    from kaohe.office.scoring.schemes import scheme_of, version_in_force
    from kaohe.scoring.bulk import score_frame

    cycle = cycle_of("nation", units, 100)
    with connection.cursor() as cursor:
        without_indexes(cursor)
    months = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
    count = timed(f"fill: {units:,} units x 100 indicators x 24 months", lambda: fill(cycle, months))
    plan = scheme_of(version_in_force(cycle))
    started = time.perf_counter()
    rows = frames.counted_rows(cycle, Moment()).values_list("unit", "indicator", "input", "period", "value", "text")
    timed("  COPY alone, out of PostgreSQL", lambda: frames.copied(rows))
    started = time.perf_counter()
    read = timed(f"  {count:,} figures: COPY, parse, targets, frames", lambda: frames.frames(cycle, plan, Moment()))
    result = timed("  score_frame", lambda: score_frame(plan, read.units, read.facts, events=read.events))
    print(f"{'from PostgreSQL to the ranking; aim 15 s':<{LABEL}}{time.perf_counter() - started:>12,.2f} s")
    print(result.totals.select("unit", "class", "total", "rank", "grade").head(3))


def main() -> None:
    """Measure both."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--units", type=int, default=3000)
    asked.add_argument("--only", choices=("county", "nation"), help="one of the two alone")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as name:
        Path(name).chmod(0o755)
        os.environ |= {"KAOHE_DATA": name, "KAOHE_LOG_LEVEL": "WARNING"}
        from kaohe.office import serve

        serve.set_up()
        serve.migrate()
        if options.only != "nation":
            county()
        if options.only != "county":
            nation(options.units)


if __name__ == "__main__":
    main()
