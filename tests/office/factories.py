"""Units, people and accounts for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from kaohe.office.people.models import Account, Appointment, Grant, Person, Section, Unit, UnitVersion
from kaohe.office.people.roles import Role

OPENED = date(2020, 1, 1)
PASSWORD = "correct horse battery"


class UnitFactory(DjangoModelFactory[Unit]):
    class Meta:
        model = Unit
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"U{n:05}")
    name = factory.Sequence(lambda n: f"第{n}镇")
    opened_on = OPENED

    @factory.post_generation
    def placed(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.place_under(self.parent)
        UnitVersion.objects.create(
            unit=self, name=self.name, kind=self.kind, parent=self.parent, since=self.opened_on, until=self.closed_on
        )


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    staff_no = factory.Sequence(lambda n: f"P{n:06}")
    name = factory.Sequence(lambda n: f"职工{n}")


class SectionFactory(DjangoModelFactory[Section]):
    class Meta:
        model = Section

    unit = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda n: f"科室{n}")


class AccountFactory(DjangoModelFactory[Account]):
    class Meta:
        model = Account
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")

    @factory.post_generation
    def with_password(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.set_password(PASSWORD)
        self.save()


def person_in(unit: Unit, **fields: Any) -> Person:
    """A person who works in a unit."""
    person = PersonFactory.create(**fields)
    Appointment.objects.create(person=person, unit=unit, since=OPENED)
    return person


def account_with(role: Role | None = None, unit: Unit | None = None, person: Person | None = None) -> Account:
    """An account that holds a role."""
    account = AccountFactory.create(person=person)
    if role:
        Grant.objects.create(account=account, role=role, unit=unit, since=OPENED)
    return account
