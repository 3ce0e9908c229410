"""A complaint button on every demand, and an answer to every complaint."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.actions import telling
from kaohe.office.monitoring.models import Complaint
from kaohe.office.monitoring.policies.notices import complaints
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.policies import require
from kaohe.office.planning.models import Cycle


@transaction.atomic
def file_complaint(
    *,
    by: Account,
    unit: Unit,
    demand: str,
    demand_name: str,
    reason: Complaint.Reason,
    text: str = "",
    cycle: Cycle | None = None,
    organiser: Unit | None = None,
) -> Complaint:
    """Complain about a demand; the same person complains once about the same demand until it is answered."""
    require(complaints.may_file(by, unit))
    waiting: Complaint | None = Complaint.objects.unanswered().filter(filed_by=by, demand=demand).first()
    if waiting is not None:
        return waiting
    if reason == Complaint.Reason.OTHER and not text.strip():
        raise ValidationError({"text": _("Say what is wrong.")})
    complaint = Complaint(
        cycle=cycle,
        demand=demand,
        demand_name=demand_name,
        organiser=organiser,
        unit=unit,
        reason=reason,
        text=text,
        filed_by=by,
    )
    complaint.full_clean()
    complaint.save()
    _log("file_complaint", by, complaint)
    return complaint


@transaction.atomic
def answer_complaint(*, by: Account, complaint: Complaint, answer: str) -> Complaint:
    """Answer a complaint: what changes, or why nothing does."""
    complaint = Complaint.objects.select_for_update().get(pk=complaint.pk)
    require(complaints.may_answer(by, complaint))
    if complaint.answered_at is not None:
        raise ValidationError(_("This complaint has been answered."))
    if not answer.strip():
        raise ValidationError({"answer": _("Say what changes, or why nothing does.")})
    complaint.answer, complaint.answered_by, complaint.answered_at = answer, by, timezone.now()
    complaint.save()
    telling.complaint_answered(complaint, by)
    _log("answer_complaint", by, complaint)
    return complaint


def _log(action: str, by: Account, complaint: Complaint) -> None:
    details = {"demand": complaint.demand, "unit": complaint.unit_id, "reason": complaint.reason}
    if complaint.cycle is None:
        record(action=action, actor=by, subject=complaint, details=details)
    else:
        record(action=action, actor=by, subject=complaint, details=details, chain=complaint.cycle.chain)
