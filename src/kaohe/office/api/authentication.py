"""Who asks: the account of the token, for what the token may be used."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from kaohe.office.api.actions.tokens import hashed, note_use
from kaohe.office.api.models import Token
from kaohe.office.api.scopes import Scope
from kaohe.office.people.roles import ADMINISTRATORS


class MissingScopeError(Exception):
    """The token may not be used for this."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.scope = scope


class For(HttpBearer):
    """Lets a request in whose token may be used for something, as its account.

    The account's own rights are asked again by every queryset and action: a token never widens them.
    """

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Find the token; None answers 401."""
        today = timezone.localdate()
        found = Token.objects.select_related("account__person").filter(key_hash=hashed(token)).first()
        if found is None or not found.works_on(today) or not found.account.is_active:
            return None
        if found.account.has_role(*ADMINISTRATORS):
            return None  # granted after the token was opened
        if not found.allows(self.scope):
            raise MissingScopeError(self.scope)
        note_use(found, today)
        request.user = found.account
        return found
