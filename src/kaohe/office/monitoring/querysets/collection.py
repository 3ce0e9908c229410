"""Which sources and batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from kaohe.office.people.roles import Role, View

if TYPE_CHECKING:
    from kaohe.office.people.models import Account

KEEPS = {Role.OFFICER: View.SCOPE}
OWNS = {Role.DATA_OWNER: View.SCOPE}


class SourceQuerySet(models.QuerySet[Any]):
    """Sources."""

    def visible_to(self, account: Account) -> Self:
        """Keep the sources of the areas that an account keeps, and those of the data owner it speaks for."""
        return self.filter(
            account.reach(KEEPS).condition("cycle__root__path") | account.reach(OWNS).condition("owner__path")
        )

    def due(self, schedule: str) -> Self:
        """Keep what is read at this hour, in cycles that run."""
        running = ("published", "running", "assessing")
        return self.filter(is_active=True, schedule=schedule, cycle__state__in=running)


class BatchQuerySet(models.QuerySet[Any]):
    """Batches of figures."""

    def visible_to(self, account: Account) -> Self:
        """Keep one's own batches, those of the sources within reach, and all of the areas that an account keeps."""
        return self.filter(
            Q(by=account)
            | account.reach(KEEPS).condition("cycle__root__path")
            | account.reach(OWNS).condition("source__owner__path")
        )
