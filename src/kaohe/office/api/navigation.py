"""Lines of this app in the side bar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaohe.office.api.policies import tokens
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.ui.navigation import Entry


def _may(account: Account) -> bool:
    return account.has_role(Role.SECURITY_ADMIN) or (bool(account.scopes()) and tokens.may_open(account))


ENTRIES: tuple[Entry, ...] = (Entry(_("API tokens"), "api:token_list", "key", "system", _may),)
