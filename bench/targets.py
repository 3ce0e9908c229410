"""Targets of 3,000 units × 100 indicators: the pages through the whole stack, and a list of 100,000 targets.

Runs on an embedded PostgreSQL of its own, with durable commits, in a folder that is removed afterwards.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from harness import machine, page

UNITS, INDICATORS, CLASSES = 3_000, 100, 6
LISTED = int(os.environ.get("KAOHE_BENCH_LISTED", "100000"))
DAY = date(2024, 1, 1)
REPEAT = int(os.environ.get("KAOHE_BENCH_REPEAT", "15"))
LIMIT_MS = 150
COPY = "COPY {table} ({columns}) FROM STDIN"


def main(folder: Path) -> int:
    """Fill and measure; give 1 when a page is too slow or asks more queries for more units."""
    os.environ |= {
        "KAOHE_DATA": str(folder), "KAOHE_LOG_LEVEL": "ERROR", "KAOHE_HTTPS": "0", "KAOHE_SECOND_FACTOR": "none",
        "KAOHE_HOSTS": "testserver",
    }  # fmt: skip
    from kaohe.office import serve

    serve.set_up()
    serve.migrate()
    cycle, officer = timed("units, indicators and classes", make_cycle)
    timed(f"list of {LISTED:,} targets (XLSX), read, checked and stored", lambda: store_list(cycle, officer, folder))
    timed(f"the other targets of {UNITS:,} × {INDICATORS} and a year of results", lambda: fill(cycle, officer))
    return measure(cycle, officer)


def timed(label: str, work: Callable[[], Any]) -> Any:
    """Print how long some work took; give its result."""
    started, busy = time.perf_counter(), time.process_time()
    result = work()
    took, cpu = time.perf_counter() - started, time.process_time() - busy
    print(f"{label:<66}{took:>10,.2f} s  ({cpu:,.2f} s of CPU without the database)", flush=True)
    return result


def make_cycle() -> tuple[Any, Any]:
    """Make a county of 3,000 units in 6 classes, and a published cycle of 100 indicators."""
    from kaohe.office.people.models import Account, Grant, Unit
    from kaohe.office.people.roles import Role
    from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator

    officer = Account.objects.create(username="officer")
    root = Unit.objects.create(code="R", name="全省", opened_on=DAY)
    root.place_under(None)
    Grant.objects.create(account=officer, role=Role.OFFICER, unit=root, since=DAY)
    units = [Unit(code=f"U{n:04}", name=f"第{n}乡镇", parent=root, opened_on=DAY) for n in range(UNITS)]
    Unit.objects.bulk_create(units)
    Unit.objects.set_new_paths()
    cycle = Cycle.objects.create(
        code="bench", title="乡镇综合绩效考核", year=2026, root=root, state="running", created_by=officer
    )
    Indicator.objects.bulk_create(
        Indicator(
            cycle=cycle, code=f"I{n:03}", name=f"指标{n}", position=n, is_leaf=True, needs_target=True,
            figure_unit="万元", criterion="按完成比例得分",
        )
        for n in range(INDICATORS)
    )  # fmt: skip
    AppraisedUnit.objects.bulk_create(
        AppraisedUnit(cycle=cycle, unit=u, class_id=f"class{n % CLASSES}") for n, u in enumerate(units)
    )
    return cycle, officer


def store_list(cycle: Any, officer: Any, folder: Path) -> int:
    """Take in the list of the first 1,000 units, all indicators; show how far it is."""
    from kaohe.office.planning.actions.target_import import import_targets
    from kaohe.tables.write import Heading, Workbook

    path, luck = folder / "targets.xlsx", random.Random(1)
    rows = (
        [
            f"U{n // INDICATORS:04}",
            f"I{n % INDICATORS:03}",
            Decimal(luck.randrange(10_000, 2_000_000)) / 100,
            "三年平均",
        ]
        for n in range(LISTED)
    )
    with Workbook(path) as book:
        book.write_sheet("目标", [Heading(h) for h in ("单位编码", "指标编码", "目标值", "依据")], rows)

    def progress(done: int, total: int) -> None:
        if done == total or done % 20_000 == 0:
            print(f"    {done:,} of {total:,}", flush=True)

    return timed("    without writing the workbook", lambda: import_targets(
        by=officer, cycle=cycle, path=path, progress=progress))  # type: ignore[no-any-return]  # fmt: skip


def fill(cycle: Any, officer: Any) -> None:
    """Copy in the rest: what an action checks is measured above."""
    from django.db import connection
    from django.utils import timezone

    from kaohe.office.people.models import Unit
    from kaohe.office.planning.models import Indicator, Target

    luck, now = random.Random(2), timezone.now()
    here = set(Target.objects.values_list("unit", "indicator"))
    leaves = list(Indicator.objects.order_by("pk").values_list("pk", "code"))
    units = list(Unit.objects.exclude(parent=None).order_by("pk").values_list("pk", flat=True))
    states = ["proposed", "approved", "locked", "returned"]
    columns = "cycle_id, indicator_id, unit_id, value, basis, is_most_attainable, floor_reason, warnings, state, "
    columns += "proposed_at, proposed_by_id, revision, changed_at, changed_by_id"
    with connection.cursor() as cursor, cursor.copy(COPY.format(table="planning_target", columns=columns)) as copy:
        for unit in units:
            for leaf, _code in leaves:
                if (unit, leaf) not in here:
                    value, state = luck.randrange(100, 20_000), luck.choice(states)
                    warnings = " actual " if luck.random() < 0.1 else ""
                    said = (value, "", False, "", warnings, state)
                    copy.write_row((cycle.pk, leaf, unit, *said, now, officer.pk, 0, now, officer.pk))
    columns = "cycle_id, unit_id, indicator_code, year, target, actual, source, recorded_at, recorded_by_id"
    with connection.cursor() as cursor, cursor.copy(COPY.format(table="planning_pastresult", columns=columns)) as copy:
        for unit in units:
            for _leaf, code in leaves:
                for year in (2024, 2025):
                    value = luck.randrange(100, 20_000)
                    copy.write_row((cycle.pk, unit, code, year, value, value + 7, "年报", now, officer.pk))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE planning_target, planning_pastresult, planning_appraisedunit, people_unit")


def measure(cycle: Any, officer: Any) -> int:
    """Ask for every page as a browser does, and count its queries."""
    from django.test import Client

    from kaohe.office.people.models import Account, Unit
    from kaohe.office.planning.models import Target

    client = Client()
    client.force_login(Account.objects.get(pk=officer.pk), "kaohe.office.people.signin.LockingBackend")
    unit = Unit.objects.get(code="U1500")
    base = f"/planning/targets/in/{cycle.code}/"
    target = Target.objects.filter(unit=unit).first()
    pages = {
        "list of 300,000 targets": base,
        "list, the last page but one": f"{base}?page=5999",
        "list, one class": f"{base}?class=class3",
        "list, what warns": f"{base}?warning=actual",
        "list, what waits": f"{base}?state=proposed",
        "list, by value": f"{base}?sort=-value",
        "units and how far they are": f"{base}units/",
        "sheet of a unit (100 indicators)": f"{base}units/{unit.pk}/",
        "an indicator over 3,000 units": f"{base}indicators/I050/",
        "an indicator over one class": f"{base}indicators/I050/?class=class3",
        "one target with its life": f"/planning/targets/{target.pk}/",
        "what keeps from locking": f"{base}locking/",
    }
    print(machine())
    slow = [name for name, address in pages.items() if ask(client, name, address) > LIMIT_MS]
    if slow:
        print(f"over {LIMIT_MS} ms: {', '.join(slow)}")
    return 1 if slow else 0


def ask(client: Any, name: str, address: str) -> float:
    """Print how long a page takes; give its median."""
    found = page(client, address, REPEAT)
    print(f"{name:<50}{found}", flush=True)
    return found.middle


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as name:
        Path(name).chmod(0o755)
        sys.exit(main(Path(name)))
