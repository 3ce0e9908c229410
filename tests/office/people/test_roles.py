"""Who sees what: every role against units, persons and accounts, with nothing, some and all in reach."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from tests.office.factories import OPENED, UnitFactory, account_with, person_in

from kaohe.office.people.models import Account, Appointment, Charge, Grant, Person, Unit
from kaohe.office.people.policies import persons, units
from kaohe.office.people.roles import UNITS_SEEN, Reach, Role, Scope, reach

TODAY = timezone.localdate()


@pytest.fixture
def county(db: None) -> Any:
    """County with two towns, a village under the first, a person in each; another county beside it."""
    root = UnitFactory.create()
    town, other = UnitFactory.create(parent=root), UnitFactory.create(parent=root)
    village, beside = UnitFactory.create(parent=town), UnitFactory.create()
    people = {u.pk: person_in(u) for u in (root, town, other, village, beside)}
    return SimpleNamespace(root=root, town=town, other=other, village=village, beside=beside, people=people)


def seen_units(account: Account) -> set[int]:
    return set(Unit.objects.visible_to(account).values_list("pk", flat=True))


def seen_people(account: Account) -> set[int]:
    return set(Person.objects.visible_to(account).values_list("pk", flat=True))


OF_TOWN = {Role.OFFICER, Role.LIAISON, Role.UNIT_HEAD, Role.ASSESSOR, Role.SUPERVISOR, Role.LEADER}
EVERYTHING = {Role.DATA_OWNER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}


@pytest.mark.parametrize("role", Role)
def test_units_seen_by_a_role_for_a_town(role: Role, county: Any) -> None:
    expected = (
        {county.town.pk, county.village.pk} if role in OF_TOWN else set(county.people) if role in EVERYTHING else set()
    )
    account = account_with(role, county.town)
    assert seen_units(account) == expected
    assert {u.pk for u in Unit.objects.all() if units.may_view(account, u)} == expected


@pytest.mark.parametrize("role", Role)
def test_people_seen_by_a_role_for_a_town(role: Role, county: Any) -> None:
    town = {county.people[county.town.pk].pk, county.people[county.village.pk].pk}
    all_people = {p.pk for p in county.people.values()}
    expected = {
        Role.SUPERVISOR: set(),
        Role.AUDIT_ADMIN: set(),
        Role.SYSTEM_ADMIN: all_people,
        Role.SECURITY_ADMIN: all_people,
    }.get(role, town)
    account = account_with(role, county.town)
    assert seen_people(account) == expected
    assert {p.pk for p in Person.objects.all() if persons.may_view(account, p)} == expected


def test_without_a_role_one_sees_oneself_and_the_own_unit(county: Any) -> None:
    person = county.people[county.village.pk]
    account = account_with(person=person)
    assert seen_units(account) == {county.village.pk}
    assert seen_people(account) == {person.pk}
    assert not seen_units(account_with())


def test_leader_sees_the_field_and_no_more(county: Any) -> None:
    person = county.people[county.root.pk]
    account = account_with(Role.LEADER, person=person)
    Charge.objects.create(person=person, unit=county.other, since=OPENED)
    Charge.objects.create(person=person, unit=county.town, since=OPENED, until=TODAY)
    assert seen_units(account) == {county.other.pk, county.root.pk}  # the field, and the unit worked in
    assert seen_people(account) == {person.pk, county.people[county.other.pk].pk}


def test_officer_of_everything_sees_everything(county: Any) -> None:
    assert seen_units(account_with(Role.OFFICER)) == set(county.people)


@pytest.mark.parametrize(
    ("since", "until", "is_seen"), [(0, None, True), (1, None, False), (-9, 0, False), (-9, 1, True)]
)
def test_role_holds_from_its_first_day_until_its_last(
    since: int, until: int | None, is_seen: bool, county: Any
) -> None:
    account = account_with()
    Grant.objects.create(
        account=account,
        role=Role.OFFICER,
        since=TODAY + timedelta(days=since),
        until=None if until is None else TODAY + timedelta(days=until),
    )
    assert bool(seen_units(account)) is is_seen


def test_disabled_account_sees_nothing(county: Any) -> None:
    account = account_with(Role.OFFICER)
    account.is_active = False
    assert not seen_units(account)


def test_who_moved_away_is_no_longer_seen(county: Any) -> None:
    head = account_with(Role.UNIT_HEAD, county.town)
    person = county.people[county.village.pk]
    Appointment.objects.filter(person=person).update(until=TODAY)
    assert person.pk not in seen_people(head)


def test_unit_whose_number_begins_alike_is_not_below() -> None:
    found = reach([Scope(Role.OFFICER, "/1/")], UNITS_SEEN)
    assert found.covers("/1/7/")
    assert not found.covers("/17/")


def test_subtree_within_a_subtree_is_left_out() -> None:
    found = reach([Scope(Role.OFFICER, "/1/2/"), Scope(Role.LIAISON, "/1/"), Scope(Role.LIAISON, "/3/")], UNITS_SEEN)
    assert found == Reach(paths=("/1/", "/3/"))


@pytest.mark.parametrize("count", [3, 4])
def test_queries_are_constant(count: int, county: Any, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        UnitFactory.create(parent=county.town)
    account = Account.objects.get(pk=account_with(Role.LIAISON, county.town).pk)
    with django_assert_num_queries(2):  # the roles, and one level of the tree with its sign of more below
        level = [
            (u.name, u.has_children) for u in Unit.objects.visible_to(account).filter(parent=county.town).for_browsing()
        ]
    assert len(level) == count + 1
