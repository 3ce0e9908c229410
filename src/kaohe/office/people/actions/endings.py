"""What ends with a unit: roles granted for it, charges of it; and where its staff goes. Parts of other actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.actions.notifications import notify
from kaohe.office.people.models import Appointment, Charge, Grant, Unit

Ended = dict[str, list[str]]
"""Who lost what, in words for the log: ``{"roles": ["li: liaison"], "charges": ["王明"]}``."""


def end_what_hangs_on(unit: Unit, on: date) -> Ended:
    """End the roles granted for a unit that closes, or for closed units below it, and the charges of them.

    A role for a wider subtree goes on: it stands above the unit. Whoever loses a role is told.
    """
    still = Q(until__isnull=True) | Q(until__gt=on)  # also those that were to begin later
    roles = list(
        Grant.objects.select_for_update(of=("self",))
        .filter(still, unit__path__startswith=unit.path)
        .select_related("account__person", "unit")
        .order_by("pk")
    )
    charges = list(Charge.objects.filter(still, unit__path__startswith=unit.path).select_related("person"))
    _end(Grant, [grant.pk for grant in roles], on)
    _end(Charge, [charge.pk for charge in charges], on)
    for grant in roles:
        text = _("{unit} closes on {day}: your role for it ends. Ask the security administrator for a new one.")
        notify([grant.account], text, unit=unit.name, day=on)
    return {
        "roles": [f"{grant.account.username}: {grant.role}" for grant in roles],
        "charges": [charge.person.name for charge in charges],
    }


def move_staff(unit: Unit, into: Unit, on: date) -> int:
    """Let whoever works in a unit work in another from a day on; says how many."""
    places = list(Appointment.objects.select_for_update().on(on).filter(unit=unit).order_by("pk"))
    here = set(Appointment.objects.on(on).filter(unit=into).values_list("person", flat=True))
    Appointment.objects.filter(pk__in=[place.pk for place in places if place.since < on]).update(until=on)
    begun = [place.pk for place in places if place.since == on]  # an appointment of no day would say nothing
    Appointment.objects.filter(pk__in=begun).delete()
    people = {place.person_id for place in places} - here
    Appointment.objects.bulk_create(Appointment(person_id=key, unit=into, since=on) for key in sorted(people))
    return len(people)


def joined(several: Iterable[Ended]) -> Ended:
    """Join what ended with several units."""
    found: Ended = {"roles": [], "charges": []}
    for ended in several:
        for key in found:
            found[key] += ended[key]
    return found


def _end(model: type[Grant] | type[Charge], keys: list[int], on: date) -> None:
    """End rows on a day, or on their first one when they were to begin later."""
    model.objects.filter(pk__in=keys).update(until=Greatest(F("since"), on))
