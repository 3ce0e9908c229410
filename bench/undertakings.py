"""Letters, decomposition, plans and the register over 3,000 units: server time and queries of their pages.

Runs on an embedded PostgreSQL of its own, with durable commits, in a folder that is removed afterwards.
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from harness import machine, page

UNITS, INDICATORS, DIVIDED = 3_000, 100, 20
DAY = date(2026, 1, 1)
REPEAT = 15


def main(folder: Path) -> None:
    """Fill and measure."""
    os.environ |= {
        "KAOHE_DATA": str(folder),
        "KAOHE_LOG_LEVEL": "ERROR",
        "KAOHE_HTTPS": "0",
        "KAOHE_HOSTS": "testserver",
    }
    from kaohe.office import serve

    serve.set_up()
    serve.migrate()
    cycle, officer, leader, head, unit = filled()
    from kaohe.office.planning.actions.letters import make_letters

    started = time.perf_counter()
    made = make_letters(by=officer, cycle=cycle)
    took = (time.perf_counter() - started) * 1000
    print(f"{f'{len(made):,} letters of {INDICATORS} indicators made':<58}{took:>12,.1f} ms")
    print(machine())
    below = f"/planning/decomposition/{cycle.code}/{unit.pk}/"
    for label, account, address in (
        ("list of letters, first page, as the office", officer, "/planning/letters/"),
        ("list of letters, those that wait for the unit", officer, "/planning/letters/?standing=unsigned&page=40"),
        ("letters that wait for a leader", leader, "/planning/letters/sign/"),
        ("one letter", head, f"/planning/letters/{made[0].pk}/"),
        ("one letter checked", head, f"/planning/letters/{made[0].pk}/verify/"),
        ("list of decompositions, as the office", officer, "/planning/decomposition/"),
        ("decompositions sorted by what is confirmed", officer, "/planning/decomposition/?sort=-confirmed"),
        ("indicators of one unit", head, below),
        ("matrix of one unit", head, f"{below}matrix/"),
        ("shares of one indicator", head, f"{below}indicator/I1/"),
        ("list of personal plans, as the office", officer, "/planning/plans/"),
        ("the superior's indicators", officer, "/planning/superior/"),
        ("the register", head, "/planning/register/"),
    ):
        timed(label, account, address)


def timed(label: str, account: Any, address: str) -> None:
    """Print how long a page takes."""
    from django.test import Client

    client = Client()
    client.force_login(account, "kaohe.office.people.signin.LockingBackend")
    print(f"{label:<52}{page(client, address, REPEAT)}", flush=True)


def filled() -> tuple[Any, Any, Any, Any, Any]:
    """Write the units, one cycle in progress with its targets, and the shares of every unit."""
    from kaohe.office.people.models import Account, Appointment, Grant, Person, Unit
    from kaohe.office.people.roles import Role

    root = Unit.objects.create(code="root", name="东山市", opened_on=DAY)
    Unit.objects.bulk_create(Unit(code=f"U{n:05}", name=f"第{n}单位", parent=root, opened_on=DAY) for n in range(UNITS))
    Unit.objects.filter(pk=root.pk).set_new_paths()
    Unit.objects.set_new_paths()
    units = list(Unit.objects.filter(parent=root).order_by("code"))
    root.refresh_from_db()
    accounts = []
    for role, unit in ((Role.OFFICER, root), (Role.LEADER, root), (Role.UNIT_HEAD, units[0])):
        account = Account.objects.create(username=str(role))
        Grant.objects.create(account=account, role=role, unit=unit, since=DAY)
        accounts.append(account)
    people = Person.objects.bulk_create(Person(staff_no=f"P{n:05}", name=f"职工{n}") for n in range(UNITS))
    Appointment.objects.bulk_create(
        Appointment(person=p, unit=u, since=DAY) for p, u in zip(people, units, strict=True)
    )
    cycle = planned(accounts[0], root, units, people)
    return cycle, accounts[0], accounts[1], accounts[2], units[0]


def planned(by: Any, root: Any, units: list[Any], people: list[Any]) -> Any:
    """Write the cycle, its indicators, targets, shares, plans, register and superior's indicators."""
    from django.utils import timezone

    from kaohe.office.planning import models
    from kaohe.office.planning.document.store import stored
    from kaohe.scheme import SchemeSpec, content_hash

    leaves = [
        {"code": f"I{n}", "name": f"指标{n}", "points": "1", "unit": "万元", "criterion": "按完成比例得分"}
        for n in range(1, INDICATORS + 1)
    ]
    spec = SchemeSpec.model_validate({"id": "big", "title": "考核", "cycle": {"year": 2026}, "indicators": leaves})
    cycle = models.Cycle.objects.create(code="big", title="考核", year=2026, root=root, state="running", created_by=by)
    earlier = timezone.now() - timedelta(minutes=5)
    models.SchemeVersion.objects.create(
        cycle=cycle, number=1, document=stored(spec), hash=content_hash(spec), made_by=by, published_at=earlier
    )
    indicators = models.Indicator.objects.bulk_create(
        models.Indicator(cycle=cycle, code=leaf["code"], name=leaf["name"], position=n, is_leaf=True, needs_target=True)
        for n, leaf in enumerate(leaves)
    )
    class_id = "all" if not spec.classes else spec.classes[0].id
    models.AppraisedUnit.objects.bulk_create(
        models.AppraisedUnit(cycle=cycle, unit=unit, class_id=class_id) for unit in units
    )
    known = {"cycle": cycle, "state": "locked", "changed_by": by, "proposed_by": by, "changed_at": earlier}
    for unit in units:
        models.Target.objects.bulk_create(
            models.Target(unit=unit, indicator=indicator, value=Decimal(100), **known) for indicator in indicators
        )
    for unit, person in zip(units, people, strict=True):
        rows = models.Decomposition.objects.bulk_create(
            models.Decomposition(cycle=cycle, unit=unit, indicator=i, is_confirmed=True, changed_by=by)
            for i in indicators[:DIVIDED]
        )
        models.Share.objects.bulk_create(
            models.Share(decomposition=row, kind="person", person=person, percent=Decimal(100)) for row in rows
        )
    models.PersonalPlan.objects.bulk_create(
        models.PersonalPlan(cycle=cycle, person=p, unit=u) for p, u in zip(people, units, strict=True)
    )
    item = {"kind": "inspection", "year": 2026, "organiser": root, "basis": "1号", "state": "approved"}
    models.RegisterItem.objects.bulk_create(models.RegisterItem(name=f"检查{n}", **item) for n in range(500))
    models.RegisterItem.objects.create(**{**item, "kind": "appraisal", "name": "考核", "cycle": cycle})
    superior = models.SuperiorIndicator.objects.bulk_create(
        models.SuperiorIndicator(cycle=cycle, code=f"S{n}", name=f"上级{n}", source="1号", handed_down_on=DAY)
        for n in range(300)
    )
    models.Mapping.objects.bulk_create(
        models.Mapping(superior=one, unit=units[n], due_on=DAY) for n, one in enumerate(superior)
    )
    return cycle


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as name:
        Path(name).chmod(0o755)
        main(Path(name))
