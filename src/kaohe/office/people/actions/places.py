"""Open and close sections and posts."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people import policies
from kaohe.office.people.models import Account, Appointment, Post, Section, Unit


@transaction.atomic
def open_section(*, by: Account, unit: Unit, name: str) -> Section:
    """Open a section of a unit; raises ValidationError when the unit has one of this name."""
    policies.require(policies.persons.may_change(by, unit))
    section = Section(unit=unit, name=name)
    section.full_clean()
    section.save()
    record(action="open_section", actor=by, subject=section, details={"unit": unit.pk, "name": name})
    return section


@transaction.atomic
def open_post(*, by: Account, unit: Unit, name: str, section: Section | None = None) -> Post:
    """Open a post in a section, or directly in the unit."""
    policies.require(policies.persons.may_change(by, unit))
    if section is not None and section.unit_id != unit.pk:
        raise ValidationError(_("{place} does not belong to {unit}.").format(place=section.name, unit=unit.name))
    post = Post(unit=unit, section=section, name=name)
    post.full_clean()
    post.save()
    details = {"unit": unit.pk, "section": section and section.pk, "name": name}
    record(action="open_post", actor=by, subject=post, details=details)
    return post


@transaction.atomic
def close_place(*, by: Account, place: Section | Post, on: date) -> None:
    """Close a section or a post; raises ValidationError while somebody works there on that day."""
    policies.require(policies.persons.may_change(by, place.unit))
    held = Appointment.objects.on(on)
    held = held.filter(section=place) if isinstance(place, Section) else held.filter(post=place)
    if held.exists():
        raise ValidationError(_("People still work in {place}: move them first.").format(place=place.name))
    place.closed_on = on
    place.save(update_fields=["closed_on"])
    record(action="close_place", actor=by, subject=place, details={"on": on})
