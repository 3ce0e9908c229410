"""Which events."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from kaohe.office.people.roles import Role, View

if TYPE_CHECKING:
    from kaohe.office.people.models import Account

SEEN = {
    Role.OFFICER: View.SCOPE,
    Role.SUPERVISOR: View.SCOPE,
    Role.ASSESSOR: View.SCOPE,
    Role.LEADER: View.FIELD,
    Role.LIAISON: View.SCOPE,
    Role.UNIT_HEAD: View.SCOPE,
}


class EventQuerySet(models.QuerySet[Any]):
    """Events."""

    def visible_to(self, account: Account) -> Self:
        """Keep the events of units within the account's reach, and those it filed: a unit sees every one of its own."""
        return self.filter(account.reach(SEEN).condition("unit__path") | Q(filed_by=account))

    def counted(self) -> Self:
        """Keep what is counted or may yet be."""
        return self.filter(state__in=("filed", "approved"))

    def approved_at(self, moment: datetime) -> Self:
        """Keep what counted at a moment: approved by then, and not cancelled until later."""
        approved = Q(state="approved", decided_at__lte=moment)
        return self.filter(approved | Q(state="cancelled", approved_at__lte=moment, decided_at__gt=moment))
