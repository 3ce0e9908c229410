"""Change the own password; set that of another anew."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people import policies
from kaohe.office.people.models import Account

_COLUMNS = ["password", "password_changed_at", "must_change_password"]


@transaction.atomic
def change_password(*, by: Account, password: str) -> None:
    """Give the own account another password; its other sessions end.

    The form has checked the old one; the account on hand gets the new password too, so that its session goes on.
    """
    validate_password(password, by)
    _set(by, password, is_initial=False)
    record(action="change_password", actor=by, subject=by)


@transaction.atomic
def reset_password(*, by: Account, account: Account, password: str) -> None:
    """Set the password of somebody who forgot it; its sessions end, and it is changed at the next sign-in.

    Raises
    ------
    PermissionDenied
        Unless a system administrator does it, for another account.
    ValidationError
        When the password is weak or the account disabled.
    """
    policies.require(policies.accounts.may_disable(by, account))
    account = Account.objects.select_for_update().get(pk=account.pk)
    if not account.is_active:
        raise ValidationError(_("The account {name} is disabled.").format(name=account.username))
    validate_password(password, account)
    account.failed_logins, account.locked_until = 0, None
    account.save(update_fields=["failed_logins", "locked_until"])
    _set(account, password, is_initial=True)
    record(action="reset_password", actor=by, subject=account)


def _set(account: Account, password: str, *, is_initial: bool) -> None:
    account.set_password(password)
    account.password_changed_at, account.must_change_password = timezone.now(), is_initial
    account.save(update_fields=_COLUMNS)
