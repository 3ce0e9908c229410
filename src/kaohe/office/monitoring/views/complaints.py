"""The complaint button, and what became of complaints."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.monitoring.actions.complaints import answer_complaint, file_complaint
from kaohe.office.monitoring.demand_sources import Demanded, demanded
from kaohe.office.monitoring.forms.complaints import AnswerForm, ComplaintForm
from kaohe.office.monitoring.models import Complaint
from kaohe.office.monitoring.policies.notices import complaints as policy
from kaohe.office.monitoring.views.cycles import cycle_filter
from kaohe.office.monitoring.views.steps import Offered, Step, offered, take
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.ui import panel
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin, show_table
from kaohe.office.ui.tones import Badge, Tone

STEPS = (
    Step(
        "answer",
        gettext_lazy("Answer"),
        answer_complaint,
        "complaint",
        lambda account, complaint: complaint.answered_at is None and policy.may_answer(account, complaint),
        AnswerForm,
        "btn-primary",
    ),
)


@signed_in
def complaint_list(request: Request) -> HttpResponseBase:
    """List complaints about demands, unanswered ones first."""
    table = Table(
        "complaints",
        [
            Column("demand", _("demand"), "demand_name", link=Complaint.get_absolute_url),
            Column("organiser", _("demanded by"), "organiser.name", sort="organiser__name"),
            Column("unit", _("unit"), "unit.name", sort="unit__name"),
            Column("reason", _("What is wrong"), "get_reason_display", sort="reason"),
            Column("filed_at", _("filed at"), kind="date", sort="filed_at"),
            Column("answer", _("state"), _state, kind="badge", sort="answered_at"),
        ],
        Complaint.objects.visible_to(request.user).select_related("organiser", "unit"),
        filters=[
            cycle_filter(request.user),
            Choice("reason", _("What is wrong"), Complaint.Reason.choices, "reason"),
            UnitWithin("unit", _("unit"), "unit__path"),
        ],
        search=["demand_name", "text"],
        default_sort="-filed_at",
        row_link=Complaint.get_absolute_url,
        panel=True,
        empty=Empty(_("Nobody has complained about a demand.")),
    )
    return show_table(request, table, title=_("Complaints about demands"))


def _state(complaint: Complaint) -> Badge:
    return Badge(_("answered"), Tone.OK) if complaint.answered_at else Badge(_("to be answered"), Tone.RISK)


@signed_in
def complain(request: Request, kind: str, pk: int) -> HttpResponseBase:
    """Complain about a demand."""
    demand = demanded(request.user, kind, pk)
    unit = _complaining_unit(request.user, demand)
    if unit is None or not policy.may_file(request.user, unit):
        raise PermissionDenied(_("Only who works in a unit, or speaks for it, complains about a demand."))
    form = ComplaintForm(request.POST or None)
    if request.method == "POST":
        act = partial(
            file_complaint,
            by=request.user,
            unit=unit,
            demand=demand.key,
            demand_name=demand.name,
            cycle=demand.cycle,
            organiser=demand.organiser,
        )
        complaint = submit(request, form, act)
        if complaint is not None:
            messages.success(request, _("Filed; the appraisal office answers it."))
            return redirect(complaint.get_absolute_url())
    shown = {"title": _("Complain about this demand"), "demand": demand, "form": form, "kind": kind, "pk": pk}
    return panel.show(request, "monitoring/complain.html", shown)


def _complaining_unit(account: Account, demand: Demanded) -> Unit | None:
    """Give the unit for which the account speaks: that of the demand, else the one it holds a role or works in."""
    if demand.unit is not None:
        return demand.unit
    spoken_for = account.grants.filter(role__in=("liaison", "unit_head"), until__isnull=True).select_related("unit")
    first = spoken_for.first()
    if first is not None:
        spoken: Unit | None = first.unit
        return spoken
    own = Unit.objects.filter(appointments__person=account.person_id or 0, appointments__until__isnull=True)
    found: Unit | None = own.first()
    return found


@signed_in
def complaint(request: Request, pk: int) -> HttpResponseBase:
    """Show a complaint with its answer."""
    return _page(request, _complaint(request, pk))


@signed_in
def complaint_step(request: Request, pk: int, step: str) -> HttpResponseBase:
    """Answer a complaint."""
    return take(request, _complaint(request, pk), STEPS, step, _page)


def _complaint(request: Request, pk: int) -> Complaint:
    rows = Complaint.objects.visible_to(request.user).select_related(
        "unit", "organiser", "cycle", "answered_by__person"
    )
    found: Complaint = get_object_or_404(rows, pk=pk)
    return found


def _page(request: Request, row: Complaint, refused: Offered | None = None) -> HttpResponseBase:
    shown = {
        "complaint": row,
        "state": _state(row),
        "facts": [
            (_("demanded by"), row.organiser),
            (_("unit"), row.unit),
            (_("What is wrong"), row.get_reason_display()),
            (_("In your words"), row.text),
            (_("answer"), row.answer),
            (_("answered by"), row.answered_by.get_full_name() if row.answered_by else ""),
        ],
        "steps": offered(request.user, row, STEPS, refused),
        "step_url": "monitoring:complaint_step",
    }
    return panel.show(request, "monitoring/complaint.html", shown)
