"""Pages of personal plans: the own ones, one plan, those of a unit."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe.office.people.models import Unit
from kaohe.office.people.policies import require
from kaohe.office.planning.actions import personal_plans as actions
from kaohe.office.planning.actions.decomposition import OPEN_STATES
from kaohe.office.planning.forms.personal_plans import ItemForms, edited, typed, written
from kaohe.office.planning.forms.register import ReasonForm
from kaohe.office.planning.models import AppraisedUnit, Cycle, PersonalPlan
from kaohe.office.planning.policies.decomposition import decompositions, personal_plans
from kaohe.office.planning.querysets.decomposition import PLANS_SEEN
from kaohe.office.planning.views.frame import account_of, done, press, revision_in
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin, show_table

State = PersonalPlan.State
_WRITABLE = (State.DRAFT, State.RETURNED)


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponseBase:
    """Show the own plans, and the cycles for which one can be opened."""
    account = account_of(request)
    require(account.person_id is not None)
    plans = PersonalPlan.objects.filter(person=account.person_id).select_related("cycle", "unit")
    mine = AppraisedUnit.objects.filter(
        unit__in=Unit.objects.filter(
            appointments__person=account.person_id,
            appointments__until__isnull=True,
        ),
        cycle__state__in=OPEN_STATES,
    ).exclude(cycle__in=plans.values("cycle"))
    shown = {
        "plans": plans.order_by("-cycle__year"),
        "open": mine.on(timezone.localdate()).select_related("cycle", "unit"),
    }
    return render(request, "planning/personal_plan/own.html", shown)


@require_POST
@login_required
def open_own(request: HttpRequest, code: str, unit: int) -> HttpResponseBase:
    """Open the own plan of a cycle, or take new shares into it."""
    cycle, row = get_object_or_404(Cycle, code=code), get_object_or_404(Unit, pk=unit)
    run = partial(actions.open_own_plan, by=account_of(request), cycle=cycle, unit=row)
    return press(request, run, _("The plan holds every share that is confirmed for you."), "planning:personal_plan_own")


@require_POST
@login_required
def draw_up(request: HttpRequest, code: str, unit: int) -> HttpResponseBase:
    """Draw up the plans of a unit from its confirmed shares."""
    cycle, row = get_object_or_404(Cycle, code=code), get_object_or_404(Unit, pk=unit)
    require(decompositions.may_change(account_of(request), row))
    run = partial(actions.draw_up_plans, by=account_of(request), cycle=cycle, unit=row)
    text = _("Every person with a confirmed share has a plan now.")
    return press(request, run, text, "planning:decomposition_unit", code=code, unit=unit)


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponseBase:
    """List the plans of others that the account agrees to or follows."""
    account = account_of(request)
    require(account.has_role(*PLANS_SEEN))
    rows = PersonalPlan.objects.visible_to(account).select_related("person", "unit", "cycle")
    table = Table(
        "personal-plans",
        [
            Column("person", gettext_lazy("person"), "person.name", sort="person__name"),
            Column("unit", gettext_lazy("unit"), "unit.name", sort="unit__code"),
            Column("cycle", gettext_lazy("cycle"), "cycle.title", sort="cycle__code", phone=False),
            Column("state", gettext_lazy("standing"), kind="badge", sort="state"),
            Column("agreed_at", gettext_lazy("agreed at"), kind="date", sort="agreed_at", phone=False),
        ],
        rows=rows,
        filters=[
            Choice("state", gettext_lazy("standing"), State.choices, "state"),
            UnitWithin("within", gettext_lazy("within the area"), "unit__path"),
        ],
        search=("person__name", "person__staff_no", "unit__name"),
        default_sort="unit",
        row_link=lambda plan: reverse("planning:personal_plan_detail", args=[plan.pk]),
        empty=Empty(_("No personal plan yet. Plans are drawn up on the page of a unit's decomposition.")),
        title=_("Personal plans"),
    )
    return show_table(request, table, title=_("Personal plans"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a plan; its person writes and submits it here."""
    account, plan = account_of(request), _plan(request, pk)
    may_write = personal_plans.may_change(account, plan) and plan.state in _WRITABLE
    if request.method != "POST":
        rows = written(list(plan.items.all()))
        return _page(request, plan, ItemForms(rows, _shares(plan), is_bound=False), may_write)
    require(personal_plans.may_change(account, plan))
    deed = request.POST.get("deed", "save")
    if deed not in ("save", "submit"):
        rows = edited(typed(request.POST), deed)
        return _page(request, plan, ItemForms(rows, _shares(plan), is_bound=False), may_write)
    return _saved(request, plan, ItemForms(typed(request.POST), _shares(plan), is_bound=True), deed)


