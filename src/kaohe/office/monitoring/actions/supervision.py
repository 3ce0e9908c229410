"""Move a supervision task along its order, from filing to archive."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.actions import telling
from kaohe.office.monitoring.models import Node, Supervised, SupervisionState, SupervisionStep, SupervisionTask
from kaohe.office.monitoring.policies.supervision import supervision
from kaohe.office.monitoring.supervision_order import MOVES, NODES, clock
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.policies import require
from kaohe.office.planning.models import Cycle, Indicator, RegisterItem
from kaohe.office.revisions import held

S = SupervisionState


@transaction.atomic
def file_task(
    *,
    by: Account,
    cycle: Cycle,
    register_item: RegisterItem,
    title: str,
    kind: SupervisionTask.Kind,
    basis: str,
    organiser: Unit,
    units: Sequence[Unit],
    indicator: Indicator | None = None,
    is_hard: bool = False,
) -> SupervisionTask:
    """File a task for approval, with the units that it concerns.

    Raises
    ------
    PermissionDenied
        Unless the account supervises for the organiser.
    ValidationError
        Without units, or with a register item of another kind.
    """
    require(supervision.may_file(by, organiser))
    _check_registered(register_item)
    if not units:
        raise ValidationError({"units": _("Name at least one unit.")})
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # numbers follow one another
    last = cycle.supervision_tasks.aggregate(last=Max("number"))["last"] or 0
    task = SupervisionTask(
        cycle=cycle,
        register_item=register_item,
        number=last + 1,
        title=title,
        kind=kind,
        basis=basis,
        organiser=organiser,
        indicator=indicator,
        is_hard=is_hard,
    )
    task.full_clean()
    task.save()
    Supervised.objects.bulk_create([Supervised(task=task, unit=unit) for unit in dict.fromkeys(units)])
    _step(task, by, S.FILED, text=title, document=basis)
    return task


def approve_task(*, by: Account, task: SupervisionTask, document: str, seen: int | None = None) -> SupervisionTask:
    """Approve a task (立项审批); who filed it cannot."""
    return _decide(by, task, S.APPROVED, "", document, seen)


def refuse_task(*, by: Account, task: SupervisionTask, reason: str, seen: int | None = None) -> SupervisionTask:
    """Refuse a task, with the reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    return _decide(by, task, S.REFUSED, reason, "", seen)


@transaction.atomic
def plan_task(
    *, by: Account, task: SupervisionTask, content: str, scope: str, seen: int | None = None
) -> SupervisionTask:
    """Write the plan: what is looked at, and where."""
    task = _led(by, task, seen)
    if not content.strip():
        raise ValidationError({"content": _("Say what is looked at.")})
    task.content, task.scope = content, scope
    return _move(task, by, S.PLANNED, text=content)


@transaction.atomic
def begin_task(*, by: Account, task: SupervisionTask, seen: int | None = None) -> SupervisionTask:
    """Begin: the clocks of every unit start today, and its nodes are laid out.

    Raises
    ------
    ValidationError
        When the register item is not approved, or has expired: nothing unapproved can start.
    """
    task = _led(by, task, seen)
    _check_registered(task.register_item)
    today = timezone.localdate()
    if not RegisterItem.objects.in_force(today).filter(pk=task.register_item_id).exists():
        message = _("“{name}” is not in force in the register: have it approved, or its term extended, first.")
        raise ValidationError(message.format(name=task.register_item))
    task.assigned_at = timezone.now()
    last_days = clock(today, is_hard=task.is_hard)
    units = list(task.supervised.all())
    for supervised in units:
        supervised.arrange_by, supervised.report_by = last_days.arrange_by, last_days.report_by
        supervised.settle_by = last_days.settle_by
    Supervised.objects.bulk_update(units, ["arrange_by", "report_by", "settle_by"])
    names = NODES[SupervisionTask.Kind(task.kind)]
    Node.objects.bulk_create(
        [
            Node(supervised=supervised, position=position, name=str(name))
            for supervised in units
            for position, name in enumerate(names, 1)
        ]
    )
    telling.supervision_begun(task, by)
    return _move(task, by, S.DOING)


