"""Put units into the classes of a year."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people import policies
from kaohe.office.people.imports.classes import read_classes
from kaohe.office.people.models import Account, Membership, Unit, UnitClass


@transaction.atomic
def open_class(*, by: Account, year: int, code: str, name: str) -> UnitClass:
    """Open a class of a year; raises ValidationError when the year has one of this code.

    Classes hold for every unit, so an officer of a subtree opens none.
    """
    policies.require(policies.units.may_change(by, None))
    unit_class = UnitClass(year=year, code=code, name=name)
    unit_class.full_clean()
    unit_class.save()
    record(action="open_class", actor=by, subject=unit_class, details={"year": year, "code": code, "name": name})
    return unit_class


@transaction.atomic
def classify_units(*, by: Account, year: int, classes: Mapping[Unit, UnitClass]) -> int:
    """Give units their class of a year, instead of the one they had; says how many changed.

    Raises
    ------
    ValidationError
        When a class belongs to another year.
    """
    policies.require(policies.units.may_change(by, *classes))
    strange = [c.name for c in classes.values() if c.year != year]
    if strange:
        raise ValidationError(_("{name} is no class of {year}.").format(name=strange[0], year=year))
    now = dict(Membership.objects.filter(year=year, unit__in=classes).values_list("unit", "unit_class"))
    changed = {u: c for u, c in classes.items() if now.get(u.pk) != c.pk}
    Membership.objects.filter(year=year, unit__in=changed).delete()
    Membership.objects.bulk_create(Membership(year=year, unit=u, unit_class=c) for u, c in changed.items())
    details = {"year": year, "units": {u.pk: [now.get(u.pk), c.pk] for u, c in changed.items()}}
    record(action="classify_units", actor=by, subject=f"Year:{year}", details=details)
    return len(changed)


@transaction.atomic
def classify_from_list(*, by: Account, year: int, path: Path) -> int:
    """Give units their class of a year as an uploaded list says; says how many changed.

    Raises
    ------
    Problems
        With everything wrong in the list; nothing is written.
    """
    reach = policies.persons.reach_of_changes(by)
    policies.require(reach.is_all or bool(reach.paths))
    units = {unit.code: unit for unit in Unit.objects.visible_to(by)}
    known = {c.code: c for c in UnitClass.objects.filter(year=year)}
    pairs = read_classes(path, units, known, reach)
    return classify_units(by=by, year=year, classes=pairs)


@transaction.atomic
def copy_classes(*, by: Account, year: int, from_year: int) -> int:
    """Take the classes of another year over into a year that has none, with the units that are still open.

    Raises
    ------
    ValidationError
        When the year has classes already, or the other one has none.
    """
    policies.require(policies.units.may_change(by, None))
    if UnitClass.objects.filter(year=year).exists():
        raise ValidationError(_("{year} has classes already.").format(year=year))
    before = list(UnitClass.objects.filter(year=from_year))
    if not before:
        raise ValidationError(_("{year} has no classes to take over.").format(year=from_year))
    copies = {old.pk: UnitClass(year=year, code=old.code, name=old.name) for old in before}
    UnitClass.objects.bulk_create(copies.values())
    members = Membership.objects.filter(year=from_year, unit__closed_on__isnull=True)
    Membership.objects.bulk_create(
        Membership(year=year, unit_id=member.unit_id, unit_class=copies[member.unit_class_id]) for member in members
    )
    record(action="copy_classes", actor=by, subject=f"Year:{year}", details={"from": from_year, "classes": len(copies)})
    return len(copies)
