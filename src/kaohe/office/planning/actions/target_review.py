"""Return, approve and lock targets, and set what the superior asks of the area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaohe.exact import show_decimal
from kaohe.office.audit.record import record
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.policies import require
from kaohe.office.planning.actions import telling
from kaohe.office.planning.actions.targets import OPEN, held_units, note_steps, summary
from kaohe.office.planning.comparison import Grounds, signs
from kaohe.office.planning.models import (
    AppraisedUnit,
    AreaTarget,
    Cycle,
    Indicator,
    Target,
    TargetState,
    TargetStep,
)
from kaohe.office.planning.policies import targets as policies
from kaohe.office.planning.proposal import takes_target
from kaohe.office.revisions import StaleError, held

SHOWN = 20
"""Missing targets that one message names."""


@transaction.atomic
def return_target(*, by: Account, target: Target, reason: str, revision: int | None = None) -> Target:
    """Send a target back to its unit with a reason, until it is locked.

    Raises
    ------
    PermissionDenied
        Unless the account is the office within its area.
    ValidationError
        Without a reason, when the target is returned or locked already, or has changed since (`StaleError`).
    """
    target = held(target, revision)
    require(policies.targets.may_keep(by, target.unit))
    _check_open(target.cycle)
    if not reason.strip():
        raise ValidationError(_("Say why the target is sent back: the unit must know what to change."))
    if target.state not in (TargetState.PROPOSED, TargetState.APPROVED):
        raise ValidationError(_("Only a proposed or approved target can be sent back."))
    _move([target], TargetState.RETURNED, by)
    note_steps([target], TargetStep.Kind.RETURN, by, reason)
    details = {"value": show_decimal(target.value), "reason": reason}
    telling.target_returned(target, by, reason)
    record(action="return_target", actor=by, subject=target, details=details, chain=target.cycle.chain)
    return target


@transaction.atomic
def approve_targets(*, by: Account, cycle: Cycle, seen: dict[int, int | None]) -> int:
    """Approve proposed targets, all or none; says how many. What warns against them stands in the log.

    Parameters
    ----------
    seen
        Key of each target → the revision that was looked at; None: as it stands.

    Raises
    ------
    PermissionDenied
        Unless all of them come before the account: the office within its area, below the superior's floor a leader.
    ValidationError
        When one is the account's own proposal, is not proposed, or has changed since; everything at once.
    """
    targets = _held(cycle, seen)
    require(bool(targets) and len(targets) == len(seen))
    require(all(policies.targets.may_review(by, target) for target in targets))
    _check_open(cycle)
    errors = [error for target in targets if (error := _why_not(by, target, seen[target.pk]))]
    if errors:
        raise errors[0] if len(errors) == 1 else ValidationError(errors)
    grounds = Grounds.of(cycle, {t.unit_id for t in targets}, {t.indicator.code for t in targets})
    lines = [_reviewed(target, grounds) for target in targets]
    _move(targets, TargetState.APPROVED, by)
    note_steps(targets, TargetStep.Kind.APPROVE, by)
    details = {"count": len(targets), "warned": [line for line in lines if line["warnings"]]} | summary(lines)
    telling.targets_approved(cycle, targets, by)
    record(action="approve_targets", actor=by, subject=cycle, details=details, chain=cycle.chain)
    return len(targets)


@transaction.atomic
def approve_target(*, by: Account, target: Target, revision: int | None = None) -> None:
    """Approve one proposed target; see `approve_targets`."""
    approve_targets(by=by, cycle=target.cycle, seen={target.pk: revision})


@transaction.atomic
def lock_targets(*, by: Account, cycle: Cycle, unit: Unit | None = None) -> int:
    """Lock the approved targets of a unit, or of the whole cycle; says how many. Then only an adjustment changes them.

    Raises
    ------
    PermissionDenied
        Unless the account is the office within its area.
    ValidationError
        When a target is missing, or not approved: the message names them and nothing is locked.
    """
    require(policies.targets.may_keep(by, unit or cycle.root))
    _check_open(cycle)
    rows = AppraisedUnit.objects.on(timezone.localdate()).filter(cycle=cycle)
    appraised = held_units(cycle, set((rows.filter(unit=unit) if unit else rows).values_list("unit", flat=True)))
    of_units = Target.objects.filter(cycle=cycle, unit__in=appraised).select_related("unit", "indicator")
    targets = list(of_units.select_for_update(of=("self",)).order_by("pk"))
    _check_complete(cycle, appraised.values(), targets)
    ready = [t for t in targets if t.state == TargetState.APPROVED]
    if not ready:
        return 0
    _move(ready, TargetState.LOCKED, by)
    note_steps(ready, TargetStep.Kind.LOCK, by)
    lines = [{"unit": t.unit.code, "indicator": t.indicator.code, "to": show_decimal(t.value)} for t in ready]
    details = {"count": len(ready)} | summary(lines)
    record(action="lock_targets", actor=by, subject=unit or cycle, details=details, chain=cycle.chain)
    return len(ready)


@transaction.atomic
def set_area_target(
    *, by: Account, indicator: Indicator, value: Decimal, source: str, revision: int | None = None
) -> AreaTarget:
    """Note what the superior asks of the whole area on an indicator; the units' targets are seen against it."""
    require(policies.targets.may_keep(by, indicator.cycle.root))
    if not indicator.needs_target:
        raise ValidationError(_("Units set no targets on this indicator."))
    Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    row = AreaTarget.objects.filter(indicator=indicator).first()
    before = row.value if row else None
    if row is None:
        row = AreaTarget(indicator=indicator)
    else:
        row = held(row, revision)
        row.revision += 1
    row.value, row.source, row.set_by, row.set_at = value, source, by, timezone.now()
    row.full_clean()
    row.save()
    details = {"from": before, "to": value, "source": source}
    record(action="set_area_target", actor=by, subject=indicator, details=details, chain=indicator.cycle.chain)
    return row