@transaction.atomic
def conclude_task(*, by: Account, task: SupervisionTask, conclusion: str, seen: int | None = None) -> SupervisionTask:
    """Draw the conclusion; units that have not reported stay visible as such."""
    task = _led(by, task, seen)
    if not conclusion.strip():
        raise ValidationError({"conclusion": _("Write the conclusion.")})
    task.conclusion = conclusion
    return _move(task, by, S.CONCLUDED, text=conclusion)


@transaction.atomic
def hand_over_conclusion(
    *, by: Account, task: SupervisionTask, document: str = "", seen: int | None = None
) -> SupervisionTask:
    """Hand the conclusion over to the units; from today they may object."""
    task = _move(_led(by, task, seen), by, S.FED_BACK, document=document)
    telling.conclusion_handed_over(task, by)
    return task


@transaction.atomic
def start_rectification(*, by: Account, task: SupervisionTask, seen: int | None = None) -> SupervisionTask:
    """Let the units put right what was found; problems are filed one by one."""
    return _move(_led(by, task, seen), by, S.RECTIFYING)


@transaction.atomic
def check_rectification(
    *, by: Account, task: SupervisionTask, text: str = "", seen: int | None = None
) -> SupervisionTask:
    """Check that everything was put right.

    Raises
    ------
    ValidationError
        While a problem of the task is open; it is closed, or carried over to the next year, first.
    """
    task = _led(by, task, seen)
    still = [
        problem
        for supervised in task.supervised.prefetch_related("problems")
        for problem in supervised.problems.all()
        if problem.state not in ("closed", "carried")
    ]
    if still:
        numbers = "、".join(str(problem.number) for problem in still)
        raise ValidationError(_("Still open: problems no. {numbers}.").format(numbers=numbers))
    return _move(task, by, S.CHECKED, text=text)


@transaction.atomic
def use_result(
    *, by: Account, task: SupervisionTask, use: str, document: str = "", seen: int | None = None
) -> SupervisionTask:
    """Decide what the result is used for; a leader approves it, and no objection may be open."""
    task = held(task, seen)
    require(supervision.may_approve(by, task))
    if task.supervised.filter(objection__isnull=False, objection__is_upheld__isnull=True).exists():
        raise ValidationError(_("An objection is not decided yet."))
    if not use.strip():
        raise ValidationError({"use": _("Say what the result is used for.")})
    task.use_of_result = use
    return _move(task, by, S.USED, text=use, document=document)


@transaction.atomic
def archive_task(*, by: Account, task: SupervisionTask, seen: int | None = None) -> SupervisionTask:
    """Archive the task: nothing of it changes any more."""
    return _move(_led(by, task, seen), by, S.ARCHIVED)


@transaction.atomic
def _decide(
    by: Account, task: SupervisionTask, state: SupervisionState, reason: str, document: str, seen: int | None
) -> SupervisionTask:
    task = held(task, seen)
    require(supervision.may_approve(by, task))
    if task.steps.filter(state=S.FILED, by=by).exists():
        raise ValidationError(_("Who filed a task does not decide on it."))
    return _move(task, by, state, text=reason, document=document)


def _led(by: Account, task: SupervisionTask, seen: int | None) -> SupervisionTask:
    task = held(task, seen)
    require(supervision.may_lead(by, task))
    return task


def _move(
    task: SupervisionTask, by: Account, state: SupervisionState, *, text: str = "", document: str = ""
) -> SupervisionTask:
    """Take the next step of the order, or refuse."""
    if state not in MOVES[SupervisionState(task.state)]:
        message = _("The task is “{now}”: “{then}” does not follow on that.")
        raise ValidationError(message.format(now=task.get_state_display(), then=state.label))
    task.state = state
    task.revision += 1
    task.save()
    _step(task, by, state, text=text, document=document)
    return task


def _step(task: SupervisionTask, by: Account, state: SupervisionState, *, text: str = "", document: str = "") -> None:
    SupervisionStep.objects.create(task=task, state=state, text=text, document=document, by=by)
    details = {"number": task.number, "state": state, "document": document}
    record(action="supervise", actor=by, subject=task, details=details, chain=task.cycle.chain)


def _check_registered(item: RegisterItem) -> None:
    if item.kind not in (RegisterItem.Kind.SUPERVISION, RegisterItem.Kind.INSPECTION):
        message = _("“{name}” is registered as {kind}, not as a supervision or inspection.")
        raise ValidationError({"register_item": message.format(name=item, kind=item.get_kind_display())})
