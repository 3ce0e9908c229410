"""Who holds a role over a unit: own or delegated, from above, in force today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.office.factories import AccountFactory, UnitFactory, account_with

from kaohe.office.people.actions.notifications import tell
from kaohe.office.people.models import Account, Delegation, Notification, Unit
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db
HEAD = Role.UNIT_HEAD


@pytest.fixture
def units() -> tuple[Unit, Unit, Unit]:
    root = UnitFactory.create()
    return root, UnitFactory.create(parent=root), UnitFactory.create(parent=root)


def holding(over: Any, *roles: Role, day: date | None = None) -> set[Account]:
    return set(Account.objects.holding(*(roles or (HEAD,)), over=over, day=day))


def test_role_holds_for_the_unit_and_all_below_it(units: tuple[Unit, Unit, Unit]) -> None:
    root, town, other = units
    above, own, beside = (account_with(HEAD, unit) for unit in (root, town, other))
    everywhere = account_with(HEAD)
    account_with(Role.LIAISON, town)
    assert holding(town) == {above, own, everywhere}
    assert holding(root) == {above, everywhere}
    assert holding([town, other]) == {above, own, beside, everywhere}
    assert holding([]) == {everywhere}
    for account in (above, own, everywhere):
        assert account.holds(HEAD, over=town)


def test_ended_and_later_roles_and_disabled_accounts_hold_nothing(units: tuple[Unit, Unit, Unit]) -> None:
    today, town = timezone.localdate(), units[1]
    ended, later, gone = (account_with(HEAD, town) for _n in range(3))
    ended.grants.update(until=today)
    later.grants.update(since=today + timedelta(days=1))
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    assert holding(town) == set()
    assert holding(town, day=today + timedelta(days=1)) == {later}


def test_delegate_holds_while_it_stands_in(units: tuple[Unit, Unit, Unit]) -> None:
    today, town = timezone.localdate(), units[1]
    head, delegate = account_with(HEAD, town), AccountFactory.create()
    until = today + timedelta(days=3)
    Delegation.objects.create(grant=head.grants.get(), delegate=delegate, since=today, until=until)
    assert holding(town) == {head, delegate}
    assert holding(town, day=until) == {head}
    Account.objects.filter(pk=head.pk).update(is_active=False)
    assert holding(town) == set()


@pytest.mark.parametrize("many", [1, 9])
def test_telling_costs_the_same_for_many(units: tuple[Unit, Unit, Unit], many: int) -> None:
    told = [account_with(HEAD, units[1]) for _n in range(many)]
    with CaptureQueriesContext(connection) as captured:
        tell(HEAD, over=units[1], by=None, text="x")
    assert len(captured) == 2
    assert set(Notification.objects.values_list("account", flat=True)) == {account.pk for account in told}


def test_who_acts_is_not_told(units: tuple[Unit, Unit, Unit]) -> None:
    head = account_with(HEAD, units[1])
    tell(HEAD, over=units[1], by=head, text="x")
    assert not Notification.objects.exists()
