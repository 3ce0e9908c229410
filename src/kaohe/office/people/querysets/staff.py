"""Which sections, posts, persons and appointments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kaohe.office.people.roles import PERSONS_SEEN, UNITS_SEEN

if TYPE_CHECKING:
    from kaohe.office.people.models import Account, Unit


class OfUnitQuerySet(models.QuerySet[Any]):
    """Sections and posts: seen by whoever sees their unit."""

    def visible_to(self, account: Account) -> Self:
        """Keep what an account may see."""
        return self.filter(account.reach(UNITS_SEEN).condition("unit__path"))

    def open_on(self, day: date) -> Self:
        """Keep what exists on a day."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


class AppointmentQuerySet(models.QuerySet[Any]):
    """Appointments."""

    def visible_to(self, account: Account) -> Self:
        """Keep what an account may see: those within its reach, and its own."""
        reach = account.reach(PERSONS_SEEN)
        if reach.is_all:
            return self
        return self.filter(reach.condition("unit__path") | Q(person=account.person_id or 0))

    def on(self, day: date) -> Self:
        """Keep those in force on a day."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


class PersonQuerySet(models.QuerySet[Any]):
    """Persons."""

    def visible_to(self, account: Account) -> Self:
        """Keep whom an account may see: who works within its reach today, and itself.

        Who moved to another unit is no longer seen by the former one.
        """
        reach = account.reach(PERSONS_SEEN)
        if reach.is_all:
            return self
        appointment = self.model._meta.get_field("appointments").related_model
        within = appointment.objects.on(timezone.localdate()).filter(reach.condition("unit__path"))
        return self.filter(Q(pk__in=within.values("person")) | Q(pk=account.person_id or 0))

    def working_in(self, unit: Unit, day: date) -> Self:
        """Keep who works in a unit or below it on a day."""
        appointment = self.model._meta.get_field("appointments").related_model
        within = appointment.objects.on(day).filter(unit__path__startswith=unit.path)
        return self.filter(pk__in=within.values("person"))

    def working_on(self, day: date) -> Self:
        """Keep who works here on a day."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=day))