def _saved(request: HttpRequest, plan: PersonalPlan, forms: ItemForms, deed: str) -> HttpResponseBase:
    errors: list[str] = []
    if forms.is_valid():
        try:
            row = actions.write_plan(by=account_of(request), plan=plan, items=forms.items(), seen=revision_in(request))
        except ValidationError as error:
            return _page(request, plan, forms, True, errors=error.messages)
        if deed == "save":
            return done(request, _("Saved."), "planning:personal_plan_detail", pk=plan.pk)
        run = partial(actions.submit_plan, by=account_of(request), plan=row, seen=row.revision)
        return press(request, run, _("Submitted to the head of the unit."), "planning:personal_plan_detail", pk=plan.pk)
    return _page(request, plan, forms, True, errors=errors)


def _page(
    request: HttpRequest, plan: PersonalPlan, forms: ItemForms, may_write: bool, **context: Any
) -> HttpResponseBase:
    account = account_of(request)
    is_fragment = request.headers.get("HX-Target") == "items"
    agrees = personal_plans.may_agree(account, plan)
    shown = {
        "plan": plan,
        "items": forms,
        "lacks": 100 - forms.total,
        "revision": request.POST.get("revision", str(plan.revision)),
        "may_write": may_write,
        "may_agree": agrees and plan.state == State.SUBMITTED,
        "may_return": agrees and plan.state in (State.SUBMITTED, State.AGREED),
        "is_own": personal_plans.may_change(account, plan),
        **context,
    }
    page = "planning/personal_plan/items.html" if is_fragment else "planning/personal_plan/detail.html"
    return render(request, page, shown)


@require_POST
@login_required
def agree(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Agree to a submitted plan."""
    plan = _plan(request, pk)
    require(personal_plans.may_agree(account_of(request), plan))
    run = partial(actions.agree_plan, by=account_of(request), plan=plan, seen=revision_in(request))
    return press(request, run, _("Agreed."), "planning:personal_plan_detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def send_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a plan back with the reason."""
    account, plan = account_of(request), _plan(request, pk)
    require(personal_plans.may_agree(account, plan))
    form = ReasonForm(request.POST or None, initial={"seen": plan.revision})
    if request.method == "POST" and submit(request, form, partial(actions.return_plan, by=account, plan=plan)):
        return done(request, _("The plan was sent back."), "planning:personal_plan_detail", pk=pk)
    shown = {
        "form": form,
        "title": _("Send back the plan of {name}").format(name=plan.person.name),
        "button": _("Send back"),
        "back": reverse("planning:personal_plan_detail", args=[pk]),
    }
    return render(request, "planning/undertaking_form.html", shown)


def _plan(request: HttpRequest, pk: int) -> PersonalPlan:
    rows = PersonalPlan.objects.visible_to(account_of(request)).select_related("person", "unit", "cycle", "agreed_by")
    found: PersonalPlan = get_object_or_404(rows, pk=pk)
    return found


def _shares(plan: PersonalPlan) -> set[str]:
    return {str(key) for key in plan.items.filter(share__isnull=False).values_list("pk", flat=True)}
