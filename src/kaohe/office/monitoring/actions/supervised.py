"""What a unit under supervision does, and how it is cleared; objections to the conclusion."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.actions import telling
from kaohe.office.monitoring.models import Node, Objection, Supervised, SupervisionState
from kaohe.office.monitoring.policies.supervision import supervision
from kaohe.office.monitoring.supervision_order import OBJECTION_DAYS
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.revisions import held


@transaction.atomic
def arrange(*, by: Account, supervised: Supervised, arrangement: str, seen: int | None = None) -> Supervised:
    """Say how the unit goes about the matter: who, what, until when."""
    supervised = _answering(by, supervised, seen)
    if not arrangement.strip():
        raise ValidationError({"arrangement": _("Say who does what until when.")})
    supervised.arrangement, supervised.arranged_at = arrangement, supervised.arranged_at or timezone.now()
    return _saved(supervised, by, "arrange")


@transaction.atomic
def report_result(*, by: Account, supervised: Supervised, report: str, seen: int | None = None) -> Supervised:
    """Report the result; until it is cleared the report may be completed."""
    supervised = _answering(by, supervised, seen)
    if not report.strip():
        raise ValidationError({"report": _("Say what was done.")})
    supervised.report, supervised.reported_at = report, supervised.reported_at or timezone.now()
    return _saved(supervised, by, "report_result")


@transaction.atomic
def meet_node(*, by: Account, node: Node, on: date, remarks: str = "") -> Node:
    """Note that a node was reached on a day; nodes are met in their order."""
    supervised = _answering(by, node.supervised, None)
    node = Node.objects.select_for_update().get(pk=node.pk)
    if on > timezone.localdate():
        raise ValidationError({"on": _("The day lies ahead.")})
    missing = supervised.nodes.filter(position__lt=node.position, done_on__isnull=True).first()
    if missing is not None:
        raise ValidationError(_("“{name}” comes first.").format(name=missing.name))
    node.done_on, node.remarks = on, remarks
    node.save(update_fields=["done_on", "remarks"])
    _log(supervised, by, "meet_node", {"node": node.name, "on": on})
    return node


@transaction.atomic
def clear(*, by: Account, supervised: Supervised, seen: int | None = None) -> Supervised:
    """Clear a unit (销号): the supervisor finds the matter settled."""
    supervised = held(supervised, seen)
    require(supervision.may_lead(by, supervised.task))
    _check_doing(supervised)
    if supervised.reported_at is None:
        raise ValidationError(_("{unit} has not reported yet.").format(unit=supervised.unit))
    if supervised.settled_at is not None:
        return supervised
    supervised.settled_at = timezone.now()
    return _saved(supervised, by, "clear")


@transaction.atomic
def object_to_conclusion(*, by: Account, supervised: Supervised, text: str) -> Objection:
    """Object to the conclusion, within 30 days after it was handed over; its execution goes on.

    Raises
    ------
    ValidationError
        Before the handing over, after 30 days, or a second time.
    """
    supervised = held(supervised, None)
    require(supervision.may_object(by, supervised))
    handed_over = supervised.task.steps.filter(state=SupervisionState.FED_BACK).first()
    if handed_over is None:
        raise ValidationError(_("The conclusion has not been handed over yet."))
    last_day = timezone.localdate(handed_over.at) + timedelta(days=OBJECTION_DAYS)
    today = timezone.localdate()
    if today > last_day:
        raise ValidationError(_("Objections were possible until {day}.").format(day=last_day))
    if Objection.objects.filter(supervised=supervised).exists():
        raise ValidationError(_("{unit} has already objected.").format(unit=supervised.unit))
    if not text.strip():
        raise ValidationError({"text": _("Say what you object to, and why.")})
    answer_by = today + timedelta(days=OBJECTION_DAYS)
    objection = Objection.objects.create(supervised=supervised, text=text, filed_by=by, answer_by=answer_by)
    _log(supervised, by, "object_to_conclusion", {"answer_by": answer_by})
    return objection


@transaction.atomic
def decide_objection(*, by: Account, objection: Objection, is_upheld: bool, answer: str) -> Objection:
    """Decide on an objection; who drew the conclusion stands back. Upheld, the answer is added to the conclusion."""
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    require(supervision.may_decide(by, objection))
    if objection.is_upheld is not None:
        raise ValidationError(_("This objection has been decided."))
    if not answer.strip():
        raise ValidationError({"answer": _("Give the reasons.")})
    objection.is_upheld, objection.answer = is_upheld, answer
    objection.decided_by, objection.decided_at = by, timezone.now()
    objection.save()
    if is_upheld:
        task = held(objection.supervised.task, None)
        task.conclusion = f"{task.conclusion}\n\n{objection.supervised.unit}：{answer}"
        task.revision += 1
        task.save(update_fields=["conclusion", "revision"])
    telling.objection_decided(objection, by)
    _log(objection.supervised, by, "decide_objection", {"is_upheld": is_upheld})
    return objection


def _answering(by: Account, supervised: Supervised, seen: int | None) -> Supervised:
    supervised = held(supervised, seen)
    require(supervision.may_answer(by, supervised))
    _check_doing(supervised)
    if supervised.settled_at is not None:
        raise ValidationError(_("The matter is settled for {unit}.").format(unit=supervised.unit))
    return supervised


def _check_doing(supervised: Supervised) -> None:
    if supervised.task.state != SupervisionState.DOING:
        message = _("The task is “{now}”: nothing is arranged, reported or cleared now.")
        raise ValidationError(message.format(now=supervised.task.get_state_display()))


def _saved(supervised: Supervised, by: Account, action: str) -> Supervised:
    supervised.revision += 1
    supervised.save()
    _log(supervised, by, action, {})
    return supervised


def _log(supervised: Supervised, by: Account, action: str, details: dict[str, object]) -> None:
    told = {"task": supervised.task.number, "unit": supervised.unit_id} | details
    record(action=action, actor=by, subject=supervised, details=told, chain=supervised.task.cycle.chain)
