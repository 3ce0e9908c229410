"""Sections and posts, and every action of staff against every role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.office.factories import OPENED, PASSWORD, PersonFactory, SectionFactory, UnitFactory, account_with, person_in

from kaohe.office.audit.models import Entry
from kaohe.office.people.actions import accounts, classes, places, staff
from kaohe.office.people.actions import units as unit_actions
from kaohe.office.people.models import Account, Appointment, Charge, Post, Section, Unit, UnitClass
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_section_with_a_post_opens_and_closes_when_nobody_is_left() -> None:
    officer, unit = account_with(Role.OFFICER), UnitFactory.create()
    section = places.open_section(by=officer, unit=unit, name="预算股")
    post = places.open_post(by=officer, unit=unit, section=section, name="股长")
    person = staff.register_person(
        by=officer, staff_no="1", name="李", unit=unit, section=section, post=post, since=OPENED
    )
    for place in (post, section):
        with pytest.raises(ValidationError, match=place.name):
            places.close_place(by=officer, place=place, on=TODAY)
    staff.record_departure(by=officer, person=person, on=TODAY)
    for place in (post, section):
        places.close_place(by=officer, place=place, on=TODAY)
    assert not Section.objects.open_on(TODAY).exists()
    assert not Post.objects.open_on(TODAY).exists()
    assert Post.objects.open_on(TODAY - timedelta(days=1)).exists()


def test_names_are_taken_once_a_unit() -> None:
    officer, section = account_with(Role.OFFICER), SectionFactory.create()
    with pytest.raises(ValidationError):
        places.open_section(by=officer, unit=section.unit, name=section.name)
    places.open_post(by=officer, unit=section.unit, name="科员")
    with pytest.raises(ValidationError):
        places.open_post(by=officer, unit=section.unit, name="科员")
    with pytest.raises(ValidationError, match=section.name):
        places.open_post(by=officer, unit=UnitFactory.create(), section=section, name="科员")


def _departure(by: Account, unit: Unit) -> Any:
    return staff.record_departure(by=by, person=person_in(unit), on=TODAY)


def _second_place(by: Account, unit: Unit) -> Any:
    return staff.appoint_person(by=by, person=person_in(UnitFactory.create()), unit=unit, since=TODAY)


def _end_charge(by: Account, unit: Unit) -> Any:
    charge = Charge.objects.create(person=person_in(unit), unit=unit, since=OPENED)
    return staff.end_charge(by=by, charge=charge, on=TODAY)


def _class(by: Account, unit: Unit) -> Any:
    kind = UnitClass.objects.create(year=2026, code="a", name="a")
    return classes.classify_units(by=by, year=2026, classes={unit: kind})


OF_OFFICERS: dict[str, Callable[[Account, Unit], Any]] = {
    "open_section": lambda by, unit: places.open_section(by=by, unit=unit, name="甲"),
    "open_post": lambda by, unit: places.open_post(by=by, unit=unit, name="甲"),
    "close_place": lambda by, unit: places.close_place(by=by, place=SectionFactory.create(unit=unit), on=TODAY),
    "register_person": lambda by, unit: staff.register_person(by=by, staff_no="1", name="甲", unit=unit, since=TODAY),
    "appoint_person": _second_place,
    "record_departure": _departure,
    "put_in_charge": lambda by, unit: staff.put_in_charge(by=by, person=person_in(unit), unit=unit, since=TODAY),
    "end_charge": _end_charge,
    "classify_units": _class,
    "rename_unit": lambda by, unit: unit_actions.rename_unit(by=by, unit=unit, name="甲", on=TODAY),
    "close_unit": lambda by, unit: unit_actions.close_unit(by=by, unit=unit, on=TODAY),
    "open_unit": lambda by, unit: unit_actions.open_unit(
        by=by, code="N", name="甲", kind="other", parent=unit, on=TODAY
    ),
    "divide_unit": lambda by, unit: unit_actions.divide_unit(
        by=by, unit=unit, into=[UnitFactory.create(parent=unit.parent)], on=TODAY
    ),
    "merge_units": lambda by, unit: unit_actions.merge_units(
        by=by, units=[unit], into=UnitFactory.create(parent=unit.parent), on=TODAY
    ),
}
OF_SYSTEM_ADMINISTRATORS: dict[str, Callable[[Account, Unit], Any]] = {
    "open_account": lambda by, unit: accounts.open_account(by=by, username="new", password=PASSWORD),
    "disable_account": lambda by, unit: accounts.disable_account(by=by, account=account_with(), reason=""),
    "unlock_account": lambda by, unit: accounts.unlock_account(by=by, account=account_with()),
}
EVERY = [(name, role) for name in OF_OFFICERS | OF_SYSTEM_ADMINISTRATORS for role in Role]


@pytest.mark.parametrize(("name", "role"), EVERY)
def test_action_by_role(name: str, role: Role) -> None:
    may = Role.OFFICER if name in OF_OFFICERS else Role.SYSTEM_ADMIN
    root = UnitFactory.create()
    unit = UnitFactory.create(parent=root)
    by, action = account_with(role, root), (OF_OFFICERS | OF_SYSTEM_ADMINISTRATORS)[name]
    if role is may:
        action(by, unit)
        assert Entry.objects.get(actor=by.username).action == name
    else:
        with pytest.raises(PermissionDenied):
            action(by, unit)
        assert not Entry.objects.exists()


@pytest.mark.parametrize("name", OF_OFFICERS)
def test_officer_of_another_subtree_may_not(name: str) -> None:
    by = account_with(Role.OFFICER, UnitFactory.create())
    with pytest.raises(PermissionDenied):
        OF_OFFICERS[name](by, UnitFactory.create(parent=UnitFactory.create()))
    assert not Entry.objects.exists()


def test_who_moved_is_in_the_new_place_only_from_that_day() -> None:
    officer, unit, other = account_with(Role.OFFICER), UnitFactory.create(), UnitFactory.create()
    person = person_in(unit)
    old = Appointment.objects.get(person=person)
    staff.appoint_person(by=officer, person=person, unit=other, since=TODAY, instead_of=old)
    yesterday = TODAY - timedelta(days=1)
    assert [a.unit for a in Appointment.objects.on(yesterday).filter(person=person)] == [unit]
    assert [a.unit for a in Appointment.objects.on(TODAY).filter(person=person)] == [other]


def test_person_without_a_place_is_let_go_by_who_keeps_all_units() -> None:
    person, unit = PersonFactory.create(), UnitFactory.create()
    with pytest.raises(PermissionDenied):
        staff.record_departure(by=account_with(Role.OFFICER, unit), person=person, on=TODAY)
    staff.record_departure(by=account_with(Role.OFFICER), person=person, on=TODAY)
    person.refresh_from_db()
    assert person.has_left_by(TODAY)
