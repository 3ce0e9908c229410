"""Put units into the classes of a year."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people import policies
from kaohe.office.people.models import Account, Membership, Unit, UnitClass


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
