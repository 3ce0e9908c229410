"""How the platform is set up: administrators, units, people, accounts and roles."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from django.db import transaction

from kaohe.office.audit.record import record
from kaohe.office.demo.county import PersonSeed, UnitSeed
from kaohe.office.demo.passwords import ADMINISTRATORS, PASSWORD
from kaohe.office.demo.story.stage import Stage
from kaohe.office.people.actions.access import grant_role
from kaohe.office.people.actions.accounts import create_administrator, open_account
from kaohe.office.people.actions.imports import import_people, import_units
from kaohe.office.people.actions.staff import put_in_charge
from kaohe.office.people.actions.units import open_unit, rename_unit
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role

SET_UP = date(2022, 12, 1)
OPENED = date(2012, 1, 1)
"""Since when the units stand, as far as the platform knows."""

OLD_NAMES = {"县城市管理局": "县城市管理综合执法局"}
RENAMED = date(2024, 3, 15)
NEW_UNITS = date(2026, 1, 5)


def set_up(stage: Stage) -> None:
    """Open the platform, with everybody who may enter it."""
    stage.clock.set(SET_UP)
    announce()
    for name, role in ADMINISTRATORS.items():
        create_administrator(username=name, role=role, password=PASSWORD)
    city = open_account(by=stage.accounts["sysadmin"], username="city", password=PASSWORD, is_initial=False)
    grant_role(by=stage.accounts["secadmin"], account=city, role=Role.OFFICER, since=SET_UP)
    _hand_in(stage, city)
    stage.forget()
    open_accounts(stage)
    stage.forget()
    for charge in stage.county.charges:
        put_in_charge(by=city, person=stage.people[charge.staff_no], unit=stage.units[charge.unit], since=SET_UP)


@transaction.atomic
def announce() -> None:
    """Say in the log itself, before anything else, that its moments are told."""
    record(action="tell_demo", actor=None, details={"note": "Demo: a made-up county; the moments are the story's."})


def change_units(stage: Stage) -> None:
    """Rename a unit in 2024, and open one in 2026."""
    city = stage.accounts["city"]
    stage.clock.set(RENAMED)
    for name in OLD_NAMES:
        rename_unit(by=city, unit=stage.unit(name), name=name, on=RENAMED, document="清编发〔2024〕8号")


def open_new_units(stage: Stage) -> None:
    """Open the unit that was founded this year, with its people and their accounts."""
    stage.clock.set(NEW_UNITS)
    city = stage.accounts["city"]
    for seed in stage.county.units:
        if seed.is_new:
            place = {"code": seed.code, "name": seed.name, "kind": seed.kind, "parent": stage.units[seed.parent]}
            open_unit(by=city, on=NEW_UNITS, document="清编发〔2026〕1号", **place)  # type: ignore[arg-type]
            staff = [person for person in stage.county.people if person.unit == seed.code]
            import_people(by=city, path=write_people(stage.folder, staff), since=NEW_UNITS)
    stage.forget()
    open_accounts(stage)
    stage.forget()


def open_accounts(stage: Stage) -> None:
    """Open the accounts of everybody who is here by now and has none, and give them their role."""
    system, security, since = stage.accounts["sysadmin"], stage.accounts["secadmin"], SET_UP
    for seed in stage.county.accounts:
        if seed.username in stage.accounts or seed.staff_no not in stage.people:
            continue
        person = stage.people[seed.staff_no]
        account: Account = open_account(
            by=system, username=seed.username, password=PASSWORD, person=person, is_initial=False
        )
        if seed.role:
            unit = stage.units[seed.unit] if seed.unit else None
            grant_role(by=security, account=account, role=Role(seed.role), unit=unit, since=since)


def _hand_in(stage: Stage, city: Account) -> None:
    new = {seed.code for seed in stage.county.units if seed.is_new}
    units = [seed for seed in stage.county.units if seed.code not in new]
    people = [seed for seed in stage.county.people if seed.unit not in new]
    import_units(by=city, path=write_units(stage.folder, units), opened_on=OPENED)
    import_people(by=city, path=write_people(stage.folder, people), since=OPENED)


def write_units(folder: Path, units: Iterable[UnitSeed]) -> Path:
    """Write the list of units as an office hands it in."""
    rows = [(u.code, OLD_NAMES.get(u.name, u.name), u.parent, u.kind) for u in units]
    return _write(folder / "单位名单.csv", ("单位编码", "单位名称", "上级编码", "单位性质"), rows)


def write_people(folder: Path, people: Iterable[PersonSeed]) -> Path:
    """Write the list of people as an office hands it in."""
    rows = [(p.staff_no, p.name, p.unit, p.section, p.post) for p in people]
    return _write(folder / "人员名单.csv", ("工号", "姓名", "单位", "科室", "岗位"), rows)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *rows])
    return path
