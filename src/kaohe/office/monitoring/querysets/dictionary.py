"""Which data items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from kaohe.office.people.roles import Role, View

if TYPE_CHECKING:
    from kaohe.office.people.models import Account

ITEMS_SEEN = {
    Role.OFFICER: View.SCOPE,
    Role.DATA_OWNER: View.ALL,
    Role.LIAISON: View.ALL,
    Role.UNIT_HEAD: View.ALL,
    Role.LEADER: View.ALL,
    Role.SUPERVISOR: View.ALL,
    Role.ASSESSOR: View.ALL,
}
"""The dictionary holds no figures: whoever reports may see what is asked of whom."""


class DataItemQuerySet(models.QuerySet[Any]):
    """Data items."""

    def visible_to(self, account: Account) -> Self:
        """Keep the items an account may see."""
        return self.filter(account.reach(ITEMS_SEEN).condition("cycle__root__path"))
