"""The boards over 3,000 units × 100 indicators × 12 months: server time, time of this process alone, and queries.

Runs on an embedded PostgreSQL of its own, with durable commits, in a folder that is removed afterwards; ``--folder``
keeps it, and a second run measures what stands there. Aim: every board 150 ms at the median, the same number of
queries for more units.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness import machine, page
from scoring_bridge import AT, cycle_of, fill

if TYPE_CHECKING:
    from collections.abc import Iterator

UNITS, INDICATORS, MONTHS = 3_000, 100, 12
REPEAT = int(os.environ.get("KAOHE_BENCH_REPEAT", "15"))
DAY = date(2024, 1, 1)


def main(folder: Path, units: int) -> int:
    """Fill, unless it was, and measure; give 1 when a board asks more queries for one more unit."""
    os.environ |= {
        "KAOHE_DATA": str(folder), "KAOHE_LOG_LEVEL": "ERROR", "KAOHE_HTTPS": "0", "KAOHE_SECOND_FACTOR": "none",
        "KAOHE_HOSTS": "testserver",
    }  # fmt: skip
    from kaohe.office import serve

    serve.set_up()
    serve.migrate()
    from kaohe.office.planning.models import Cycle

    if not Cycle.objects.exists():
        timed(f"{units:,} units × {INDICATORS} indicators × {MONTHS} months made", lambda: made(units))
    return measure(Cycle.objects.get())


def timed(label: str, work: Callable[[], Any]) -> Any:
    """Print how long some work took, and how much of it was this process; give its result."""
    started, busy = time.perf_counter(), time.process_time()
    result = work()
    took, cpu = (time.perf_counter() - started) * 1000, (time.process_time() - busy) * 1000
    print(f"{label:<58}{took:>12,.1f} ms{cpu:>12,.1f} ms CPU here", flush=True)
    return result


def made(units: int) -> None:
    """Write the cycle, its people, targets, figures and reports."""
    from django.db import connection

    from kaohe.office.monitoring.actions.calendar import lay_out_reports
    from kaohe.office.people.models import Account, Grant, Unit

    cycle = cycle_of("boards", units, INDICATORS)
    for name, unit in (("leader", cycle.root), ("unit_head", Unit.objects.get(code="boards-00000"))):
        Grant.objects.create(account=Account.objects.create(username=name), role=name, unit=unit, since=DAY)
    Grant.objects.create(account=cycle.created_by, role="officer", unit=cycle.root, since=DAY)
    with connection.cursor() as cursor, without_indexes(cursor):
        fill(cycle, [f"2026-{month:02}" for month in range(1, MONTHS + 1)])
    with connection.cursor() as cursor:
        missing_targets(cursor, cycle)
        lay_out_reports(by=None, cycle=cycle)
        cursor.execute(
            "UPDATE monitoring_report SET reported_at = %s, state = 'accepted', due_on = period_ends_on + 10,"
            " is_late = unit_id %% 7 = 0 WHERE unit_id %% 5 > 0",
            [AT],
        )
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def without_indexes(cursor: Any) -> Iterator[None]:
    """Drop the keys and indexes of the figures while they are copied in, and build them again."""
    table = "'monitoring_figure'::regclass"
    cursor.execute(
        f"SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = {table} AND contype = 'u'"
    )
    constraints = cursor.fetchall()
    for name, _text in constraints:
        cursor.execute(f'ALTER TABLE monitoring_figure DROP CONSTRAINT "{name}"')
    cursor.execute(
        f"SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        f" WHERE indrelid = {table} AND NOT indisprimary"
    )
    indexes = cursor.fetchall()
    for name, _text in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET maintenance_work_mem = '256MB'")
    for _name, text in indexes:
        cursor.execute(text)
    for name, text in constraints:
        cursor.execute(f'ALTER TABLE monitoring_figure ADD CONSTRAINT "{name}" {text}')


def missing_targets(cursor: Any, cycle: Any) -> None:
    """Lock a target wherever none is yet, so that every figure has a pace."""
    cursor.execute(
        "INSERT INTO planning_target (cycle_id, indicator_id, unit_id, value, basis, is_most_attainable,"
        " floor_reason, warnings, state, proposed_at, proposed_by_id, revision, changed_at, changed_by_id)"
        " SELECT %s, i.id, a.unit_id, 100, '', false, '', '', 'locked', now(), %s, 0, now(), %s"
        " FROM planning_indicator i, planning_appraisedunit a WHERE i.cycle_id = %s AND i.is_leaf AND a.cycle_id = %s"
        " ON CONFLICT DO NOTHING",
        [cycle.pk, cycle.created_by_id, cycle.created_by_id, cycle.pk, cycle.pk],
    )


BOARDS = (
    ("office's board", "officer", "/boards/office/"),
    ("leader's board", "leader", "/boards/leader/"),
    ("unit's board", "unit_head", "/boards/unit/"),
    ("burden on units", "officer", "/boards/burden/"),
    ("pace: every figure of a month", "officer", "/monitoring/pace/boards/?month=5"),
    ("pace: what is behind", "officer", "/monitoring/pace/boards/?month=5&light=behind"),
    ("pace: one unit", "unit_head", "/monitoring/pace/boards/units/{unit}/"),
    ("pace: one indicator over all units", "officer", "/monitoring/pace/boards/indicators/I050/"),
    ("pace: units by share", "officer", "/monitoring/pace/boards/board/"),
    ("reports, as the office", "officer", "/monitoring/reports/"),
    ("reports that are missing", "officer", "/monitoring/reports/?light=missing"),
)


def measure(cycle: Any) -> int:
    """Ask for every board as a browser does; then once more after one unit more."""
    from django.test import Client

    from kaohe.office.people.models import Account, Unit

    clients = {}
    for name in ("officer", "leader", "unit_head"):
        clients[name] = Client()
        clients[name].force_login(Account.objects.get(username=name), "kaohe.office.people.signin.LockingBackend")
    unit = Unit.objects.get(code="boards-00000")
    print(machine())
    boards = [(label, clients[who], address.format(unit=unit.pk)) for label, who, address in BOARDS]
    counts = [ask(label, client, address) for label, client, address in boards]
    one_more(cycle)
    os.environ.pop("KAOHE_BENCH_SQL", None)
    more = [page(client, address, 1).queries for _label, client, address in boards]
    grown = [f"{board[0]} ({n} → {m})" for board, n, m in zip(boards, counts, more, strict=True) if m > n]
    print(f"queries with one unit more: {'the same' if not grown else 'MORE at ' + ', '.join(grown)}")
    return bool(grown)


def one_more(cycle: Any) -> None:
    """Add a unit to the cycle."""
    from kaohe.office.people.models import Unit
    from kaohe.office.planning.models import AppraisedUnit

    number = cycle.appraised_units.count() if hasattr(cycle, "appraised_units") else time.time_ns()
    unit = Unit.objects.create(code=f"boards-more-{number}", name="又一单位", parent=cycle.root, opened_on=DAY)
    unit.place_under(cycle.root)
    AppraisedUnit.objects.create(cycle=cycle, unit=unit, class_id="town")


def ask(label: str, client: Any, address: str) -> int:
    """Print how long a page takes; give the number of its queries."""
    found = page(client, address, REPEAT)
    print(f"{label:<44}{found}", flush=True)
    return found.queries


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--units", type=int, default=UNITS)
    asked.add_argument("--folder", type=Path, help="keep the data here, or measure what is here")
    options = asked.parse_args()
    if options.folder:
        options.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        sys.exit(main(options.folder, options.units))
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as name:
        Path(name).chmod(0o755)
        sys.exit(main(Path(name), options.units))
