"""The log names the holder when somebody acts by a role that was lent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.office.factories import OPENED, UnitFactory, account_with, person_in

from kaohe.office.audit.models import Entry
from kaohe.office.people.actions import units
from kaohe.office.people.models import Account, Charge, Delegation, Grant, Unit
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
DAY = date(2024, 5, 1)


def stand_in(holder: Account, delegate: Account) -> Account:
    grant = Grant.objects.get(account=holder)
    until = TODAY + timedelta(days=1)
    Delegation.objects.create(grant=grant, delegate=delegate, since=TODAY, until=until)
    return Account.objects.get(pk=delegate.pk)


def on_behalf_of() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("on_behalf_of", flat=True))


def test_lent_role_names_its_holder() -> None:
    unit = UnitFactory.create()
    holder = account_with(Role.OFFICER, person=person_in(unit, name="王芳"))
    delegate = stand_in(holder, account_with())
    units.rename_unit(by=delegate, unit=unit, name="一", on=DAY)
    units.rename_unit(by=holder, unit=unit, name="二", on=DAY + timedelta(days=1))
    assert on_behalf_of() == ["王芳", ""]


def test_own_role_goes_before_a_lent_one() -> None:
    town, other = UnitFactory.create(), UnitFactory.create()
    delegate = stand_in(account_with(Role.OFFICER), account_with(Role.OFFICER, town))
    units.rename_unit(by=delegate, unit=town, name="一", on=DAY)
    units.rename_unit(by=delegate, unit=other, name="二", on=DAY)
    units.rename_unit(by=delegate, unit=town, name="三", on=DAY + timedelta(days=1))
    holder = Grant.objects.get(unit=None).account.get_full_name()
    assert on_behalf_of() == ["", holder, ""]


def test_delegate_of_a_leader_sees_the_leaders_field() -> None:
    unit, field = UnitFactory.create(), UnitFactory.create()
    leader = account_with(Role.LEADER, person=person_in(unit))
    Charge.objects.create(person=leader.person, unit=field, since=OPENED)
    delegate = stand_in(leader, account_with())
    assert list(Unit.objects.visible_to(delegate)) == [field]
