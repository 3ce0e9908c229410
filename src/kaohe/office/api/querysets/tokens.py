"""Which tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from kaohe.office.people.roles import Role

if TYPE_CHECKING:
    from kaohe.office.people.models import Account


class TokenQuerySet(models.QuerySet[Any]):
    """Tokens of the API."""

    def visible_to(self, account: Account) -> Self:
        """Keep the account's own; the security administrator sees all, without their secrets."""
        return self if account.has_role(Role.SECURITY_ADMIN) else self.filter(account=account)
