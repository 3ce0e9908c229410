"""Pages of the list of problems."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.monitoring.actions import rectification as actions
from kaohe.office.monitoring.forms import rectification as forms
from kaohe.office.monitoring.models import Measure, Problem, ProblemState, Supervised
from kaohe.office.monitoring.policies.rectification import rectification as policy
from kaohe.office.monitoring.views.cycles import choose_cycle, cycle_filter
from kaohe.office.monitoring.views.steps import Offered, Step, offered, take
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.planning.models import Cycle
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin, show_table
from kaohe.office.ui.tones import Badge, Tone

P = ProblemState


def _plans(account: Account, problem: Problem) -> bool:
    return problem.state in (P.OPEN, P.PLANNED) and policy.may_rectify(account, problem)


def _reports(account: Account, problem: Problem) -> bool:
    return problem.state == P.PLANNED and policy.may_report(account, problem)


def _verifies(account: Account, problem: Problem) -> bool:
    return problem.state == P.REPORTED and policy.may_verify(account, problem)


def _keeps(account: Account, problem: Problem) -> bool:
    return problem.state not in (P.CLOSED, P.CARRIED) and policy.may_file(account, problem.unit)


def _claims(account: Account, problem: Problem) -> bool:
    is_finding = problem.source == Problem.Source.SUPERIOR and problem.part_of_id is None
    is_open = problem.state not in (P.CLOSED, P.CARRIED)
    return is_finding and is_open and account.has_role(Role.UNIT_HEAD, Role.OFFICER)


STEPS = (
    Step(
        "plan", gettext_lazy("Set measures"), actions.set_measures, "problem", _plans, forms.MeasuresForm, "btn-primary"
    ),
    Step(
        "report",
        gettext_lazy("Report as rectified"),
        actions.report_rectified,
        "problem",
        _reports,
        forms.ResultForm,
        "btn-primary",
    ),
    Step(
        "close",
        gettext_lazy("Verified: close"),
        actions.close_problem,
        "problem",
        _verifies,
        forms.VerificationForm,
        "btn-primary",
    ),
    Step("back", gettext_lazy("Not rectified: send back"), actions.send_back, "problem", _verifies, forms.SendBackForm),
    Step("claim", gettext_lazy("Claim a part"), actions.claim_part, "finding", _claims, forms.ClaimForm),
    Step("extend", gettext_lazy("Change the deadline"), actions.change_deadline, "problem", _keeps, forms.DeadlineForm),
    Step(
        "carry",
        gettext_lazy("Carry over to the next year"),
        actions.carry_over,
        "problem",
        lambda account, problem: (
            _keeps(account, problem)
            and Cycle.objects.filter(root=problem.cycle.root_id, year__gt=problem.cycle.year).exists()
        ),
        forms.CarryForm,
    ),
)
"""What can be done with a problem, state by state."""


@signed_in
def problem_list(request: Request) -> HttpResponseBase:
    """List the problems that the account may see: problem, responsible, deadline, state."""
    new = reverse("monitoring:problem_new") if request.user.has_role(Role.OFFICER, Role.SUPERVISOR) else ""
    today = timezone.localdate()
    table = Table(
        "problems",
        [
            Column("number", _("number"), kind="number", sort="number"),
            Column("text", _("problem"), link=Problem.get_absolute_url),
            Column("unit", _("unit"), "unit.name", sort="unit__name"),
            Column("source", _("source"), "get_source_display", sort="source"),
            Column("kind", _("common problem"), sort="kind", hidden=True),
            Column("responsible", _("responsible person"), "responsible.name", sort="responsible__name"),
            Column("due_on", _("due on"), kind="date", sort="due_on"),
            Column("late", _("days late"), lambda p: _days_late(p, today), kind="badge"),
            Column("state", _("state"), kind="badge", sort="state"),
        ],
        Problem.objects.visible_to(request.user).select_related("unit", "responsible"),
        filters=[
            cycle_filter(request.user),
            Choice("state", _("state"), P.choices, "state"),
            Choice("source", _("source"), Problem.Source.choices, "source"),
            UnitWithin("unit", _("unit"), "unit__path"),
        ],
        search=["text", "kind", "unit__name"],
        default_sort="due_on",
        row_link=Problem.get_absolute_url,
        empty=Empty(_("No problem has been filed: nothing is to be rectified."), new, _("File a problem")),
    )
    return show_table(
        request, table, "monitoring/list.html", title=_("Rectification"), new_url=new, new_label=_("File a problem")
    )


def _days_late(problem: Problem, today: Any) -> Badge | None:
    is_late = problem.state in (P.OPEN, P.PLANNED) and problem.due_on < today
    return Badge(_("{n} days").format(n=(today - problem.due_on).days), Tone.OVERDUE) if is_late else None


@signed_in
def problem_new(request: Request) -> HttpResponseBase:
    """Choose the cycle of a new problem."""
    return choose_cycle(
        request,
        lambda account, cycle: policy.may_file(account, cycle.root),
        lambda cycle: reverse("monitoring:problem_file", args=[cycle.code]),
        _("File a problem"),
    )


@signed_in
def problem_file(request: Request, code: str) -> HttpResponseBase:
    """File a problem, of a unit under a supervision task when ``?supervised=`` names one."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user), code=code)
    require(policy.may_file(request.user, cycle.root))
    one = _under_supervision(request, cycle)
    started = {"unit": one.unit_id, "source": Problem.Source.SUPERVISION} if one else {}
    form = forms.ProblemForm(request.POST or None, cycle=cycle, initial=started | {"found_on": timezone.localdate()})
    if request.method == "POST":
        act = partial(actions.file_problem, by=request.user, cycle=cycle, supervised=one)
        problem = submit(request, form, act)
        if problem is not None:
            messages.success(request, _("Filed; the unit sets its measures."))
            return redirect(problem.get_absolute_url())
    shown = {
        "title": _("File a problem"),
        "button": _("File the problem"),
        "form": form,
        "subtitle": one.task if one else cycle,
        "cancel_url": reverse("monitoring:problem_list"),
    }
    return render(request, "monitoring/form.html", shown)


