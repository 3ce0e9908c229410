"""Which notices and complaints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import StrIndex

from kaohe.office.people.roles import Role, View

if TYPE_CHECKING:
    from kaohe.office.people.models import Account

MAKES = {Role.OFFICER: View.SCOPE, Role.SUPERVISOR: View.SCOPE}
READS = MAKES | {Role.LEADER: View.FIELD} | dict.fromkeys((Role.LIAISON, Role.UNIT_HEAD, Role.DATA_OWNER), View.SCOPE)
COMPLAINTS = {Role.OFFICER: View.SCOPE, Role.LIAISON: View.SCOPE, Role.UNIT_HEAD: View.SCOPE}


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices."""

    def visible_to(self, account: Account) -> Self:
        """Keep the drafts of the account's area, and what was issued there: to everybody with a role in it."""
        area = account.reach(MAKES).condition("cycle__root__path")
        reach = account.reach(READS)
        if reach.is_all:
            return self.filter(area | Q(state="issued"))
        concerned = Q(pk__in=[])
        for path in reach.paths:
            concerned |= Q(pk__in=self.model.objects.above(path).values("pk"))
        return self.filter(area | (concerned & Q(state="issued")))

    def above(self, path: str) -> Self:
        """Keep the notices of cycles in whose area a unit of this path stands."""
        return self.annotate(place=StrIndex(Value(path, models.TextField()), F("cycle__root__path"))).filter(place=1)


class ComplaintQuerySet(models.QuerySet[Any]):
    """Complaints about demands."""

    def visible_to(self, account: Account) -> Self:
        """Keep those of the account's area or unit, and its own; whoever made the demand sees them without names."""
        return self.filter(account.reach(COMPLAINTS).condition("unit__path") | Q(filed_by=account))

    def unanswered(self) -> Self:
        """Keep what waits for an answer."""
        return self.filter(answered_at__isnull=True)
