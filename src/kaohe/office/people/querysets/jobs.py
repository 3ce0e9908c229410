"""Which lists handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from kaohe.office.people.models import Account


class ImportQuerySet(models.QuerySet[Any]):
    """Lists handed in."""

    def visible_to(self, account: Account) -> Self:
        """Keep the account's own."""
        return self.filter(account=account)
