"""Open and disable accounts."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people import policies
from kaohe.office.people.models import Account, Grant, Person
from kaohe.office.people.roles import ADMINISTRATORS


@transaction.atomic
def create_administrator(*, username: str, role: str, password: str) -> Account:
    """Open an administrator's account from the command line of the server, where no account is needed to act.

    Raises
    ------
    ValidationError
        For another role, a name that is taken, or a weak password.
    """
    if role not in ADMINISTRATORS:
        raise ValidationError(_("Only system, security and audit administrators are made here; grant the rest."))
    account = _new_account(username, password, None)
    Grant.objects.create(account=account, role=role, since=timezone.localdate())
    record(action="create_administrator", actor=None, subject=account, details={"name": username, "role": role})
    return account


@transaction.atomic
def open_account(*, by: Account, username: str, password: str, person: Person | None = None) -> Account:
    """Open an account, without any role, for a person who works here.

    Raises
    ------
    ValidationError
        When the name is taken, the password is weak, or the person has left or has an account.
    """
    policies.require(policies.accounts.may_open(by))
    if person is not None and person.has_left_by(timezone.localdate()):
        raise ValidationError(_("{name} no longer works here; no account is opened.").format(name=person.name))
    account = _new_account(username, password, person)
    record(action="open_account", actor=by, subject=account, details={"name": username})
    return account


@transaction.atomic
def disable_account(*, by: Account, account: Account, reason: str) -> None:
    """Shut an account; its roles end today, what it did stays in the log."""
    policies.require(policies.accounts.may_disable(by, account))
    shut_account(account)
    record(action="disable_account", actor=by, subject=account, details={"reason": reason})


@transaction.atomic
def unlock_account(*, by: Account, account: Account) -> None:
    """Open an account again that failed attempts locked."""
    policies.require(policies.accounts.may_disable(by, account))
    Account.objects.filter(pk=account.pk).update(failed_logins=0, locked_until=None)
    record(action="unlock_account", actor=by, subject=account)


def shut_account(account: Account) -> None:
    """Shut an account and end its roles; part of the actions that have a reason to."""
    today = timezone.localdate()
    account.is_active, account.disabled_at = False, timezone.now()
    account.save(update_fields=["is_active", "disabled_at"])
    Grant.objects.in_force_on(today).filter(account=account).update(until=today)


def disable_leavers(*, today: date | None = None) -> int:
    """Shut the accounts of everybody who has left by today; the system does it every night."""
    day = today or timezone.localdate()
    with transaction.atomic():
        left = Account.objects.select_for_update(of=("self",)).filter(is_active=True, person__left_on__lte=day)
        for account in left:
            shut_account(account)
            record(action="disable_leavers", actor=None, subject=account, details={"left_on": day})
        return len(left)


def _new_account(username: str, password: str, person: Person | None) -> Account:
    account = Account(username=Account.normalize_username(username.strip()), person=person)
    validate_password(password, account)
    account.set_password(password)
    account.full_clean(exclude=["password"])
    account.save()
    return account
