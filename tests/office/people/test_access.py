"""Roles are granted by the security administrator, kept apart, and delegated for days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.office.factories import OPENED, PASSWORD, UnitFactory, account_with, person_in

from kaohe.office.audit.models import Entry
from kaohe.office.people.actions import access, accounts, staff
from kaohe.office.people.models import Account, Appointment, Grant, Unit
from kaohe.office.people.roles import ADMINISTRATORS, Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def security() -> Account:
    return account_with(Role.SECURITY_ADMIN)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.SECURITY_ADMIN])
def test_only_the_security_administrator_grants(role: Role) -> None:
    by, other = account_with(role, UnitFactory.create()), account_with()
    with pytest.raises(PermissionDenied):
        access.grant_role(by=by, account=other, role=Role.OFFICER, since=TODAY)


def test_nobody_grants_to_the_own_account(security: Account) -> None:
    with pytest.raises(PermissionDenied):
        access.grant_role(by=security, account=security, role=Role.AUDIT_ADMIN, since=TODAY)


@pytest.mark.parametrize("power", sorted(ADMINISTRATORS))
def test_administrators_powers_are_kept_apart(power: Role, security: Account) -> None:
    officer = account_with(Role.OFFICER)
    with pytest.raises(ValidationError, match=officer.username):
        access.grant_role(by=security, account=officer, role=power, since=TODAY)
    admin = account_with(power)
    for role in Role:
        if role is not power:
            with pytest.raises(ValidationError):
                access.grant_role(by=security, account=admin, role=role, unit=UnitFactory.create(), since=TODAY)


def test_role_that_speaks_for_a_unit_needs_one(security: Account) -> None:
    with pytest.raises(ValidationError):
        access.grant_role(by=security, account=account_with(), role=Role.LIAISON, since=TODAY)


def test_granted_and_revoked(security: Account) -> None:
    account = account_with()
    grant = access.grant_role(by=security, account=account, role=Role.OFFICER, since=TODAY)
    assert Account.objects.get(pk=account.pk).has_role(Role.OFFICER)
    access.revoke_role(by=security, grant=grant)
    assert not Account.objects.get(pk=account.pk).has_role(Role.OFFICER)
    assert list(Entry.objects.values_list("action", flat=True)) == ["grant_role", "revoke_role"]


def delegated(unit: Unit, **days: Any) -> tuple[Account, Account]:
    holder, delegate = account_with(Role.UNIT_HEAD, unit), account_with()
    grant = Grant.objects.get(account=holder)
    access.delegate_role(by=holder, grant=grant, delegate=delegate, reason="出差", **days)
    return holder, Account.objects.get(pk=delegate.pk)


def test_delegate_stands_in_for_the_days_named() -> None:
    unit = UnitFactory.create()
    _, delegate = delegated(unit, since=TODAY, until=TODAY)
    assert list(Unit.objects.visible_to(delegate)) == [unit]
    assert not delegate.has_role(Role.UNIT_HEAD, day=TODAY + timedelta(days=1))
    assert not delegate.has_role(Role.UNIT_HEAD, day=TODAY - timedelta(days=1))


def test_delegate_stops_when_the_holder_is_disabled() -> None:
    holder, delegate = delegated(UnitFactory.create(), since=TODAY, until=TODAY)
    accounts.disable_account(by=account_with(Role.SYSTEM_ADMIN), account=holder, reason="离职")
    assert not Account.objects.get(pk=delegate.pk).scopes()


def test_only_the_holder_delegates_and_never_an_administrators_power() -> None:
    holder, stranger = account_with(Role.OFFICER), account_with()
    grant = Grant.objects.get(account=holder)
    days = {"since": TODAY, "until": TODAY, "reason": ""}
    with pytest.raises(PermissionDenied):
        access.delegate_role(by=stranger, grant=grant, delegate=stranger, **days)
    admin = account_with(Role.AUDIT_ADMIN)
    with pytest.raises(PermissionDenied):
        access.delegate_role(by=admin, grant=Grant.objects.get(account=admin), delegate=stranger, **days)
    with pytest.raises(ValidationError):
        access.delegate_role(by=holder, grant=grant, delegate=admin, **days)


def test_who_leaves_loses_account_roles_and_place() -> None:
    unit = UnitFactory.create()
    person = person_in(unit)
    account = account_with(Role.LIAISON, unit, person)
    staff.record_departure(by=account_with(Role.OFFICER), person=person, on=TODAY)
    after = Account.objects.get(pk=account.pk)
    assert (after.is_active, after.scopes()) == (False, ())
    assert not Appointment.objects.on(TODAY).exists()


def test_who_leaves_later_is_disabled_on_that_day() -> None:
    unit = UnitFactory.create()
    person = person_in(unit)
    account = account_with(Role.LIAISON, unit, person)
    last = TODAY + timedelta(days=10)
    staff.record_departure(by=account_with(Role.OFFICER), person=person, on=last)
    assert Account.objects.get(pk=account.pk).is_active
    assert accounts.disable_leavers(today=last - timedelta(days=1)) == 0
    assert accounts.disable_leavers(today=last) == 1
    assert not Account.objects.get(pk=account.pk).is_active


def test_accounts_are_opened_by_the_system_administrator_for_people_who_work_here() -> None:
    admin, person = account_with(Role.SYSTEM_ADMIN), person_in(UnitFactory.create())
    account = accounts.open_account(by=admin, username="li", password=PASSWORD, person=person)
    assert (account.person, account.scopes()) == (person, ())
    for problem in ({"username": "li"}, {"password": "short"}):
        with pytest.raises(ValidationError):
            accounts.open_account(by=admin, **({"username": "wang", "password": PASSWORD} | problem))
    person.left_on = TODAY
    with pytest.raises(ValidationError, match=person.name):
        accounts.open_account(by=admin, username="wang", password=PASSWORD, person=person)
    with pytest.raises(PermissionDenied):
        accounts.open_account(by=account_with(Role.SECURITY_ADMIN), username="wang", password=PASSWORD)


def test_second_place_beside_the_first_and_one_instead_of_it() -> None:
    officer, first, second = account_with(Role.OFFICER), UnitFactory.create(), UnitFactory.create()
    person = person_in(first)
    staff.appoint_person(by=officer, person=person, unit=second, since=TODAY)
    assert Appointment.objects.on(TODAY).filter(person=person).count() == 2
    old = Appointment.objects.get(person=person, unit=first)
    staff.appoint_person(by=officer, person=person, unit=second, since=TODAY, instead_of=old)
    assert not Appointment.objects.on(TODAY).filter(unit=first).exists()
    with pytest.raises(PermissionDenied):
        staff.appoint_person(by=account_with(Role.OFFICER, first), person=person, unit=second, since=TODAY)


def test_place_belongs_to_its_unit() -> None:
    from tests.office.factories import SectionFactory

    section = SectionFactory.create()
    with pytest.raises(ValidationError, match=section.name):
        staff.register_person(
            by=account_with(Role.OFFICER),
            staff_no="1",
            name="李",
            unit=UnitFactory.create(),
            section=section,
            since=OPENED,
        )
