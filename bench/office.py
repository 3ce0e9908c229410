"""The office on a nation: 44,703 divisions as one tree, 50,000 people from one workbook.

Runs on an embedded PostgreSQL of its own, with durable commits, in a folder that is removed afterwards.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "cn_admin" / "divisions_2023_to_township.parquet"
PEOPLE = 50_000
DAY = date(2024, 1, 1)


def timed(label: str, work: Callable[[], Any], repeat: int = 1) -> Any:
    """Print the median time of some work and the number of its queries; give its last result."""
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
    took, here = statistics.median(times) * 1000, statistics.median(busy) * 1000
    print(f"{label:<58}{took:>12,.1f} ms{here:>12,.1f} ms CPU here{queries}", flush=True)
    return result


def main(folder: Path) -> None:
    """Fill and measure."""
    os.environ |= {"KAOHE_DATA": str(folder), "KAOHE_LOG_LEVEL": "WARNING"}
    from kaohe.office import serve

    started = time.perf_counter()
    serve.set_up()
    print(
        f"{'new data folder, server started, framework loaded':<58}{(time.perf_counter() - started) * 1000:>12,.1f} ms"
    )
    timed("all migrations", serve.migrate)
    measure(folder)


def measure(folder: Path) -> None:
    """Import and browse."""
    import polars as pl

    from kaohe.office.people.actions.imports import import_people, import_units
    from kaohe.office.people.models import Account, Grant, Person, Unit
    from kaohe.office.people.roles import Role

    officer = Account.objects.create(username="officer")
    Grant.objects.create(account=officer, role=Role.OFFICER, since=DAY)
    divisions = pl.read_parquet(SHARED)
    listed, people = folder / "units.csv", folder / "people.xlsx"
    divisions.select(code="code", name="name", parent="parent_code").write_csv(listed)
    timed(f"import of {divisions.height:,} units", lambda: import_units(by=officer, path=listed, opened_on=DAY))
    write_people(people, divisions["code"].to_list())
    timed(f"import of {PEOPLE:,} people (XLSX)", lambda: import_people(by=officer, path=people, since=DAY))

    province = Unit.objects.get(code="51")
    county = Unit.objects.filter(path__startswith=province.path, code__regex="^[0-9]{6}$").first()
    head = Account.objects.create(username="head")
    Grant.objects.create(account=head, role=Role.UNIT_HEAD, unit=province, since=DAY)

    def browse(key: str | None) -> list[Any]:
        account = Account.objects.get(username="head")  # as a request does: nothing remembered
        return list(Unit.objects.visible_to(account).filter(parent__code=key).for_browsing())

    timed("one level of the tree: a province, as its head", lambda: browse("51"), 30)
    timed("one level of the tree: a county, as its head", lambda: browse(county.code), 30)
    township = Unit.objects.filter(parent=county).order_by("code")[0]
    timed("the way up from a township", lambda: list(Unit.objects.above(township)), 30)
    timed("units below a province, counted", lambda: Unit.objects.visible_to(head).below(province).count(), 30)
    timed(
        "people below a province, first page",
        lambda: list(Person.objects.visible_to(head).order_by("staff_no")[:50]),
        30,
    )
    timed(
        "the tree as of a day, one level with its names",
        lambda: list(Unit.objects.as_named_on(DAY).filter(parent=province)),
        30,
    )

    for account in (head, officer):
        print(f"as {account.username}: " + ("everything" if account is officer else "a province"))
        pages(account, province, county)


def pages(head: Any, province: Any, county: Any) -> None:
    """Ask for whole pages, as a browser does: middleware, queries and template, without the network."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"x-forwarded-proto": "https"})
    client.force_login(head, settings.AUTHENTICATION_BACKENDS[0])
    for label, address in (
        ("page: the top of the tree", "/people/units/"),
        ("page: a province opened", f"/people/units/{province.pk}/below"),
        ("page: list of units, first page", "/people/units/list"),
        ("page: list of units, searched by name", "/people/units/list?q=青"),
        ("page: a county", f"/people/units/{county.pk}"),
        ("page: list of people, first page", "/people/persons/"),
        ("page: list of people of a county", f"/people/persons/?within={county.pk}"),
        ("page: classes of a year", "/people/classes/2026"),
    ):
        assert client.get(address, secure=True).status_code == 200, address
        timed(label, lambda address=address: client.get(address, secure=True), 15)


def write_people(path: Path, codes: list[str]) -> None:
    """Write the workbook of people: five sections a unit, four posts a section."""
    from kaohe.tables.write import Heading, Workbook

    units = [code for code in codes if len(code) >= 6][: PEOPLE // 20]
    headings = [Heading(name) for name in ("工号", "姓名", "单位编码", "科室", "岗位", "入职日期", "电话")]
    rows = (
        [f"{n:06}", f"职工{n}", units[n // 20], f"科室{n % 5}", f"岗位{n % 4}", "2024-03-01", f"1380000{n:06}"]
        for n in range(PEOPLE)
    )
    with Workbook(path) as book:
        book.write_sheet("人员", headings, rows)


if __name__ == "__main__":
    if not SHARED.exists():
        sys.exit(f"{SHARED} is absent: the divisions are not part of the project")
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as name:
        Path(name).chmod(0o755)
        main(Path(name))
