"""Reporting on a province: 3,000 units × 100 indicators × 24 months, and a list of 100,000 rows.

Runs on an embedded PostgreSQL of its own, with durable commits, in a folder that is removed afterwards.
``python bench/monitoring.py [UNITS] [INDICATORS] [MONTHS]``.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

ROWS = 100_000


def timed(label: str, work: Callable[[], Any], repeat: int = 1, rows: int = 0) -> Any:
    """Print the median time of some work, the processor time of this process and of the database, and its queries;
    give its last result.

    Parameters
    ----------
    rows
        How many rows the work takes: rows a second of processor time are printed too.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    took, result = [], None
    for _ in range(repeat):
        started = clocks()
        result = work()
        took.append([after - before for before, after in zip(started, clocks(), strict=True)])
    more = ""
    if repeat > 1:
        with CaptureQueriesContext(connection) as captured:
            work()
        more = f"  {len(captured)} queries"
    wall, here, base = (statistics.median(column) for column in zip(*took, strict=True))
    if rows:
        more = f"  {rows / (here + base):,.0f} rows/s of CPU"
    spent = f"{here * 1000:>12,.1f} ms CPU here{base * 1000:>12,.1f} ms CPU database"
    print(f"{label:<58}{wall * 1000:>12,.1f} ms{spent}{more}", flush=True)
    return result


