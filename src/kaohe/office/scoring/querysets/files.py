"""Which files of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from kaohe.office.people.roles import ADMINISTRATORS, Role, View

if TYPE_CHECKING:
    from kaohe.office.people.models import Account


class FactsFileQuerySet(models.QuerySet[Any]):
    """Files of figures."""

    def visible_to(self, account: Account) -> Self:
        """Keep the files of the areas whose office an account is."""
        if account.has_role(*ADMINISTRATORS):
            return self.none()
        return self.filter(account.reach({Role.OFFICER: View.SCOPE}).condition("cycle__root__path"))
