"""Grant roles, end them, and let others stand in."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people import policies
from kaohe.office.people.models import Account, Delegation, Grant, Unit
from kaohe.office.people.roles import ADMINISTRATORS, NEEDS_UNIT, Role


@transaction.atomic
def grant_role(
    *, by: Account, account: Account, role: Role, unit: Unit | None = None, since: date, until: date | None = None
) -> Grant:
    """Give an account a role for a subtree, from a day until another.

    Raises
    ------
    PermissionDenied
        Unless a security administrator does it, and for somebody else.
    ValidationError
        When the role needs a unit, or would join powers that are separated.
    """
    policies.require(policies.grants.may_grant(by, account))
    account = Account.objects.select_for_update().get(pk=account.pk)
    if not account.is_active:
        raise ValidationError(_("The account {name} is disabled.").format(name=account.username))
    if role in NEEDS_UNIT and unit is None:
        raise ValidationError(_("The role {role} speaks for one unit: name it.").format(role=role.label))
    _check_separation(account, role, since)
    grant = Grant(account=account, role=role, unit=unit, since=since, until=until)
    grant.full_clean()
    grant.save()
    record(action="grant_role", actor=by, subject=account, details=_described(grant))
    return grant


@transaction.atomic
def revoke_role(*, by: Account, grant: Grant) -> None:
    """End a role today; who stands in for its holder stops with it."""
    policies.require(policies.grants.may_grant(by, grant.account))
    today = timezone.localdate()
    Grant.objects.filter(pk=grant.pk).update(until=max(today, grant.since))
    record(action="revoke_role", actor=by, subject=grant.account, details=_described(grant))


@transaction.atomic
def delegate_role(*, by: Account, grant: Grant, delegate: Account, since: date, until: date, reason: str) -> Delegation:
    """Let somebody stand in for the holder of a role, first and last day included.

    Raises
    ------
    PermissionDenied
        Unless the holder does it; administrators' powers are never delegated.
    ValidationError
        When the days are in the wrong order, or the delegate is an administrator or disabled.
    """
    policies.require(policies.grants.may_delegate(by, grant))
    delegate = Account.objects.select_for_update().get(pk=delegate.pk)
    if delegate.pk == by.pk or not delegate.is_active:
        raise ValidationError(_("Name another person whose account is open."))
    if until < since:
        raise ValidationError(_("The last day lies before the first."))
    _check_separation(delegate, Role(grant.role), since)
    delegation = Delegation.objects.create(
        grant=grant, delegate=delegate, since=since, until=until + timedelta(days=1), reason=reason
    )
    details = _described(grant) | {"since": since, "until": until, "reason": reason}
    record(action="delegate_role", actor=by, subject=delegate, details=details)
    return delegation


@transaction.atomic
def end_delegation(*, by: Account, delegation: Delegation) -> None:
    """End a delegation today."""
    policies.require(policies.grants.may_end(by, delegation))
    Delegation.objects.filter(pk=delegation.pk).update(until=max(timezone.localdate(), delegation.since))
    record(action="end_delegation", actor=by, subject=delegation)


def _check_separation(account: Account, role: Role, since: date) -> None:
    """Refuse what would join an administrator's power with any other role; the account's row is held."""
    still = Q(until__isnull=True) | Q(until__gt=since)
    held = set(Grant.objects.filter(still, account=account).exclude(role=role).values_list("role", flat=True))
    held |= set(Delegation.objects.filter(until__gt=since, delegate=account).values_list("grant__role", flat=True))
    if held and (role in ADMINISTRATORS or held & ADMINISTRATORS):
        message = _("{name} holds another role; administrators' powers are kept apart from every other.")
        raise ValidationError(message.format(name=account.username))


def _described(grant: Grant) -> dict[str, object]:
    return {"role": grant.role, "unit": grant.unit_id, "since": grant.since, "until": grant.until}
