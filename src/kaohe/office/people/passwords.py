"""What a password must be, and when it must be changed: ``KAOHE_PASSWORD_POLICY``.

``asvs`` (OWASP ASVS 5): long, not a common one, no rules of composition, no change without a reason. ``dengbao``: what
assessors of 等保 2.0 (GB/T 22239-2019, 8.1.4.1) ask to see: of several kinds of characters, changed at intervals.
"""

from __future__ import annotations

import string
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.people.models import Account

_KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)


class CompositionValidator:
    """Asks for characters of several kinds: small and capital letters, digits, others."""

    def __init__(self, least: int = 3) -> None:
        self.least = least

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when too few kinds are there."""
        kinds = sum(any(sign in kind for sign in password) for kind in _KINDS)
        kinds += any(not any(sign in kind for kind in _KINDS) for sign in password)
        if kinds < self.least:
            raise ValidationError(self.get_help_text(), code="password_composition")

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return _(
            "The password must hold at least {least} of: small letters, capital letters, digits, other characters."
        ).format(least=self.least)


def must_change(account: Account, now: datetime | None = None) -> bool:
    """Tell whether the account has to change its password before anything else.

    Because somebody else set it, or because it is older than ``KAOHE_PASSWORD_DAYS`` (0: never). Who comes through a
    provider has no password here.
    """
    if not account.has_usable_password():
        return False
    return account.must_change_password or is_expired(account, now or timezone.now())


def is_expired(account: Account, now: datetime) -> bool:
    """Tell whether the password has reached its age."""
    days: int = settings.KAOHE_PASSWORD_DAYS
    return days > 0 and account.password_changed_at + timedelta(days=days) <= now