def _held(cycle: Cycle, keys: Iterable[int]) -> list[Target]:
    rows = Target.objects.filter(cycle=cycle, pk__in=list(keys)).select_related("unit", "indicator", "cycle__root")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _check_open(cycle: Cycle) -> None:
    if not Cycle.objects.filter(pk=cycle.pk, state__in=OPEN).exists():
        raise ValidationError(_("Targets are set once the scheme is published, and until the assessment begins."))


def _why_not(by: Account, target: Target, seen: int | None) -> ValidationError | None:
    if seen is not None and target.revision != seen:
        return StaleError(target)
    if target.state != TargetState.PROPOSED:
        words = _("{target} is not waiting for approval.")
    elif not policies.targets.may_approve(by, target):
        words = _("{target} is your own proposal: another account approves it.")
    else:
        return None
    return ValidationError(words.format(target=f"{target.unit} · {target.indicator}"))


def _reviewed(target: Target, grounds: Grounds) -> dict[str, Any]:
    warned = grounds.warn(target)
    target.warnings = signs(warned)
    line: dict[str, Any] = {"unit": target.unit.code, "indicator": target.indicator.code}
    line |= {"value": show_decimal(target.value), "warnings": [w.words for w in warned]}
    return line | ({"floor_reason": target.floor_reason} if target.is_below_floor else {})


def _move(targets: Sequence[Target], state: TargetState, by: Account) -> None:
    """Set a state on rows that are held, and count up their revisions."""
    now = timezone.now()
    for target in targets:
        target.state, target.changed_by, target.changed_at = state, by, now
        target.revision += 1
    keys = [t.pk for t in targets]
    changes = {"state": state, "changed_by": by, "changed_at": now, "revision": F("revision") + 1}
    Target.objects.filter(pk__in=keys).update(**changes)
    for text in {t.warnings for t in targets}:
        Target.objects.filter(pk__in=[t.pk for t in targets if t.warnings == text]).exclude(warnings=text).update(
            warnings=text
        )


def _check_complete(cycle: Cycle, units: Iterable[AppraisedUnit], targets: Sequence[Target]) -> None:
    done = {(t.unit_id, t.indicator_id) for t in targets if t.state in (TargetState.APPROVED, TargetState.LOCKED)}
    indicators = list(Indicator.objects.filter(cycle=cycle).leaves().in_force().filter(needs_target=True))
    missing = [
        f"{appraised.unit} · {indicator}"
        for appraised in sorted(units, key=lambda a: a.unit.code)
        for indicator in indicators
        if takes_target(indicator, appraised.class_id) and (appraised.unit_id, indicator.pk) not in done
    ]
    if missing:
        count = len(missing)
        head = ngettext(
            "Nothing was locked: {count} target is missing or not approved.",
            "Nothing was locked: {count} targets are missing or not approved.",
            count,
        ).format(count=count)
        raise ValidationError([head, *missing[:SHOWN]])
