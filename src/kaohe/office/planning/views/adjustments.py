"""Adjustments of locked targets in mid-year."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe.office.people.policies import require
from kaohe.office.planning.actions.adjustments import ask_adjustment, decide_adjustment, withdraw_adjustment
from kaohe.office.planning.comparison import trimmed
from kaohe.office.planning.forms.targets import AdjustmentForm, DecisionForm
from kaohe.office.planning.models import Adjustment, Cycle, Target
from kaohe.office.planning.policies import targets as may
from kaohe.office.planning.views.target_tables import account_of, plain
from kaohe.office.ui import panel
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin, show_table
from kaohe.office.ui.tones import Badge, Tone

_TONES = {
    Adjustment.State.ASKED: Tone.ACTION,
    Adjustment.State.APPROVED: Tone.OK,
    Adjustment.State.REFUSED: Tone.RISK,
    Adjustment.State.WITHDRAWN: Tone.NEUTRAL,
}


def state_badge(adjustment: Adjustment) -> Badge:
    """Give the state of a request."""
    state = Adjustment.State(adjustment.state)
    return Badge(str(state.label), _TONES[state])


@require_safe
@login_required
def adjustment_list(request: HttpRequest) -> HttpResponseBase:
    """Show the requests an account may see."""
    account = account_of(request)
    cycles = Cycle.objects.visible_to(account).public()
    table = Table(
        name="adjustments",
        title=_("Adjustments of targets"),
        columns=[
            Column("unit", gettext_lazy("unit"), value="target.unit.name", sort="target__unit__code"),
            Column("indicator", gettext_lazy("indicator"), value=lambda a: str(a.target.indicator)),
            Column("old_value", gettext_lazy("before"), value=plain("old_value"), kind="number"),
            Column("new_value", gettext_lazy("after"), value=plain("new_value"), kind="number"),
            Column("figure_unit", gettext_lazy("unit of the figure"), value="target.indicator.figure_unit"),
            Column("state", gettext_lazy("state"), value=state_badge, kind="badge", sort="state"),
            Column("asked_by", gettext_lazy("asked by"), phone=False),
            Column("asked_at", gettext_lazy("asked at"), kind="date", sort="asked_at"),
            Column("decided_by", gettext_lazy("decided by"), hidden=True),
            Column("decided_at", gettext_lazy("decided at"), kind="date", sort="decided_at", hidden=True),
            Column("document", gettext_lazy("document"), hidden=True),
        ],
        rows=Adjustment.objects.visible_to(account).for_list().order_by("-asked_at"),
        filters=[
            UnitWithin("unit", gettext_lazy("unit"), "target__unit__path"),
            Choice("cycle", gettext_lazy("cycle"), [(c.pk, str(c)) for c in cycles], "target__cycle"),
            Choice("state", gettext_lazy("state"), Adjustment.State.choices, "state"),
        ],
        search=("target__unit__name", "target__indicator__name", "target__indicator__code"),
        row_link=lambda adjustment: reverse("planning:adjustment", args=[adjustment.pk]),
        panel=True,
        empty=Empty(_("Nobody has asked for a locked target to be changed. Requests start from a locked target.")),
    )
    return show_table(request, table, title=_("Adjustments of targets"))


@require_safe
@login_required
def adjustment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request, what it would do to the score, and the decision."""
    return _shown(request, _adjustment(request, pk), DecisionForm())


def _adjustment(request: HttpRequest, pk: int) -> Adjustment:
    rows = Adjustment.objects.visible_to(account_of(request)).for_list()
    found: Adjustment = get_object_or_404(rows, pk=pk)
    return found


def _shown(request: HttpRequest, adjustment: Adjustment, form: DecisionForm) -> HttpResponse:
    account = account_of(request)
    is_asked = adjustment.state == Adjustment.State.ASKED
    context = {
        "adjustment": adjustment,
        "target": adjustment.target,
        "state": state_badge(adjustment),
        "form": form,
        "may_decide": is_asked and may.adjustments.may_decide(account, adjustment),
        "may_withdraw": is_asked and may.adjustments.may_withdraw(account, adjustment),
        "effect_url": _effect_url(adjustment),
    }
    return panel.show(request, "planning/adjustment.html", context)


def _effect_url(adjustment: Adjustment) -> str:
    """Give the address of the score before and after, which an app above serves; empty when it is not there."""
    try:
        return reverse("scoring:adjustment_effect", args=[adjustment.pk])
    except NoReverseMatch:
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def adjustment_ask(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask for a locked target to be changed."""
    account = account_of(request)
    rows = Target.objects.visible_to(account).select_related("unit", "indicator", "cycle")
    target = get_object_or_404(rows, pk=pk)
    require(may.adjustments.may_ask(account, target))
    initial = {"revision": target.revision}
    form = AdjustmentForm(request.POST or None, unit=target.indicator.figure_unit, initial=initial)
    if request.method == "POST":
        asked = submit(request, form, partial(ask_adjustment, by=account, target=target))
        if asked:
            messages.success(request, _("The request goes to a leader of the area. Until then the target stands."))
            return redirect("planning:adjustment", asked.pk)
    context = {"target": target, "form": form, "value": trimmed(target.value)}
    return render(request, "planning/adjustment_ask.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def adjustment_decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Approve or refuse a request."""
    adjustment = _adjustment(request, pk)
    account = account_of(request)
    require(may.adjustments.may_decide(account, adjustment))
    form = DecisionForm(request.POST)
    is_approved = request.POST.get("decision") == "approve"
    decide: Any = partial(decide_adjustment, by=account, adjustment=adjustment, is_approved=is_approved)
    if submit(request, form, decide):
        messages.success(request, _("The target is changed.") if is_approved else _("The request is refused."))
        return redirect("planning:adjustment", pk)
    return _shown(request, adjustment, form)


@require_POST
@login_required
def adjustment_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a request back."""
    adjustment = _adjustment(request, pk)
    try:
        withdraw_adjustment(by=account_of(request), adjustment=adjustment)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The request is withdrawn; the target stands as it was."))
    return redirect("planning:adjustment", pk)
