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
def open_account(
    *, by: Account, username: str, password: str, person: Person | None = None, is_initial: bool = True
) -> Account:
    """Open an account, without any role, for a person who works here.

    Parameters
    ----------
    is_initial
        True: the password is known to whoever opens the account, and is changed at the first sign-in. False only where
        that is no secret to keep: the demo.

    Raises
    ------
    ValidationError
        When the name is taken, the password is weak, or the person has left or has an account.
    """
    policies.require(policies.accounts.may_open(by))
    if person is not None and person.has_left_by(timezone.localdate()):
        raise ValidationError(_("{name} no longer works here; no account is opened.").format(name=person.name))
    account = _new_account(username, password, person, is_initial=is_initial)
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


@transaction.atomic
def reopen_account(*, by: Account, account: Account, password: str) -> None:
    """Open a disabled account again, with an initial password and without the roles it had.

    Raises
    ------
    ValidationError
        When the account is open, the password is weak, or the person has left.
    """
    policies.require(policies.accounts.may_disable(by, account))
    account = Account.objects.select_for_update(of=("self",)).select_related("person").get(pk=account.pk)
    if account.is_active:
        raise ValidationError(_("The account {name} is open.").format(name=account.username))
    if account.person is not None and account.person.has_left_by(timezone.localdate()):
        raise ValidationError(_("{name} no longer works here; no account is opened.").format(name=account.person.name))
    validate_password(password, account)
    account.set_password(password)
    account.is_active, account.disabled_at, account.must_change_password = True, None, True
    account.password_changed_at = timezone.now()
    account.save()
    record(action="reopen_account", actor=by, subject=account)


def shut_account(account: Account) -> None:
    """Shut an account and end its roles; part of the actions that have a reason to.

    Its sessions end with their next request: a session is asked each time whether its account may still sign in.
    """
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


def _new_account(username: str, password: str, person: Person | None, *, is_initial: bool = False) -> Account:
    name = Account.normalize_username(username.strip())
    account = Account(username=name, person=person, must_change_password=is_initial)
    validate_password(password, account)
    account.set_password(password)
    account.full_clean(exclude=["password"])
    account.save()
    return account
