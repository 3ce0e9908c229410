"""Pages of a unit under a supervision task."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.monitoring.actions import supervised as actions
from kaohe.office.monitoring.forms import supervision as forms
from kaohe.office.monitoring.forms.words import SeenForm
from kaohe.office.monitoring.models import Node, Objection, Problem, Supervised, SupervisionState
from kaohe.office.monitoring.policies.supervision import supervision as policy
from kaohe.office.monitoring.views.steps import Offered, Step, offered, take
from kaohe.office.people.models import Account
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.ui import panel
from kaohe.office.ui.forms import submit


def _answers(account: Account, one: Supervised) -> bool:
    is_open = one.task.state == SupervisionState.DOING and one.settled_at is None
    return is_open and policy.may_answer(account, one)


def _clears(account: Account, one: Supervised) -> bool:
    waits = one.task.state == SupervisionState.DOING and one.reported_at is not None and one.settled_at is None
    return waits and policy.may_lead(account, one.task)


def _objects(account: Account, one: Supervised) -> bool:
    is_handed_over = one.task.state in (SupervisionState.FED_BACK, SupervisionState.RECTIFYING)
    return is_handed_over and not hasattr(one, "objection") and policy.may_object(account, one)


STEPS = (
    Step("arrange", gettext_lazy("Arrange"), actions.arrange, "supervised", _answers, forms.ArrangementForm),
    Step(
        "report",
        gettext_lazy("Report the result"),
        actions.report_result,
        "supervised",
        _answers,
        forms.ReportForm,
        "btn-primary",
    ),
    Step("clear", gettext_lazy("Clear: settled"), actions.clear, "supervised", _clears, SeenForm, "btn-primary"),
    Step(
        "object",
        gettext_lazy("Object to the conclusion"),
        actions.object_to_conclusion,
        "supervised",
        _objects,
        forms.ObjectionForm,
    ),
)
DECIDE = (
    Step(
        "decide",
        gettext_lazy("Decide on the objection"),
        actions.decide_objection,
        "objection",
        lambda account, objection: objection.is_upheld is None and policy.may_decide(account, objection),
        forms.DecisionForm,
        "btn-primary",
    ),
)


@signed_in
def supervised(request: Request, pk: int) -> HttpResponseBase:
    """Show a unit under a task."""
    return _page(request, _supervised(request, pk))


@signed_in
def supervised_step(request: Request, pk: int, step: str) -> HttpResponseBase:
    """Arrange, report, clear or object."""
    return take(request, _supervised(request, pk), STEPS, step, _page)


@signed_in
def objection_decide(request: Request, pk: int) -> HttpResponseBase:
    """Decide on an objection."""
    rows = Objection.objects.visible_to(request.user).select_related("supervised__task__cycle__root")
    objection = get_object_or_404(rows, pk=pk)
    one = _supervised(request, objection.supervised_id)
    form = forms.DecisionForm(request.POST or None, prefix="decide")
    if request.method == "POST":
        act = partial(actions.decide_objection, by=request.user, objection=objection)
        if submit(request, form, act) is not None:
            messages.success(request, _("The objection is decided."))
            return redirect(one.get_absolute_url())
        return _page(request, one, decision=Offered(DECIDE[0], form, is_open=True))
    return redirect(one.get_absolute_url())


@signed_in
def node_meet(request: Request, pk: int) -> HttpResponseBase:
    """Note that a node was reached."""
    visible = Supervised.objects.visible_to(request.user)
    node = get_object_or_404(Node.objects.filter(supervised__in=visible).select_related("supervised__task"), pk=pk)
    form = forms.NodeForm(request.POST or None)
    if request.method == "POST":
        if submit(request, form, partial(actions.meet_node, by=request.user, node=node)) is not None:
            messages.success(request, _("Noted: {node}.").format(node=node.name))
            return redirect(node.supervised.get_absolute_url())
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
    return redirect(node.supervised.get_absolute_url())


def _supervised(request: Request, pk: int) -> Supervised:
    rows = Supervised.objects.visible_to(request.user).select_related("unit", "task__cycle__root", "task__organiser")
    found: Supervised = get_object_or_404(rows.select_related("objection__decided_by").distinct(), pk=pk)
    return found


def _page(
    request: Request, one: Supervised, refused: Offered | None = None, decision: Offered | None = None
) -> HttpResponseBase:
    account = request.user
    objection = getattr(one, "objection", None)
    shown = {
        "one": one,
        "clocks": _clocks(one),
        "nodes": one.nodes.all(),
        "node_form": forms.NodeForm() if _answers(account, one) else None,
        "problems": Problem.objects.visible_to(account).filter(supervised=one),
        "objection": objection,
        "steps": offered(account, one, STEPS, refused),
        "decisions": offered(account, objection, DECIDE, decision) if objection else [],
    }
    return panel.show(request, "monitoring/supervised.html", shown)


def _clocks(one: Supervised) -> list[dict[str, Any]]:
    """Give the three clocks: what, until when, done when, whether late."""
    rows = (
        (_("arrangement"), one.arrange_by, one.arranged_at),
        (_("report"), one.report_by, one.reported_at),
        (_("settlement"), one.settle_by, one.settled_at),
    )
    today = timezone.localdate()
    found: list[dict[str, Any]] = []
    for name, due_on, done_at in rows:
        day = timezone.localtime(done_at).date() if done_at else today
        found.append({"name": name, "due_on": due_on, "done_at": done_at, "is_late": bool(due_on and day > due_on)})
    return found
