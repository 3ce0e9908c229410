"""Which problems."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from kaohe.office.people.roles import Role, View

if TYPE_CHECKING:
    from kaohe.office.people.models import Account

SEEN = {
    Role.OFFICER: View.SCOPE,
    Role.SUPERVISOR: View.SCOPE,
    Role.LEADER: View.FIELD,
    Role.LIAISON: View.SCOPE,
    Role.UNIT_HEAD: View.SCOPE,
}


class ProblemQuerySet(models.QuerySet[Any]):
    """Problems to rectify."""

    def visible_to(self, account: Account) -> Self:
        """Keep the problems of units within the account's reach."""
        return self.filter(account.reach(SEEN).condition("unit__path"))

    def still_open(self) -> Self:
        """Keep what is neither closed nor carried over."""
        return self.exclude(state__in=("closed", "carried"))

    def overdue_on(self, day: date) -> Self:
        """Keep what should have been rectified before a day and is not even reported so."""
        return self.filter(state__in=("open", "planned"), due_on__lt=day)