def clocks() -> tuple[float, float, float]:
    """Give wall time, processor time of this process, and of the database's process that serves it (Linux)."""
    from django.db import connection

    connection.ensure_connection()
    file = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    words = file.read_text(encoding="utf-8").rpartition(")")[2].split() if file.exists() else ["0"] * 13
    return time.perf_counter(), time.process_time(), (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def main(folder: Path, units: int, indicators: int, months: int) -> None:
    """Fill and measure."""
    os.environ |= {
        "KAOHE_DATA": str(folder),
        "KAOHE_LOG_LEVEL": "ERROR",
        "KAOHE_SECOND_FACTOR": "none",
        "KAOHE_HTTPS": "0",
    }
    from kaohe.office import serve

    serve.set_up()
    serve.migrate()
    measure(folder, units, indicators, months)


def measure(folder: Path, units: int, indicators: int, months: int) -> None:
    """Lay out, read, take in, list."""
    from django.test import Client

    from kaohe.office.monitoring.actions.bulk import import_figures
    from kaohe.office.monitoring.actions.calendar import lay_out_reports
    from kaohe.office.monitoring.actions.cards import watch_cycle
    from kaohe.office.monitoring.paces import plan_of, shares

    cycles = [made(units, indicators, year) for year in range(2025, 2025 + (months + 11) // 12)]
    cycle, officer, owner = cycles[-1]
    timed("year's reports laid out", lambda: lay_out_reports(by=None, cycle=cycle))
    timed("cards of a month issued", lambda: watch_cycle(cycle=cycle, day=date(cycle.year, 2, 20)))
    for one, _officer, _owner in cycles:
        timed(f"figures and targets of {one.year} filled in by the database", lambda one=one: filled(one))
    path = folder / "figures.xlsx"
    written(path, cycle, units)
    timed(
        f"{ROWS:,} rows validated and stored",
        lambda: import_figures(by=owner, cycle=cycle, path=path, is_checked=True),
        rows=ROWS,
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(officer, "kaohe.office.people.signin.LockingBackend")
    for name in ("reports/", "reports/?light=missing", "cards/", f"pace/{cycle.code}/?month=5"):
        timed(f"/monitoring/{name}", lambda name=name: client.get(f"/monitoring/{name}"), repeat=5)
    plan = plan_of(cycle, 5)
    timed("share of indicators on pace, every unit", lambda: shares(cycle, officer, plan))


def made(units: int, indicators: int, year: int) -> tuple[Any, Any, Any]:
    """A published cycle with its people."""
    from kaohe.office.people.models import Account, Grant, Membership, Unit, UnitClass
    from kaohe.office.planning.document.store import spec_of, stored
    from kaohe.office.planning.models import Cycle, SchemeVersion
    from kaohe.office.planning.publishing import freeze_units, write_indicators
    from kaohe.scheme import SchemeSpec, content_hash

    root, _new = Unit.objects.get_or_create(code="P", defaults={"name": "全省", "opened_on": date(2020, 1, 1)})
    root.place_under(None)
    owner, _new = Unit.objects.get_or_create(code="S", defaults={"name": "统计局", "opened_on": date(2020, 1, 1)})
    owner.place_under(root)
    if not Unit.objects.filter(code="U00001").exists():
        rows = [Unit(code=f"U{n:05}", name=f"第{n}镇", parent=root, opened_on=date(2020, 1, 1)) for n in range(units)]
        Unit.objects.bulk_create(rows)
        Unit.objects.set_new_paths()
    kind = UnitClass.objects.create(year=year, code="all", name="全部")
    towns = Unit.objects.filter(code__startswith="U").values_list("pk", flat=True)
    Membership.objects.bulk_create(Membership(unit_id=key, unit_class=kind, year=year) for key in towns)
    leaves = [
        {"code": f"N{n}", "name": f"指标{n}", "points": "1", "unit": "万元", "criterion": "按完成比例得分"}
        for n in range(indicators)
    ]
    document = {
        "id": "bench",
        "title": "全省考核",
        "cycle": {"year": year, "reports": "monthly"},
        "classes": [{"id": "all", "name": "全部"}],
        "indicators": leaves,
    }
    account, _new = Account.objects.get_or_create(username="officer")
    reporter, _new = Account.objects.get_or_create(username="owner")
    Grant.objects.get_or_create(account=account, role="officer", unit=root, since=date(2020, 1, 1))
    Grant.objects.get_or_create(account=reporter, role="data_owner", unit=owner, since=date(2020, 1, 1))
    text = stored(SchemeSpec.model_validate(document))
    cycle = Cycle.objects.create(
        code=f"bench-{year}", title="全省考核", year=year, root=root, state="running", created_by=account
    )
    version = SchemeVersion(cycle=cycle, number=1, document=text, hash=content_hash(spec_of(text)), made_by=account)
    version.approved_at = version.published_at = version.made_at
    version.save()
    write_indicators(version)
    freeze_units(cycle, ["all"])
    cycle.indicators.update(owner=owner)
    from kaohe.office.monitoring.models import Reporting

    Reporting.objects.bulk_create(
        Reporting(indicator=i, entered_by="owner") for i in cycle.indicators.all()[: indicators // 2]
    )
    return cycle, account, reporter


def filled(cycle: Any) -> None:
    """Twelve months of accepted figures for every unit and indicator, with targets, written by the database itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO planning_target (cycle_id, indicator_id, unit_id, value, basis, is_most_attainable,"
            " floor_reason, warnings, state, proposed_at, proposed_by_id, revision, changed_at, changed_by_id)"
            " SELECT %s, i.id, a.unit_id, 1200, '', false, '', '', 'locked', now(), %s, 0, now(), %s"
            " FROM planning_indicator i, planning_appraisedunit a WHERE i.cycle_id = %s AND a.cycle_id = %s",
            [cycle.pk, cycle.created_by_id, cycle.created_by_id, cycle.pk, cycle.pk],
        )
        cursor.execute(
            "INSERT INTO monitoring_figure (cycle_id, unit_id, indicator_id, input, period, value, text, is_applicable,"
            " state, revision, recorded_at, recorded_by_id, doubts, return_reason, remarks)"
            " SELECT %s, a.unit_id, i.id, '', %s || '-' || lpad(m::text, 2, '0'),"
            " m * (80 + (a.unit_id + i.id) %% 40), '', true, 'accepted', 0, now(), %s, '', '', ''"
            " FROM planning_indicator i, planning_appraisedunit a, generate_series(1, 11) m"
            " WHERE i.cycle_id = %s AND a.cycle_id = %s",
            [cycle.pk, str(cycle.year), cycle.created_by_id, cycle.pk, cycle.pk],
        )
        cursor.execute("ANALYZE monitoring_figure")
        cursor.execute("ANALYZE planning_target")


def written(path: Path, cycle: Any, units: int) -> None:
    """A list of the twelfth month as an office would hand it in."""
    from kaohe.tables.write import Heading, Workbook

    names = [Heading(name) for name in ("单位编码", "指标编码", "期间", "数值")]
    codes = [f"N{n}" for n in range(max(1, ROWS // units) + 1)]
    rows = ((f"U{n % units:05}", codes[n // units], f"{cycle.year}-12", Decimal(n % 997)) for n in range(ROWS))
    with Workbook(path) as book:
        book.write_sheet("figures", names, rows)


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:]] or [3_000, 100, 24]
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as made_in:
        main(Path(made_in), *sizes)
