"""Which supervision tasks, units under them, and objections."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from kaohe.office.people.roles import Role, View

if TYPE_CHECKING:
    from kaohe.office.people.models import Account

ORGANISED = {Role.OFFICER: View.SCOPE, Role.SUPERVISOR: View.SCOPE, Role.LEADER: View.SCOPE}
"""Who sees the tasks that units within its subtree organise."""
UNDERGONE = {Role.OFFICER: View.SCOPE, Role.SUPERVISOR: View.SCOPE} | dict.fromkeys(
    (Role.LIAISON, Role.UNIT_HEAD), View.SCOPE
)
"""Who sees what the units within its subtree undergo."""
HAND_OVER = ("doing", "concluded", "fed_back", "rectifying", "checked", "used", "archived")
"""A unit learns of a task once it has begun."""
OPEN = ("doing", "concluded", "fed_back", "rectifying", "checked", "used")


class SupervisionQuerySet(models.QuerySet[Any]):
    """Supervision tasks."""

    def visible_to(self, account: Account) -> Self:
        """Keep the tasks that the account's units organise, and those begun in which its units or field are."""
        organised = account.reach(ORGANISED).condition("organiser__path")
        return self.filter(organised | Q(pk__in=_supervised(self).visible_to(account).values("task")))

    def under_way(self) -> Self:
        """Keep the tasks that have begun and are not archived."""
        return self.filter(state__in=OPEN)


class SupervisedQuerySet(models.QuerySet[Any]):
    """Units under a task."""

    def visible_to(self, account: Account) -> Self:
        """Keep what the account may see: a leader its field, a unit itself once the task has begun."""
        organised = account.reach(ORGANISED).condition("task__organiser__path")
        field = account.reach({Role.LEADER: View.FIELD} | UNDERGONE).condition("unit__path")
        return self.filter(organised | (field & Q(task__state__in=HAND_OVER)))

    def overdue_on(self, day: date) -> Self:
        """Keep those whose clock has run out on a day: not arranged, not reported or not settled in time."""
        return self.filter(
            Q(arranged_at__isnull=True, arrange_by__lt=day)
            | Q(reported_at__isnull=True, report_by__lt=day)
            | Q(settled_at__isnull=True, settle_by__lt=day),
            task__state="doing",
        )


class ObjectionQuerySet(models.QuerySet[Any]):
    """Objections to conclusions."""

    def visible_to(self, account: Account) -> Self:
        """Keep the objections of units under tasks that the account may see."""
        return self.filter(supervised__in=_supervised(self).visible_to(account))

    def undecided(self) -> Self:
        """Keep those that wait for a decision."""
        return self.filter(is_upheld__isnull=True)


def _supervised(rows: models.QuerySet[Any]) -> Any:
    """Give the units under all tasks: both tasks and objections reach them by this relation."""
    return rows.model._meta.get_field("supervised").related_model.objects
