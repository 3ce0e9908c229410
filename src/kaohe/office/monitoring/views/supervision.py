"""Pages of supervision tasks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.monitoring.actions import supervision as actions
from kaohe.office.monitoring.forms import supervision as forms
from kaohe.office.monitoring.forms.words import SeenDocumentForm, SeenForm, SeenReasonForm
from kaohe.office.monitoring.models import Supervised, SupervisionState, SupervisionTask
from kaohe.office.monitoring.policies.supervision import supervision as policy
from kaohe.office.monitoring.views.cycles import AT_WORK, choose_cycle, cycle_filter
from kaohe.office.monitoring.views.steps import Offered, Step, offered, take
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.planning.models import Cycle
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, show_table
from kaohe.office.ui.tones import Badge, Tone

S = SupervisionState
May = Callable[[Account, SupervisionTask], bool]


def _when(state: SupervisionState, policy_says: May) -> May:
    return lambda account, task: task.state == state and policy_says(account, task)


STEPS = (
    Step(
        "approve",
        gettext_lazy("Approve"),
        actions.approve_task,
        "task",
        _when(S.FILED, policy.may_approve),
        SeenDocumentForm,
        "btn-primary",
    ),
    Step(
        "refuse",
        gettext_lazy("Refuse"),
        actions.refuse_task,
        "task",
        _when(S.FILED, policy.may_approve),
        SeenReasonForm,
    ),
    Step(
        "plan",
        gettext_lazy("Make the plan"),
        actions.plan_task,
        "task",
        _when(S.APPROVED, policy.may_lead),
        forms.PlanForm,
        "btn-primary",
    ),
    Step(
        "begin",
        gettext_lazy("Begin: the clocks start today"),
        actions.begin_task,
        "task",
        _when(S.PLANNED, policy.may_lead),
        SeenForm,
        "btn-primary",
    ),
    Step(
        "conclude",
        gettext_lazy("Draw the conclusion"),
        actions.conclude_task,
        "task",
        _when(S.DOING, policy.may_lead),
        forms.ConclusionForm,
        "btn-primary",
    ),
    Step(
        "hand-over",
        gettext_lazy("Hand the conclusion over to the units"),
        actions.hand_over_conclusion,
        "task",
        _when(S.CONCLUDED, policy.may_lead),
        forms.HandOverForm,
        "btn-primary",
    ),
    Step(
        "rectify",
        gettext_lazy("Start the rectification"),
        actions.start_rectification,
        "task",
        _when(S.FED_BACK, policy.may_lead),
        SeenForm,
        "btn-primary",
    ),
    Step(
        "check",
        gettext_lazy("Check the rectification"),
        actions.check_rectification,
        "task",
        _when(S.RECTIFYING, policy.may_lead),
        forms.CheckForm,
        "btn-primary",
    ),
    Step(
        "use",
        gettext_lazy("Decide the use of the result"),
        actions.use_result,
        "task",
        _when(S.CHECKED, policy.may_approve),
        forms.UseForm,
        "btn-primary",
    ),
    Step(
        "archive",
        gettext_lazy("Archive"),
        actions.archive_task,
        "task",
        _when(S.USED, policy.may_lead),
        SeenForm,
        "btn-primary",
    ),
)
"""What can be done with a task, state by state; each has one step that comes next."""


@signed_in
def supervision_list(request: Request) -> HttpResponseBase:
    """List the tasks that the account may see, with how many units are settled and overdue."""
    today = timezone.localdate()
    late = Supervised.objects.overdue_on(today).values("pk")
    rows = SupervisionTask.objects.visible_to(request.user).annotate(
        units=Count("supervised", distinct=True),
        settled=Count("supervised", filter=Q(supervised__settled_at__isnull=False), distinct=True),
        late=Count("supervised", filter=Q(supervised__in=late), distinct=True),
    )
    new = reverse("monitoring:supervision_new") if request.user.has_role(Role.OFFICER, Role.SUPERVISOR) else ""
    table = Table(
        "supervision",
        [
            Column("number", _("number"), kind="number", sort="number"),
            Column("title", _("title"), sort="title", link=SupervisionTask.get_absolute_url),
            Column("kind", _("kind of matter"), "get_kind_display", sort="kind"),
            Column("organiser", _("organiser"), "organiser.name", sort="organiser__name"),
            Column("units", _("units concerned"), kind="number", sort="units"),
            Column("settled", _("tasks settled"), kind="number", sort="settled"),
            Column("late", _("tasks overdue"), _late, kind="badge", sort="late"),
            Column("state", _("state"), kind="badge", sort="state"),
        ],
        rows.select_related("organiser"),
        filters=[
            cycle_filter(request.user),
            Choice("state", _("state"), S.choices, "state"),
            Choice("kind", _("kind of matter"), SupervisionTask.Kind.choices, "kind"),
        ],
        search=["title", "basis"],
        default_sort="-number",
        row_link=SupervisionTask.get_absolute_url,
        empty=Empty(_("Nothing is being supervised."), new, _("File a task")),
    )
    return show_table(
        request, table, "monitoring/list.html", title=_("Supervision"), new_url=new, new_label=_("File a task")
    )


def _late(task: Any) -> Badge | None:
    return Badge(str(task.late), Tone.OVERDUE) if task.late else None


@signed_in
def supervision_new(request: Request) -> HttpResponseBase:
    """Choose the cycle of a new task."""
    return choose_cycle(
        request,
        lambda account, cycle: account.holds(Role.OFFICER, Role.SUPERVISOR, over=cycle.root),
        lambda cycle: reverse("monitoring:supervision_file", args=[cycle.code]),
        _("File a task"),
    )


@signed_in
def supervision_file(request: Request, code: str) -> HttpResponseBase:
    """File a task; tasks under way for the same matter are shown beside it."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).filter(state__in=AT_WORK), code=code)
    require(request.user.has_role(Role.OFFICER, Role.SUPERVISOR))
    form = forms.TaskForm(request.POST or None, cycle=cycle, by=request.user)
    if request.method == "POST":
        task = submit(request, form, partial(actions.file_task, by=request.user, cycle=cycle))
        if task is not None:
            messages.success(request, _("Filed; a leader approves it before it begins."))
            return redirect(task.get_absolute_url())
    shown = {
        "title": _("File a task"),
        "button": _("File for approval"),
        "form": form,
        "subtitle": cycle,
        "under_way": SupervisionTask.objects.visible_to(request.user).under_way().filter(cycle=cycle),
        "cancel_url": reverse("monitoring:supervision_list"),
    }
    return render(request, "monitoring/supervision_form.html", shown)


