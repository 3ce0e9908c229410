"""What the leading group decides on a scheme: approve it or send it back."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning import moves
from kaohe.office.planning.models import Approval, Cycle, CycleState, SchemeVersion
from kaohe.office.planning.policies.cycles import cycles, versions

_MID_YEAR = (CycleState.PUBLISHED, CycleState.RUNNING)


@transaction.atomic
def approve_scheme(
    *, by: Account, cycle: Cycle, meeting: str, decided_on: date, remarks: str = "", seen: int | None = None
) -> Approval:
    """Approve the last version; in mid-year a change of the published one.

    Raises
    ------
    PermissionDenied
        Unless the account leads the whole area and did not write the version.
    ValidationError
        When something is missing: comments without an answer, a draft that was changed since, errors.
    """
    require(cycles.may_decide(by, cycle))
    name = "approve_change" if cycle.state in _MID_YEAR else "approve_scheme"
    cycle = moves.begin(name, by=by, cycle=cycle, seen=seen)
    version = _last(cycle)
    require(versions.may_approve(by, version))
    if version.approved_at is not None:
        raise ValidationError(_("This version is approved already."))
    version.approved_at = timezone.now()
    version.save(update_fields=["approved_at"])
    return _decided(name, by, cycle, version, _approval(version, by, True, meeting, decided_on, remarks))


@transaction.atomic
def return_scheme(
    *, by: Account, cycle: Cycle, meeting: str, decided_on: date, remarks: str, seen: int | None = None
) -> Approval:
    """Send the last version back to the office, also one that was approved and is not published yet."""
    require(cycles.may_decide(by, cycle))
    name = "return_change" if cycle.state in _MID_YEAR else "return_scheme"
    cycle = moves.begin(name, by=by, cycle=cycle, seen=seen, reason=remarks)
    version = _last(cycle)
    version.approved_at = None
    version.save(update_fields=["approved_at"])
    return _decided(name, by, cycle, version, _approval(version, by, False, meeting, decided_on, remarks))


def _last(cycle: Cycle) -> SchemeVersion:
    version: SchemeVersion | None = cycle.versions.select_for_update(of=("self",)).first()
    if version is None:
        raise ValidationError(_("There is no version to decide on. Save the draft as a version."))
    return version


def _approval(
    version: SchemeVersion, by: Account, is_approved: bool, meeting: str, decided_on: date, remarks: str
) -> Approval:
    approval = Approval(
        version=version,
        is_approved=is_approved,
        meeting=meeting,
        decided_on=decided_on,
        remarks=remarks,
        decided_by=by,
    )
    if decided_on > timezone.localdate():
        raise ValidationError(_("The decision cannot lie in the future."))
    approval.full_clean()
    approval.save()
    return approval


def _decided(name: str, by: Account, cycle: Cycle, version: SchemeVersion, approval: Approval) -> Approval:
    moves.finish(name, cycle)
    details = {
        "version": version.number,
        "hash": version.hash,
        "meeting": approval.meeting,
        "remarks": approval.remarks,
    }
    record(action=name, actor=by, subject=approval, details=details, chain=cycle.chain)
    return approval
