"""Lines for the inbox of whoever waits for a step of somebody else. Parts of the actions that take the step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.letters import ROLES
from kaohe.office.monitoring.models import (
    Card,
    Complaint,
    Event,
    EventState,
    Figure,
    Objection,
    Problem,
    Report,
    Side,
    SupervisionTask,
)
from kaohe.office.monitoring.supervision_order import OBJECTION_DAYS
from kaohe.office.people.actions.notifications import notify, tell
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role

UNIT_SIDE = (Role.LIAISON, Role.UNIT_HEAD)


def report_waits_for_signature(report: Report, by: Account) -> None:
    """Tell the head of the unit, or the second person of the data owner."""
    role = Role.DATA_OWNER if report.side == Side.OWNER else Role.UNIT_HEAD
    text = _("{unit}: report {period} waits for your signature.")
    tell(role, over=report.unit, by=by, text=text, url=_report(report), unit=report.unit.name, period=report.period)


def report_sent_back(report: Report, by: Account, reason: str) -> None:
    """Tell who reports, with what is to be corrected."""
    text = _("{unit}: report {period} was sent back: {reason}")
    words = {"unit": report.unit.name, "period": report.period, "reason": reason}
    tell(*ROLES[Side(report.side)], over=report.unit, by=by, text=text, url=_report(report), **words)


def figures_wait_for_acceptance(report: Report, figures: Iterable[Figure], by: Account) -> None:
    """Tell the data owners of what a unit has signed; where there is none, the office."""
    if report.side == Side.OWNER:
        return
    owners = {figure.indicator.owner_id for figure in figures}
    known = list(Unit.objects.filter(pk__in=[owner for owner in owners if owner is not None]))
    text, url = _("{unit}: figures of {period} wait for your acceptance."), reverse("monitoring:figure_review")
    words = {"unit": report.unit.name, "period": report.period}
    if known:
        tell(Role.DATA_OWNER, over=known, by=by, text=text, url=url, **words)
    if None in owners:
        tell(Role.OFFICER, over=report.cycle.root, by=by, text=text, url=url, **words)


def figures_returned(reports: Sequence[Report], by: Account, reason: str) -> None:
    """Tell the units whose figures the data owner gave back."""
    for report in Report.objects.filter(pk__in=[r.pk for r in reports]).select_related("unit"):
        report_sent_back(report, by, reason)


def cards_issued(reports: Sequence[Report], kind: Card.Kind) -> None:
    """Tell the units that were not in time."""
    text = (
        _("Yellow card for {unit}: report {period} was due on {day}.")
        if kind == Card.Kind.YELLOW
        else _("Red card for {unit}: report {period} was due on {day}.")
    )
    for report in reports:
        words = {"unit": report.unit.name, "period": report.period, "day": report.due_on}
        tell(*ROLES[Side(report.side)], over=report.unit, by=None, text=text, url=_report(report), **words)


def supervision_begun(task: SupervisionTask, by: Account) -> None:
    """Tell every unit under the task until when it arranges."""
    text = _("{unit}: supervision “{task}” has begun; arrange the matter by {day}.")
    for one in task.supervised.select_related("unit"):
        words = {"unit": one.unit.name, "task": task.title, "day": one.arrange_by}
        tell(*UNIT_SIDE, over=one.unit, by=by, text=text, url=one.get_absolute_url(), **words)


def conclusion_handed_over(task: SupervisionTask, by: Account) -> None:
    """Tell every unit under the task until when it may object."""
    text = _("{unit}: the conclusion of “{task}” was handed over; objections until {day}.")
    day = timezone.localdate() + timedelta(days=OBJECTION_DAYS)
    for one in task.supervised.select_related("unit"):
        words = {"unit": one.unit.name, "task": task.title, "day": day}
        tell(*UNIT_SIDE, over=one.unit, by=by, text=text, url=one.get_absolute_url(), **words)


def objection_decided(objection: Objection, by: Account) -> None:
    """Tell the unit that objected."""
    one = objection.supervised
    text = (
        _("{unit}: your objection to “{task}” was upheld.")
        if objection.is_upheld
        else _("{unit}: your objection to “{task}” was not upheld.")
    )
    words = {"unit": one.unit.name, "task": one.task.title}
    tell(*UNIT_SIDE, over=one.unit, by=by, text=text, url=one.get_absolute_url(), **words)


def problem_filed(problem: Problem, by: Account) -> None:
    """Tell the unit that has to put it right."""
    text = _("{unit}: problem no. {number} was filed; put it right by {day}.")
    words = {"unit": problem.unit.name, "number": problem.number, "day": problem.due_on}
    tell(*UNIT_SIDE, over=problem.unit, by=by, text=text, url=problem.get_absolute_url(), **words)


def problem_sent_back(problem: Problem, by: Account, reason: str) -> None:
    """Tell the unit what is still wrong."""
    text = _("{unit}: problem no. {number} is not put right yet: {reason}")
    words = {"unit": problem.unit.name, "number": problem.number, "reason": reason}
    tell(*UNIT_SIDE, over=problem.unit, by=by, text=text, url=problem.get_absolute_url(), **words)


def problem_closed(problem: Problem, by: Account) -> None:
    """Tell the unit that it was verified."""
    text = _("{unit}: problem no. {number} was verified and closed.")
    words = {"unit": problem.unit.name, "number": problem.number}
    tell(*UNIT_SIDE, over=problem.unit, by=by, text=text, url=problem.get_absolute_url(), **words)


def event_decided(event: Event, by: Account) -> None:
    """Tell who filed it, and the unit once it counts."""
    is_approved = event.state == EventState.APPROVED
    text = _("{unit}: event “{event}” was approved.") if is_approved else _("{unit}: event “{event}” was refused.")
    told = {event.filed_by}
    if is_approved:
        told |= set(Account.objects.holding(*UNIT_SIDE, over=event.unit))
    notify(told - {by}, text, event.get_absolute_url(), unit=event.unit.name, event=event.grounds)


def complaint_answered(complaint: Complaint, by: Account) -> None:
    """Tell who complained."""
    text = _("Your complaint about “{demand}” was answered.")
    notify({complaint.filed_by} - {by}, text, complaint.get_absolute_url(), demand=complaint.demand_name)


def _report(report: Report) -> str:
    return reverse("monitoring:report", args=[report.pk])
