"""Who came in and went out stands in the log, in a chain of its own (等保 2.0: the audit covers every user)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver

from kaohe.office.audit.record import record
from kaohe.office.people.models import Account

SIGN_INS = "sign-ins"
"""Chain of the way in: frequent entries, which must not hold up those of the office."""


@receiver(user_logged_in)
def note_sign_in(user: Any, **kwargs: Any) -> None:
    """Note that an account came in."""
    _note("sign_in", user)


@receiver(user_logged_out)
def note_sign_out(user: Any, **kwargs: Any) -> None:
    """Note that an account went out; a session without an account has nobody to note."""
    if user is not None:
        _note("sign_out", user)


def note_failure(account: Account) -> None:
    """Note an attempt with a wrong password, in the transaction that counts it."""
    record(action="fail_sign_in", actor=None, subject=account, chain=SIGN_INS)


def _note(action: str, account: Account) -> None:
    with transaction.atomic():
        record(action=action, actor=account, subject=account, chain=SIGN_INS)
