"""Open, rename, move, merge, divide and close units; every change is a dated version with its document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people import policies
from kaohe.office.people.actions.endings import Ended, end_what_hangs_on, joined, move_staff
from kaohe.office.people.models import Account, Succession, Unit, UnitVersion


@transaction.atomic
def open_unit(
    *, by: Account, code: str, name: str, kind: str, parent: Unit | None, on: date, document: str = ""
) -> Unit:
    """Open a unit on a day, under another or at the top of the tree.

    Raises
    ------
    PermissionDenied
        Unless the account keeps the units there.
    ValidationError
        When the code is taken, or the parent does not exist on that day.
    """
    parent = _anew(parent) if parent else None
    policies.require(policies.units.may_change(by, parent))
    if parent is not None:
        _check_open(parent, on)
    unit = Unit(code=code, name=name, kind=kind, parent=parent, opened_on=on)
    unit.full_clean(exclude=["path"])
    unit.save()
    unit.place_under(parent)
    UnitVersion.objects.create(unit=unit, name=name, kind=kind, parent=parent, since=on, document=document)
    record(action="open_unit", actor=by, subject=unit, details={"code": code, "name": name, "on": on})
    return unit


@transaction.atomic
def rename_unit(*, by: Account, unit: Unit, name: str, on: date, document: str = "") -> Unit:
    """Give a unit another name from a day on; what happened before keeps the old one."""
    unit = _anew(unit)
    policies.require(policies.units.may_change(by, unit))
    before = unit.name
    _begin_version(unit, on, document, name=name)
    record(action="rename_unit", actor=by, subject=unit, details={"from": before, "to": name, "on": on})
    return unit


@transaction.atomic
def move_unit(*, by: Account, unit: Unit, parent: Unit | None, on: date, document: str = "") -> Unit:
    """Put a unit, and everything below it, under another from a day on.

    Raises
    ------
    ValidationError
        When the new parent is the unit itself or below it, or does not exist on that day.
    """
    unit, parent = _anew(unit), _anew(parent) if parent else None
    policies.require(policies.units.may_change(by, unit, parent))
    before = unit.parent_id
    _move(unit, parent, on, document)
    record(action="move_unit", actor=by, subject=unit, details={"from": before, "to": parent and parent.pk, "on": on})
    return unit


@transaction.atomic
def close_unit(*, by: Account, unit: Unit, on: date, document: str = "") -> Unit:
    """Close a unit on a day; raises ValidationError while there are open units below it.

    The roles granted for it and the charges of it end that day, and stand in the log by name: who speaks for a unit
    that is no more speaks for nobody.
    """
    unit = _anew(unit)
    policies.require(policies.units.may_change(by, unit))
    ended = _close(unit, on)
    record(action="close_unit", actor=by, subject=unit, details={"on": on, "document": document} | ended)
    return unit


@transaction.atomic
def merge_units(
    *, by: Account, units: Sequence[Unit], into: Unit, on: date, document: str = "", with_staff: bool = False
) -> Unit:
    """Let units go up in another on a day: they close, what stood below them moves, the succession is kept.

    The successor is a unit that is open on that day, old or new; a new one is opened first. Roles granted for the
    units that close, and charges of them, end; roles for units below go on, for these stand under the successor now.

    Parameters
    ----------
    with_staff
        Whoever works in a unit that closes works in the successor from that day on, outside any section.
    """
    into = _anew(into)
    before = [_anew(unit) for unit in units]
    policies.require(policies.units.may_change(by, into, *before))
    _check_open(into, on)
    ended: list[Ended] = []
    for unit in before:
        if into.is_within(unit):
            raise ValidationError(_("{name} cannot go up in itself or in a unit below it.").format(name=unit.name))
        for child in unit.children.open_on(on):
            _move(child, into, on, document)
        _succeed(unit, into, on, document)
        if with_staff:
            move_staff(unit, into, on)
        ended.append(_close(unit, on))
    details = {"units": [unit.pk for unit in before], "on": on, "document": document, "with_staff": with_staff}
    record(action="merge_units", actor=by, subject=into, details=details | joined(ended))
    return into


@transaction.atomic
def divide_unit(*, by: Account, unit: Unit, into: Sequence[Unit], on: date, document: str = "") -> Unit:
    """Let several units carry on the work of one that closes on a day; what stands below it is moved beforehand."""
    unit = _anew(unit)
    heirs = [_anew(heir) for heir in into]
    policies.require(policies.units.may_change(by, unit, *heirs))
    for heir in heirs:
        _check_open(heir, on)
        _succeed(unit, heir, on, document)
    ended = _close(unit, on)
    keys = [heir.pk for heir in heirs]
    record(action="divide_unit", actor=by, subject=unit, details={"into": keys, "on": on, "document": document} | ended)
    return unit


def hold_tree() -> None:
    """Let changes of the tree wait for one another until the transaction ends; reading goes on.

    Two moves at once could put each unit under the other, and two changes of neighbours wait for each other's rows.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE people_unit IN SHARE ROW EXCLUSIVE MODE")


def _anew(unit: Unit) -> Unit:
    """Read a unit anew, once the tree is held: of two changes at once, the second sees the first."""
    hold_tree()
    found: Unit = Unit.objects.get(pk=unit.pk)
    return found


def _check_open(unit: Unit, day: date) -> None:
    if not unit.is_open_on(day):
        raise ValidationError(_("{name} does not exist on {day}.").format(name=unit.name, day=day))


def _begin_version(unit: Unit, on: date, document: str, **changes: Any) -> None:
    """End the version in force and begin the next; the unit's own columns follow."""
    _check_open(unit, on)
    if on > timezone.localdate():
        raise ValidationError(_("{day} lies ahead: record the change on the day it takes effect.").format(day=on))
    last = unit.versions.current().get()
    if on <= last.since:
        message = _("{name} was last changed on {since}; a change must lie after that.")
        raise ValidationError(message.format(name=unit.name, since=last.since))
    UnitVersion.objects.filter(pk=last.pk).update(until=on)
    values = {"name": last.name, "kind": last.kind, "parent": last.parent} | changes
    version = UnitVersion(unit=unit, since=on, document=document, **values)
    version.full_clean()
    version.save()
    for name, value in changes.items():
        setattr(unit, name, value)
    unit.save(update_fields=list(changes))


def _move(unit: Unit, parent: Unit | None, on: date, document: str) -> None:
    unit.refresh_from_db(fields=["path", "parent"])
    if parent is not None:
        parent.refresh_from_db(fields=["path"])
        _check_open(parent, on)
        if parent.is_within(unit):
            raise ValidationError(_("{name} cannot stand under itself or a unit below it.").format(name=unit.name))
    _begin_version(unit, on, document, parent=parent)
    unit.place_under(parent)


def _succeed(unit: Unit, heir: Unit, on: date, document: str) -> None:
    Succession.objects.create(predecessor=unit, successor=heir, on=on, document=document)


def _close(unit: Unit, on: date) -> Ended:
    _check_open(unit, on)
    if unit.children.open_on(on).exists():
        raise ValidationError(_("{name} has units below it: move or close them first.").format(name=unit.name))
    last = unit.versions.current().get()
    if on <= last.since:
        message = _("{name} was last changed on {since}; a change must lie after that.")
        raise ValidationError(message.format(name=unit.name, since=last.since))
    UnitVersion.objects.filter(pk=last.pk).update(until=on)
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])
    return end_what_hangs_on(unit, on)
