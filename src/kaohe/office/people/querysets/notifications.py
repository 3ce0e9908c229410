"""Which notifications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from kaohe.office.people.models import Account


class NotificationQuerySet(models.QuerySet[Any]):
    """Notifications."""

    def visible_to(self, account: Account) -> Self:
        """Keep those of the account itself: nobody reads another's."""
        return self.filter(account=account)

    def unread(self) -> Self:
        """Keep what was not read yet."""
        return self.filter(read_at__isnull=True)
