"""Take people on, move them, let them go."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people import policies
from kaohe.office.people.actions.accounts import shut_account
from kaohe.office.people.models import Account, Appointment, Charge, Person, Post, Section, Unit
from kaohe.office.revisions import held


@transaction.atomic
def register_person(
    *,
    by: Account,
    staff_no: str,
    name: str,
    unit: Unit,
    since: date,
    section: Section | None = None,
    post: Post | None = None,
    phone: str = "",
) -> Person:
    """Take a person on in a unit; raises ValidationError when the staff number is taken."""
    policies.require(policies.persons.may_change(by, unit))
    person = Person(staff_no=staff_no, name=name, phone=phone, joined_on=since)
    person.full_clean()
    person.save()
    _appoint(person, unit, section, post, since)
    record(action="register_person", actor=by, subject=person, details={"unit": unit.pk, "since": since})
    return person


@transaction.atomic
def appoint_person(
    *,
    by: Account,
    person: Person,
    unit: Unit,
    since: date,
    section: Section | None = None,
    post: Post | None = None,
    instead_of: Appointment | None = None,
) -> Appointment:
    """Give a person a place in a unit, in addition to the present one or instead of it."""
    policies.require(policies.persons.may_change(by, unit))
    if instead_of is not None:
        policies.require(policies.persons.may_change(by, instead_of.unit))
        _end(instead_of, since)
    appointment = _appoint(person, unit, section, post, since)
    details = {"unit": unit.pk, "since": since, "instead_of": instead_of and instead_of.pk}
    record(action="appoint_person", actor=by, subject=person, details=details)
    return appointment


@transaction.atomic
def record_departure(*, by: Account, person: Person, on: date) -> Person:
    """Note that a person no longer works here from a day on: appointments and charges end, the account is shut.

    On a day that lies ahead the account stays open until then; `disable_leavers` shuts it.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    open_places = list(person.appointments.filter(until__isnull=True).select_related("unit"))
    policies.require(_may_let_go(by, open_places))
    for appointment in open_places:
        _end(appointment, on)
    Charge.objects.filter(person=person, until__isnull=True).update(until=on)
    person.left_on = on
    person.save(update_fields=["left_on"])
    account = Account.objects.filter(person=person, is_active=True).first()
    if account is not None and on <= timezone.localdate():
        shut_account(account)
    record(action="record_departure", actor=by, subject=person, details={"on": on})
    return person


@transaction.atomic
def correct_person(*, by: Account, person: Person, revision: int | None, name: str, phone: str) -> Person:
    """Correct name and telephone of a person; raises StaleError when somebody else did so meanwhile."""
    person = held(person, revision)
    places = list(person.appointments.on(timezone.localdate()).select_related("unit"))
    policies.require(_may_let_go(by, places))
    before = {"name": person.name, "phone": person.phone}
    person.name, person.phone = name, phone
    person.revision += 1
    person.full_clean()
    person.save(update_fields=["name", "phone", "revision"])
    changed = [key for key, old in before.items() if old != getattr(person, key)]
    details = {"changed": changed} | ({"from": before["name"], "to": name} if "name" in changed else {})
    record(action="correct_person", actor=by, subject=person, details=details)
    return person


@transaction.atomic
def end_appointment(*, by: Account, appointment: Appointment, on: date) -> None:
    """End one of the places of a person who goes on working in another."""
    appointment = Appointment.objects.select_for_update(of=("self",)).select_related("unit").get(pk=appointment.pk)
    policies.require(policies.persons.may_change(by, appointment.unit))
    if appointment.until is not None:
        raise ValidationError(_("This place has ended already, on {day}.").format(day=appointment.until))
    _end(appointment, on)
    details = {"unit": appointment.unit_id, "on": on}
    record(action="end_appointment", actor=by, subject=appointment.person, details=details)


@transaction.atomic
def put_in_charge(*, by: Account, person: Person, unit: Unit, since: date) -> Charge:
    """Put a leader in charge of a unit and everything below it."""
    policies.require(policies.units.may_change(by, unit))
    charge = Charge(person=person, unit=unit, since=since)
    charge.full_clean()
    charge.save()
    record(action="put_in_charge", actor=by, subject=person, details={"unit": unit.pk, "since": since})
    return charge


@transaction.atomic
def end_charge(*, by: Account, charge: Charge, on: date) -> None:
    """End a leader's charge of a unit."""
    policies.require(policies.units.may_change(by, charge.unit))
    Charge.objects.filter(pk=charge.pk).update(until=on)
    record(action="end_charge", actor=by, subject=charge, details={"on": on})


def _may_let_go(by: Account, places: list[Appointment]) -> bool:
    """Whoever keeps every unit the person works in; of a person without a place, whoever keeps them all."""
    reach = policies.persons.reach_of_changes(by)
    return reach.is_all or (bool(places) and all(reach.covers(place.unit.path) for place in places))


def _appoint(person: Person, unit: Unit, section: Section | None, post: Post | None, since: date) -> Appointment:
    if not unit.is_open_on(since):
        raise ValidationError(_("{name} does not exist on {day}.").format(name=unit.name, day=since))
    if person.has_left_by(since):
        raise ValidationError(_("{name} no longer works here on {day}.").format(name=person.name, day=since))
    for place in (section, post):
        if place is not None and place.unit_id != unit.pk:
            message = _("{place} does not belong to {unit}.")
            raise ValidationError(message.format(place=place.name, unit=unit.name))
    return Appointment.objects.create(person=person, unit=unit, section=section, post=post, since=since)


def _end(appointment: Appointment, on: date) -> None:
    if on <= appointment.since:
        raise ValidationError(
            _("The appointment began on {since}; it can end after that.").format(since=appointment.since)
        )
    appointment.until = on
    appointment.save(update_fields=["until"])
