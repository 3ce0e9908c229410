"""Open and revoke tokens."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.api.models import Token
from kaohe.office.api.policies import tokens
from kaohe.office.api.scopes import Scope
from kaohe.office.audit.record import record
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require

PREFIX = "kaohe_"
"""Begins every token, so that scanners of source code find one that was left there."""

MOST_DAYS = 366


def hashed(key: str) -> str:
    """Give what is kept of a token: 256 random bits need no slow hash."""
    return sha256(key.encode()).hexdigest()


@transaction.atomic
def open_token(*, by: Account, name: str, scopes: Collection[str], expires_on: date) -> tuple[Token, str]:
    """Open a token for the own account.

    Returns
    -------
    tuple
        The row, and the token itself: it is shown once and kept nowhere.

    Raises
    ------
    PermissionDenied
        For administrators.
    ValidationError
        Without a use, or for longer than a year.
    """
    require(tokens.may_open(by))
    today = timezone.localdate()
    if not scopes or not set(scopes) <= set(Scope.values):
        raise ValidationError({"scopes": _("Say what the token is for.")})
    if not today < expires_on <= today + timedelta(days=MOST_DAYS):
        raise ValidationError({"expires_on": _("Choose a day from tomorrow on, within a year.")})
    key = PREFIX + secrets.token_urlsafe(32)
    wanted = " ".join(scope for scope in Scope.values if scope in scopes)
    token = Token(account=by, name=name, key_hash=hashed(key), scopes=wanted, expires_on=expires_on)
    token.full_clean()
    token.save()
    details = {"name": name, "scopes": wanted, "expires_on": expires_on}
    record(action="open_token", actor=by, subject=token, details=details)
    return token, key


@transaction.atomic
def revoke_token(*, by: Account, token: Token) -> Token:
    """End a token at once."""
    require(tokens.may_revoke(by, token))
    token = Token.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(action="revoke_token", actor=by, subject=token, details={"name": token.name})
    return token


def note_use(token: Token, day: date) -> None:
    """Note the day on which a token was used: one write a day, so that its owner finds those nobody needs."""
    if token.used_on != day:
        Token.objects.filter(pk=token.pk).update(used_on=day)
