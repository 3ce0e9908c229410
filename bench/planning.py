"""Pages of a scheme on a province: 100 indicators × 3,000 units, and a quarter of it, with the queries of each page.

Runs on an embedded PostgreSQL of its own, in a folder that is removed afterwards. Times are those of the server, median
of several requests; the editor is measured after a change of one cell, when nothing of the new document is remembered.
``python bench/planning.py [INDICATORS] [UNITS]``.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

REPEAT = 9
YEAR = 2026
PAGES = {
    "editor": "scheme/edit/",
    "cycle": "",
    "versions": "versions/",
    "published scheme": "scheme/",
    "units": "units/",
    "indicator's panel": "scheme/node/?code=A1",
}


def main(folder: Path, indicators: int, units: int) -> None:
    """Fill and measure, a quarter first."""
    os.environ |= {
        "KAOHE_DATA": str(folder),
        "KAOHE_LOG_LEVEL": "ERROR",
        "KAOHE_SECOND_FACTOR": "none",
        "KAOHE_HTTPS": "0",
    }
    from kaohe.office import serve

    serve.set_up()
    serve.migrate()
    officer, root = office(units)
    print(f"{'page':<40}{'indicators':>12}{'units':>8}{'ms':>9}{'CPU ms':>9}{'queries':>9}")
    for share in (4, 1):
        cycle = made(officer, root, indicators // share, units // share, YEAR + share)
        measure(officer, cycle, (indicators // share, units // share))


def measure(officer: Any, cycle: Any, size: tuple[int, int]) -> None:
    """Ask for every page."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(officer, "kaohe.office.people.signin.LockingBackend")
    for name, path in PAGES.items():
        address = f"/planning/cycles/{cycle.code}/{path}"
        told(name, size, lambda address=address: client.get(address))
    edit = edits(officer, cycle)
    told("editor after a change", size, lambda: client.get(f"/planning/cycles/{cycle.code}/scheme/edit/"), edit)


def told(name: str, size: tuple[int, int], ask: Callable[[], Any], before: Callable[[], None] = lambda: None) -> None:
    """Print the median time of a page and its queries; what is done ``before`` each request does not count."""
    from django.db import connection

    queries: list[str] = []

    def noted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    before()
    with connection.execute_wrapper(noted):
        answer = ask()
    if answer.status_code != 200:
        raise SystemExit(f"{name}: {answer.status_code}")
    times = []
    for _ in range(REPEAT):
        before()
        started = time.perf_counter(), time.process_time()
        ask()
        times.append((time.perf_counter() - started[0], time.process_time() - started[1]))
    wall, cpu = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
    print(f"{name:<40}{size[0]:>12,}{size[1]:>8,}{wall:>9.1f}{cpu:>9.1f}{len(queries):>9}", flush=True)


def edits(officer: Any, cycle: Any) -> Callable[[], None]:
    """Give what writes another name into one cell each time."""
    from kaohe.office.planning.actions.schemes import edit_node
    from kaohe.office.planning.document import tree
    from kaohe.office.planning.document.store import plain
    from kaohe.office.planning.models import SchemeDraft

    numbers = count(1)

    def edit() -> None:
        document = plain(SchemeDraft.objects.get(cycle=cycle).document)
        seen = tree.node_hash(tree.find(document, "A1").node)
        edit_node(by=officer, cycle=cycle, code="A1", fields={"name": f"指标{next(numbers)}"}, seen=seen)

    return edit


def office(units: int) -> tuple[Any, Any]:
    """A province with its towns, and who keeps its cycles."""
    from kaohe.office.people.models import Account, Grant, Unit

    root = Unit.objects.create(code="P", name="全省", opened_on=date(2020, 1, 1))
    root.place_under(None)
    rows = [Unit(code=f"U{n:05}", name=f"第{n}镇", parent=root, opened_on=date(2020, 1, 1)) for n in range(units)]
    Unit.objects.bulk_create(rows)
    Unit.objects.set_new_paths()
    officer = Account.objects.create(username="officer")
    Grant.objects.create(account=officer, role="officer", unit=root, since=date(2020, 1, 1))
    return officer, root


def made(officer: Any, root: Any, indicators: int, units: int, year: int) -> Any:
    """A published cycle in its year, whose draft is open for a change."""
    from kaohe.office.people.models import Membership, Unit, UnitClass
    from kaohe.office.planning.document.store import spec_of, stored
    from kaohe.office.planning.models import Cycle, SchemeDraft, SchemeVersion
    from kaohe.office.planning.publishing import freeze_units, write_indicators
    from kaohe.scheme import content_hash

    kind = UnitClass.objects.create(year=year, code="town", name="乡镇")
    towns = Unit.objects.filter(code__startswith="U").order_by("code").values_list("pk", flat=True)[:units]
    Membership.objects.bulk_create(Membership(unit_id=key, unit_class=kind, year=year) for key in towns)
    text = stored(scheme(indicators, year))
    cycle = Cycle.objects.create(
        code=f"bench-{year}", title="全省考核", year=year, root=root, state="running", created_by=officer
    )
    SchemeDraft.objects.create(cycle=cycle, document=text, changed_by=officer)
    version = SchemeVersion(cycle=cycle, number=1, document=text, hash=content_hash(spec_of(text)), made_by=officer)
    version.approved_at = version.published_at = version.made_at
    version.save()
    write_indicators(version)
    freeze_units(cycle, ["town"])
    return cycle


def scheme(indicators: int, year: int) -> Any:
    """A tree of two levels, twenty-five leaves a part at most, each with a sentence."""
    from kaohe.scheme import SchemeSpec

    sentences = ("完成任务得满分，每少1个百分点扣0.5分，扣完为止", "按完成比例得分", "每迟报一次扣0.5分，扣完为止")
    tops: list[dict[str, Any]] = []
    for number in range(indicators):
        part, place = divmod(number, 25)
        if place == 0:
            tops.append({"code": chr(ord("A") + part), "name": f"第{part + 1}部分", "owner": "统计局", "children": []})
        leaf = {
            "code": f"{tops[-1]['code']}{place + 1}",
            "name": f"指标{number}",
            "points": "1",
            "unit": "万元",
            "criterion": sentences[number % 3],
            "lead": "农业农村局",
        }
        tops[-1]["children"].append(leaf)
    return SchemeSpec.model_validate(
        {
            "id": "bench",
            "title": "全省考核",
            "cycle": {"year": year, "reports": "quarterly"},
            "classes": [{"id": "town", "name": "乡镇"}],
            "indicators": tops,
            "ranking": {"within": "class"},
        }
    )


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:]] or [100, 3_000]
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as made_in:
        main(Path(made_in), *sizes)
