"""Which runs, and which units in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from kaohe.office.people.roles import ADMINISTRATORS, Role, View

if TYPE_CHECKING:
    from kaohe.office.people.models import Account

_SEE_RUNS = {Role.OFFICER: View.SCOPE, Role.LEADER: View.SCOPE}
"""A run holds every unit of a cycle: only who has the whole area sees it."""


class RunQuerySet(models.QuerySet[Any]):
    """Stored runs."""

    def visible_to(self, account: Account) -> Self:
        """Keep the runs an account may see: those of cycles whose area lies within an officer's or leader's grant."""
        if account.has_role(*ADMINISTRATORS):
            return self.none()
        return self.filter(account.reach(_SEE_RUNS).condition("cycle__root__path"))

    def newest_of(self, cycle: models.Model) -> Any:
        """Give the newest run of a cycle; None while there is none."""
        return self.filter(cycle=cycle).order_by("-number").first()


class RunUnitQuerySet(models.QuerySet[Any]):
    """Units in stored runs."""

    def visible_to(self, account: Account) -> Self:
        """Keep the rows of runs an account may see."""
        run = self.model._meta.get_field("run").related_model
        return self.filter(run__in=run.objects.visible_to(account))
