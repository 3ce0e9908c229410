"""Pages of reports: the calendar, what is due, one report with its form."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaohe.office.monitoring.actions.reports import (
    report_nil,
    save_report,
    send_back_report,
    sign_report,
    submit_report,
)
from kaohe.office.monitoring.answers import AnswersError, DoubtsError
from kaohe.office.monitoring.forms.answers import AnswersForm
from kaohe.office.monitoring.forms.signing_off import ReturnForm
from kaohe.office.monitoring.models import Evidence, Figure, Report, ReportState, Side
from kaohe.office.monitoring.policies.reports import reports as policy
from kaohe.office.monitoring.sheets import sheet_of
from kaohe.office.monitoring.views.cycles import cycle_filter
from kaohe.office.monitoring.views.report_lights import LIGHTS, card_badge, light_badge
from kaohe.office.people.models import Unit
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.revisions import StaleError
from kaohe.office.ui.forms import submit
from kaohe.office.ui.once import mark_done
from kaohe.office.ui.tables import Choice, Column, Empty, Table, Text, UnitWithin, show_table

REPORTERS = (Role.LIAISON, Role.UNIT_HEAD, Role.DATA_OWNER)


def report_url(report: Report) -> str:
    """Address of a report."""
    return reverse("monitoring:report", args=[report.pk])


@signed_in
def report_list(request: Request) -> HttpResponseBase:
    """List the reports of the year with their lights: who has not reported, who was late."""
    today = timezone.localdate()
    rows = Report.objects.visible_to(request.user).with_light(today).select_related("unit", "cycle")
    table = Table(
        "reports",
        [
            Column("unit", _("unit"), "unit.name", sort="unit__name"),
            Column("cycle", _("cycle"), "cycle.title", hidden=True),
            Column("period", _("period"), sort="period_ends_on"),
            Column("side", _("entered by"), "get_side_display", hidden=True),
            Column("due_on", _("due on"), kind="date", sort="due_on"),
            Column("light", _("collection"), light_badge, kind="badge", sort="light"),
            Column("card", _("card"), card_badge, kind="badge"),
            Column("state", _("state"), kind="badge", sort="state"),
            Column("return_until", _("to be corrected by"), kind="date", sort="return_until", phone=False),
            Column("reported_at", _("reported at"), kind="date", sort="reported_at", phone=False),
        ],
        rows,
        filters=[
            cycle_filter(request.user),
            Text("period", _("period"), "period"),
            Choice("light", _("collection"), LIGHTS, "light"),
            Choice("state", _("state"), ReportState.choices, "state"),
            UnitWithin("within", _("unit"), "unit__path"),
        ],
        search=["unit__name", "period"],
        default_sort="due_on,period,unit__name",
        row_link=report_url,
        empty=Empty(_("No report is asked for yet. Reports are laid out when a scheme is published.")),
        title=_("Reports"),
    )
    return show_table(request, table, title=_("Reports"))


@signed_in
def due(request: Request) -> HttpResponseBase:
    """Show what waits for the account: reports to fill, to sign, to correct, figures to accept. A fragment."""
    today = timezone.localdate()
    rows = Report.objects.visible_to(request.user).to_do_on(today).with_light(today).select_related("unit", "cycle")
    shown: list[Report] = []
    if request.user.has_role(*REPORTERS):
        shown = [r for r in rows.order_by("due_on", "pk")[:60] if _waits_for(request, r)][:12]
    owns = request.user.has_role(Role.DATA_OWNER)
    waiting = Figure.objects.waiting_for(request.user).count() if owns else 0
    context = {"reports": [(r, light_badge(r)) for r in shown], "waiting": waiting}
    return render(request, "monitoring/due.html", context)


def _waits_for(request: Request, report: Report) -> bool:
    if report.state == ReportState.SUBMITTED:
        return policy.may_sign(request.user, report)
    return policy.may_enter(request.user, report)


@signed_in
def report(request: Request, pk: int) -> HttpResponseBase:
    """Show a report; whoever enters it fills it here."""
    found = _report(request, pk)
    sheet = sheet_of(found)
    if request.method != "POST":
        return _page(request, found, AnswersForm(sheet))
    form = AnswersForm(sheet, request.POST)
    require(policy.may_enter(request.user, found))
    done = _saved(request, found, form)
    if done is None:
        return _page(request, found, form)
    return _handed_in(request, done, form) if request.POST.get("then") in ("submit", "nil") else _kept(request, done)


def _saved(request: Request, found: Report, form: AnswersForm) -> Report | None:
    answers = form.answers()
    if not form.is_readable:
        form.errors = [_("Some figures cannot be read; they are marked below. Nothing was saved.")]
        return None
    revision = request.POST.get("revision", "")
    try:
        done = save_report(
            by=request.user,
            report=found,
            revision=int(revision) if revision.isdecimal() else None,
            answers=answers,
            confirmed=form.confirmed,
        )
    except AnswersError as error:
        form.take(error.problems, {}, [_("Some answers cannot be kept; they are marked below. Nothing was saved.")])
    except DoubtsError as error:
        form.take({}, error.doubts, [error.messages[0]])
    except StaleError as error:
        found.revision = error.row.revision  # type: ignore[attr-defined]  # a report
        form.errors = list(error.messages)
    except ValidationError as error:
        form.errors = list(error.messages)
    else:
        return done
    return None


def _handed_in(request: Request, done: Report, form: AnswersForm) -> HttpResponseBase:
    """Save, then hand in: what was saved stays when handing in is refused."""
    action = report_nil if request.POST["then"] == "nil" else submit_report
    try:
        action(by=request.user, report=done, revision=done.revision)
    except ValidationError as error:
        form = AnswersForm(sheet_of(done))
        form.errors = list(error.messages)
        return _page(request, done, form)
    mark_done(request)
    messages.success(request, _("Handed in. The head of the unit signs next."))
    return redirect(report_url(done))


def _kept(request: Request, done: Report) -> HttpResponseBase:
    mark_done(request)
    messages.success(request, _("Saved. Nothing has left the unit yet."))
    return redirect(report_url(done))


@require_POST
@signed_in
def report_sign(request: Request, pk: int) -> HttpResponseBase:
    """Sign a report for the unit."""
    found = _report(request, pk)
    revision = request.POST.get("revision", "")
    try:
        seen = int(revision) if revision.isdecimal() else None
        sign_report(by=request.user, report=found, revision=seen)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        mark_done(request)
        messages.success(request, _("Signed: the unit has reported."))
    return redirect(report_url(found))


@require_POST
@signed_in
def report_send_back(request: Request, pk: int) -> HttpResponseBase:
    """Give a report back to who entered it."""
    found = _report(request, pk)
    require(policy.may_sign(request.user, found))
    form = ReturnForm(request.POST)
    if submit(request, form, partial(send_back_report, by=request.user, report=found)) is None:
        return _page(request, found, AnswersForm(sheet_of(found)), form)
    messages.success(request, _("Given back to who entered it."))
    return redirect(report_url(found))


def _report(request: Request, pk: int) -> Report:
    rows = Report.objects.visible_to(request.user).with_light(timezone.localdate())
    found: Report = get_object_or_404(rows.select_related("unit", "cycle__root"), pk=pk)
    return found


def _page(
    request: Request, found: Report, form: AnswersForm, return_form: ReturnForm | None = None
) -> HttpResponseBase:
    may_enter = policy.may_enter(request.user, found)
    may_sign = policy.may_sign(request.user, found) and found.state == ReportState.SUBMITTED
    evidence: dict[int, list[Evidence]] = {}
    for row in Evidence.objects.filter(figure__in=[f.pk for f in form.sheet.figures.values()]).select_related("file"):
        evidence.setdefault(row.figure_id, []).append(row)
    controls = [(c, evidence.get(c.figure.pk, []) if c.figure else []) for c in form.controls]
    context: dict[str, Any] = {
        "report": found,
        "light": light_badge(found),
        "card": card_badge(found),
        "form": form,
        "controls": controls,
        "filled": [f for f in form.sheet.fields if f.filled_by is not None],
        "units": _units(form) if found.side == Side.OWNER else {},
        "may_enter": may_enter and any(c.is_open for c in form.controls),
        "may_sign": may_sign,
        "return_form": return_form or ReturnForm(initial={"revision": found.revision}),
    }
    return render(request, "monitoring/report.html", context)


def _units(form: AnswersForm) -> dict[int, str]:
    keys = {control.field.unit_id for control in form.controls}
    return dict(Unit.objects.filter(pk__in=keys).values_list("pk", "name"))
