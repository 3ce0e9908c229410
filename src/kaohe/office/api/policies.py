"""Who has tokens opened, and who ends them."""

from __future__ import annotations

from kaohe.office.api.models import Token
from kaohe.office.people.models import Account
from kaohe.office.people.roles import ADMINISTRATORS, Role


class TokenPolicy:
    """Tokens: everybody for the own account but the administrators, whose powers no program holds."""

    def may_open(self, account: Account) -> bool:
        """Tell whether an account may have a token."""
        return account.is_active and not account.has_role(*ADMINISTRATORS)

    def may_revoke(self, account: Account, token: Token) -> bool:
        """Tell whether an account may end a token: its owner, or the security administrator."""
        return token.account_id == account.pk or account.has_role(Role.SECURITY_ADMIN)


tokens = TokenPolicy()
