"""What ends with a unit, and how an entry is put right."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.office.factories import OPENED, UnitFactory, account_with, person_in

from kaohe.office.audit.models import Entry
from kaohe.office.people.actions import corrections, units
from kaohe.office.people.models import Account, Appointment, Charge, Grant, Notification, Unit, UnitVersion
from kaohe.office.people.roles import Role
from kaohe.office.revisions import StaleError

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 1)


@pytest.fixture
def officer() -> Account:
    return account_with(Role.OFFICER)


def version_of(unit: Unit) -> UnitVersion:
    return unit.versions.current().get()


def test_roles_and_charges_end_with_the_unit_and_are_named(officer: Account) -> None:
    county = UnitFactory.create()
    town = UnitFactory.create(parent=county)
    liaison, head = account_with(Role.LIAISON, town), account_with(Role.UNIT_HEAD, county)
    leader = person_in(county, name="王明")
    Charge.objects.create(person=leader, unit=town, since=OPENED)
    units.close_unit(by=officer, unit=town, on=DAY)
    assert Grant.objects.get(account=liaison).until == DAY
    assert Grant.objects.get(account=head).until is None
    assert Charge.objects.get().until == DAY
    details = json.loads(Entry.objects.get().details)
    assert (details["roles"], details["charges"]) == ([f"{liaison.username}: liaison"], ["王明"])
    assert Notification.objects.get().account == liaison


def test_role_that_was_to_begin_later_never_does(officer: Account) -> None:
    town, later = UnitFactory.create(), timezone.localdate() + timedelta(days=9)
    Grant.objects.create(account=account_with(), role=Role.LIAISON, unit=town, since=later)
    units.close_unit(by=officer, unit=town, on=DAY)
    assert not Grant.objects.filter(unit=town).in_force_on(later).exists()


def test_roles_for_units_below_go_on_after_a_merger(officer: Account) -> None:
    first, heir = UnitFactory.create(), UnitFactory.create()
    village = UnitFactory.create(parent=first)
    keeps, loses = account_with(Role.LIAISON, village), account_with(Role.LIAISON, first)
    units.merge_units(by=officer, units=[first], into=heir, on=DAY)
    assert Account.objects.get(pk=keeps.pk).has_role(Role.LIAISON)
    assert not Account.objects.get(pk=loses.pk).has_role(Role.LIAISON)


@pytest.mark.parametrize("with_staff", [True, False])
def test_staff_goes_along_when_the_decision_says_so(with_staff: bool, officer: Account) -> None:
    first, heir = UnitFactory.create(), UnitFactory.create()
    person, both = person_in(first), person_in(first)
    Appointment.objects.create(person=both, unit=heir, since=OPENED)
    units.merge_units(by=officer, units=[first], into=heir, on=DAY, with_staff=with_staff)
    moved = {person.pk, both.pk} if with_staff else {both.pk}
    assert set(Appointment.objects.on(DAY).filter(unit=heir).values_list("person", flat=True)) == moved
    assert Appointment.objects.on(DAY).filter(unit=first).exists() is not with_staff
    assert Appointment.objects.filter(person=both, unit=heir).count() == 1


def corrected(by: Account, unit: Unit, **changes: Any) -> UnitVersion:
    version = version_of(unit)
    values = {"name": version.name, "kind": version.kind, "since": version.since, "document": "", "reason": "录入错误"}
    return corrections.correct_version(by=by, version=version, revision=version.revision, **(values | changes))


def test_wrong_name_is_corrected_and_the_log_keeps_it(officer: Account) -> None:
    unit = UnitFactory.create(name="东山")
    units.rename_unit(by=officer, unit=unit, name="东三县", on=DAY)
    corrected(officer, unit, name="东山县", since=DAY + timedelta(days=3))
    assert Unit.objects.get(pk=unit.pk).name == "东山县"
    names = dict(unit.versions.values_list("name", "since"))
    assert names == {"东山": OPENED, "东山县": DAY + timedelta(days=3)}
    assert unit.versions.get(name="东山").until == DAY + timedelta(days=3)
    details = json.loads(Entry.objects.get(action="correct_version").details)
    assert (details["before"]["name"], details["reason"]) == ("东三县", "录入错误")


def test_correction_needs_a_reason_a_fitting_day_and_the_last_word(officer: Account) -> None:
    unit = UnitFactory.create()
    units.rename_unit(by=officer, unit=unit, name="二", on=DAY)
    for wrong in ({"reason": " "}, {"since": OPENED}, {"since": timezone.localdate() + timedelta(days=1)}):
        with pytest.raises(ValidationError):
            corrected(officer, unit, **wrong)
    with pytest.raises(PermissionDenied):
        corrected(account_with(Role.UNIT_HEAD, unit), unit)
    stale = version_of(unit)
    corrected(officer, unit, name="三")
    with pytest.raises(StaleError):
        corrections.withdraw_version(by=officer, version=stale, revision=0, reason="x")


def test_move_that_never_was_is_withdrawn_with_everything_below(officer: Account) -> None:
    county, other = UnitFactory.create(), UnitFactory.create()
    town = UnitFactory.create(parent=county)
    village = UnitFactory.create(parent=town)
    units.move_unit(by=officer, unit=town, parent=other, on=DAY)
    corrections.withdraw_version(by=officer, version=version_of(town), revision=0, reason="录入错误")
    assert list(Unit.objects.below(county).order_by("path")) == [county, town, village]
    assert version_of(town).since == OPENED
    with pytest.raises(ValidationError):
        corrections.withdraw_version(by=officer, version=version_of(town), revision=0, reason="又")


def test_closing_is_withdrawn_but_not_a_merger(officer: Account) -> None:
    town, other, heir = (UnitFactory.create() for _ in range(3))
    units.close_unit(by=officer, unit=town, on=DAY)
    corrections.withdraw_closing(by=officer, unit=town, reason="录入错误")
    assert Unit.objects.get(pk=town.pk).closed_on is None
    assert version_of(town).since == OPENED
    units.merge_units(by=officer, units=[other], into=heir, on=DAY)
    for unit in (other, town):
        with pytest.raises(ValidationError):
            corrections.withdraw_closing(by=officer, unit=unit, reason="x")
