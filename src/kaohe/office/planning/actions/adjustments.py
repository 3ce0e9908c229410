"""Change a locked target in mid-year: asked for with a reason, decided by a leader, never by who asked."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.exact import show_decimal
from kaohe.office.audit.record import record
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.actions import telling
from kaohe.office.planning.actions.targets import OPEN, note_steps
from kaohe.office.planning.comparison import Grounds, signs
from kaohe.office.planning.models import Adjustment, Cycle, Target, TargetState, TargetStep
from kaohe.office.planning.policies import targets as policies
from kaohe.office.revisions import held


@transaction.atomic
def ask_adjustment(
    *, by: Account, target: Target, new_value: Decimal, reason: str, document: str = "", revision: int | None = None
) -> Adjustment:
    """Ask for a locked target to be changed; nothing changes until a leader approves.

    Raises
    ------
    PermissionDenied
        Unless the account heads the unit or is the office within its area.
    ValidationError
        When the target is not locked, the value is the same, there is no reason, or a request is open already.
    """
    target = held(target, revision)
    require(policies.adjustments.may_ask(by, target))
    _check_changeable(target)
    if new_value == target.value:
        raise ValidationError(_("The new value is the target that stands."))
    if not reason.strip():
        raise ValidationError(_("Say why the target is to change."))
    if target.adjustments.filter(state=Adjustment.State.ASKED).exists():
        raise ValidationError(_("There is a request for this target already; withdraw it, or wait for the decision."))
    adjustment = Adjustment(
        target=target, old_value=target.value, new_value=new_value, reason=reason, document=document, asked_by=by
    )
    adjustment.full_clean()
    adjustment.save()
    telling.adjustment_asked(adjustment, by)
    _record("ask_adjustment", by, adjustment, reason)
    return adjustment


@transaction.atomic
def decide_adjustment(*, by: Account, adjustment: Adjustment, is_approved: bool, remarks: str = "") -> Adjustment:
    """Approve or refuse a request; when approved, the locked target changes and the step says why.

    Raises
    ------
    PermissionDenied
        Unless the account is a leader of the area who did not ask.
    ValidationError
        When the request is no longer open, the target changed since, or a refusal has no reason.
    """
    target, adjustment = _held(adjustment)
    require(policies.adjustments.may_decide(by, adjustment))
    _check_open(adjustment)
    if not is_approved and not remarks.strip():
        raise ValidationError(_("Say why the request is refused."))
    if is_approved:
        _check_changeable(target)
        _check_unchanged(target, adjustment)
        _apply(by, target, adjustment)
    adjustment.state = Adjustment.State.APPROVED if is_approved else Adjustment.State.REFUSED
    _close(by, adjustment, remarks)
    telling.adjustment_decided(adjustment, by)
    _record("decide_adjustment", by, adjustment, remarks)
    return adjustment


@transaction.atomic
def withdraw_adjustment(*, by: Account, adjustment: Adjustment) -> Adjustment:
    """Take back a request that is not decided yet; who asked does it."""
    _target, adjustment = _held(adjustment)
    require(policies.adjustments.may_withdraw(by, adjustment))
    _check_open(adjustment)
    adjustment.state = Adjustment.State.WITHDRAWN
    _close(by, adjustment, "")
    _record("withdraw_adjustment", by, adjustment, "")
    return adjustment


def _held(adjustment: Adjustment) -> tuple[Target, Adjustment]:
    """Hold the target first, then the request: every action takes them in this order."""
    target = Target.objects.select_for_update(of=("self",)).get(pk=adjustment.target_id)
    found = Adjustment.objects.select_for_update(of=("self",)).get(pk=adjustment.pk)
    found.target = target
    return target, found


def _check_changeable(target: Target) -> None:
    if target.state != TargetState.LOCKED:
        raise ValidationError(_("The target is not locked yet: propose another value instead."))
    if not Cycle.objects.filter(pk=target.cycle_id, state__in=OPEN).exists():
        raise ValidationError(_("Targets are adjusted until the assessment begins."))


def _check_open(adjustment: Adjustment) -> None:
    if adjustment.state != Adjustment.State.ASKED:
        raise ValidationError(_("The request is {state} already.").format(state=adjustment.get_state_display()))


def _check_unchanged(target: Target, adjustment: Adjustment) -> None:
    if target.value != adjustment.old_value:
        raise ValidationError(_("The target changed after the request was made: refuse it and ask anew."))


def _apply(by: Account, target: Target, adjustment: Adjustment) -> None:
    target.value = adjustment.new_value
    grounds = Grounds.of(target.cycle, [target.unit_id], [target.indicator.code])
    target.warnings = signs(grounds.warn(target))
    target.revision += 1
    target.changed_by, target.changed_at = by, timezone.now()
    target.save(update_fields=["value", "warnings", "revision", "changed_by", "changed_at"])
    note_steps([target], TargetStep.Kind.ADJUST, by, adjustment.reason)


def _close(by: Account, adjustment: Adjustment, remarks: str) -> None:
    adjustment.decided_by, adjustment.decided_at, adjustment.remarks = by, timezone.now(), remarks
    adjustment.save(update_fields=["state", "decided_by", "decided_at", "remarks"])


def _record(action: str, by: Account, adjustment: Adjustment, words: str) -> None:
    details = {
        "target": adjustment.target_id,
        "unit": adjustment.target.unit.code,
        "indicator": adjustment.target.indicator.code,
        "from": show_decimal(adjustment.old_value),
        "to": show_decimal(adjustment.new_value),
        "document": adjustment.document,
        "state": adjustment.state,
        "reason": words,
    }
    record(action=action, actor=by, subject=adjustment, details=details, chain=adjustment.target.cycle.chain)