@signed_in
def supervision(request: Request, pk: int) -> HttpResponseBase:
    """Show a task: its units with their clocks, its steps, and what comes next."""
    return _page(request, _task(request, pk))


@signed_in
def supervision_step(request: Request, pk: int, step: str) -> HttpResponseBase:
    """Move a task on."""
    return take(request, _task(request, pk), STEPS, step, _page)


def _task(request: Request, pk: int) -> SupervisionTask:
    rows = SupervisionTask.objects.visible_to(request.user)
    rows = rows.select_related("cycle__root", "organiser", "register_item", "indicator").distinct()
    found: SupervisionTask = get_object_or_404(rows, pk=pk)
    return found


def _page(request: Request, task: SupervisionTask, refused: Offered | None = None) -> HttpResponseBase:
    today = timezone.localdate()
    units = list(
        Supervised.objects.visible_to(request.user)
        .filter(task=task)
        .select_related("unit", "objection")
        .annotate(open_problems=Count("problems", filter=~Q(problems__state__in=("closed", "carried"))))
        .order_by("unit__code")
        .distinct()
    )
    late = set(Supervised.objects.overdue_on(today).filter(task=task).values_list("pk", flat=True))
    shown = {
        "task": task,
        "units": [(one, one.pk in late) for one in units],
        "facts": [
            (_("organiser"), task.organiser),
            (_("kind of matter"), task.get_kind_display()),
            (_("register item"), task.register_item),
            (_("basis"), task.basis),
            (_("indicator"), task.indicator),
            (_("content of supervision"), task.content),
            (_("scope"), task.scope),
            (_("conclusion"), task.conclusion),
            (_("use of the result"), task.use_of_result),
        ],
        "history": task.steps.select_related("by__person"),
        "steps": offered(request.user, task, STEPS, refused),
        "step_url": "monitoring:supervision_step",
        "may_file_problem": policy.may_lead(request.user, task) and task.state in (S.FED_BACK, S.RECTIFYING),
    }
    return render(request, "monitoring/supervision.html", shown)