def _under_supervision(request: Request, cycle: Cycle) -> Supervised | None:
    key = request.GET.get("supervised", "")
    if not key.isdecimal():
        return None
    rows = Supervised.objects.visible_to(request.user).filter(task__cycle=cycle).select_related("task")
    found: Supervised = get_object_or_404(rows, pk=key)
    return found


@signed_in
def problem(request: Request, pk: int) -> HttpResponseBase:
    """Show a problem with its measures and what comes next."""
    return _page(request, _problem(request, pk))


@signed_in
def problem_step(request: Request, pk: int, step: str) -> HttpResponseBase:
    """Move a problem on."""
    return take(request, _problem(request, pk), STEPS, step, _page)


@signed_in
def measure_done(request: Request, pk: int) -> HttpResponseBase:
    """Note that a measure was carried out."""
    visible = Problem.objects.visible_to(request.user)
    measure = get_object_or_404(Measure.objects.filter(problem__in=visible).select_related("problem"), pk=pk)
    form = forms.DoneForm(request.POST or None)
    act = partial(actions.complete_measure, by=request.user, measure=measure)
    if request.method == "POST" and submit(request, form, act) is not None:
        messages.success(request, _("Noted: {measure}.").format(measure=measure.text))
    for errors in form.errors.values():
        messages.error(request, " ".join(str(error) for error in errors))
    return redirect(measure.problem.get_absolute_url())


def _problem(request: Request, pk: int) -> Problem:
    rows = Problem.objects.visible_to(request.user).select_related(
        "unit", "cycle__root", "responsible", "indicator", "supervised__task", "part_of", "carried_from__cycle"
    )
    found: Problem = get_object_or_404(rows, pk=pk)
    return found


def _page(request: Request, row: Problem, refused: Offered | None = None) -> HttpResponseBase:
    is_rectifying = row.state == P.PLANNED and policy.may_rectify(request.user, row)
    shown = {
        "problem": row,
        "facts": [
            (_("unit"), row.unit),
            (_("source"), row.get_source_display()),
            (_("task"), row.supervised.task if row.supervised else ""),
            (_("common problem"), row.kind),
            (_("document"), row.document),
            (_("found on"), row.found_on),
            (_("due on"), row.due_on),
            (_("responsible person"), row.responsible),
            (_("result of the rectification"), row.result),
        ],
        "measures": row.measures.select_related("responsible"),
        "parts": row.parts.select_related("unit"),
        "done_form": forms.DoneForm(initial={"on": timezone.localdate()}) if is_rectifying else None,
        "history": row.steps.select_related("by__person"),
        "steps": offered(request.user, row, STEPS, refused),
        "step_url": "monitoring:problem_step",
    }
    return render(request, "monitoring/problem.html", shown)
