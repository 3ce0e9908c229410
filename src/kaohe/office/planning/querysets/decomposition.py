"""Which decompositions, shares and personal plans."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kaohe.office.people.models import Appointment
from kaohe.office.people.roles import Role, View

if TYPE_CHECKING:
    from kaohe.office.people.models import Account, Unit

DIVISIONS_SEEN = {
    Role.OFFICER: View.SCOPE,
    Role.LIAISON: View.SCOPE,
    Role.UNIT_HEAD: View.SCOPE,
    Role.LEADER: View.FIELD,
}
"""Who sees how a unit divides its indicators; a person sees the own share in the own plan."""

PLANS_SEEN = {Role.OFFICER: View.SCOPE, Role.UNIT_HEAD: View.SCOPE, Role.LEADER: View.FIELD}
"""Who sees the plans of others: those who agree to them and the office, which follows their progress."""


class DecompositionQuerySet(models.QuerySet[Any]):
    """Decompositions."""

    def visible_to(self, account: Account) -> Self:
        """Keep those of the units whose division an account may see."""
        return self.filter(account.reach(DIVISIONS_SEEN).condition("unit__path"))

    def of(self, unit: Unit, year: int) -> Self:
        """Keep those of one unit in a year."""
        return self.filter(unit=unit, cycle__year=year)


class ShareQuerySet(models.QuerySet[Any]):
    """Shares."""

    def visible_to(self, account: Account) -> Self:
        """Keep what an account may see: of units within its reach, and its own."""
        reach = account.reach(DIVISIONS_SEEN).condition("decomposition__unit__path")
        return self.filter(reach | Q(person=account.person_id or 0))

    def in_tree_order(self) -> Self:
        """Order as entered, with everything that names the bearers."""
        return self.select_related("section", "post", "person").order_by("position", "pk")

    def with_presence(self, day: date) -> Self:
        """Add ``is_gone``: the person left or moved to another unit, or section or post was closed."""
        works = Appointment.objects.on(day).filter(person=OuterRef("person"), unit=OuterRef("decomposition__unit"))
        left = Q(person__isnull=False) & ~Exists(works)
        return self.annotate(is_gone=Q(left | Q(section__closed_on__lte=day) | Q(post__closed_on__lte=day)))


class PersonalPlanQuerySet(models.QuerySet[Any]):
    """Personal plans."""

    def visible_to(self, account: Account) -> Self:
        """Keep the own plans and those of the units within reach."""
        reach = account.reach(PLANS_SEEN)
        return self if reach.is_all else self.filter(reach.condition("unit__path") | Q(person=account.person_id or 0))
