"""Targets: the list of a cycle, one target with its life, one indicator over its units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max, Min, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.office.people.policies import require
from kaohe.office.planning.actions.target_review import set_area_target
from kaohe.office.planning.actions.targets import OPEN
from kaohe.office.planning.comparison import Grounds, is_additive, trimmed
from kaohe.office.planning.forms.targets import AreaForm, ReturnForm
from kaohe.office.planning.models import AreaTarget, Cycle, Indicator, PastResult, Target, TargetState, is_easier
from kaohe.office.planning.policies import targets as may
from kaohe.office.planning.views.target_charts import course, distribution
from kaohe.office.planning.views.target_tables import (
    account_of,
    badge_of_state,
    classes_of,
    cycle_of,
    plain,
    sign_badges,
    state_badge,
    target_table,
    waiting_indicators,
)
from kaohe.office.ui import panel
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Column, Empty, Table, show_table


@require_safe
@login_required
def target_cycles(request: HttpRequest) -> HttpResponseBase:
    """Choose the cycle whose targets are wanted; a single one is opened at once."""
    account = account_of(request)
    rows = Cycle.objects.visible_to(account).public().select_related("root")
    found = list(rows[:2])
    if len(found) == 1:
        return redirect("planning:target_list", found[0].code)
    columns = [
        Column("title", gettext_lazy("cycle"), sort="title"),
        Column("year", gettext_lazy("year"), value=lambda c: str(c.year), sort="year"),
        Column("root", gettext_lazy("area"), value="root.name"),
        Column("state", gettext_lazy("state"), kind="badge", sort="state"),
        Column("targets_until", gettext_lazy("targets until"), kind="date", sort="targets_until"),
    ]
    table = Table(
        name="target-cycles",
        columns=columns,
        rows=rows,
        row_link=lambda cycle: reverse("planning:target_list", args=[cycle.code]),
        empty=Empty(_("No scheme is published yet; targets follow its indicators.")),
    )
    return show_table(request, table, title=_("Targets"))


@require_safe
@login_required
def target_list(request: HttpRequest, cycle: str) -> HttpResponseBase:
    """Show the targets of a cycle, one a row."""
    account, found = account_of(request), cycle_of(request, cycle)
    rows = Target.objects.visible_in(found, account)
    marks = found.state in OPEN and may.targets.may_keep(account, found.root)
    counts = rows.states()
    described = target_table(found, account, rows, waiting_indicators(found), marks=marks)
    table = replace(described, known_count=sum(counts.values()))
    states = [(state, badge_of_state(state), counts.get(state, 0)) for state in TargetState]
    return show_table(
        request, table, "planning/target_list.html", cycle=found, states=states, marks=marks, **_ways(account, found)
    )


def _ways(account: Any, cycle: Cycle) -> dict[str, Any]:
    """Tell which ways on a page of the cycle offers."""
    reach = may.targets.reach_of_proposals(account)
    return {
        "is_open": cycle.state in OPEN,
        "may_propose": reach.is_all or bool(reach.paths),
        "may_lock": may.targets.may_keep(account, cycle.root),
    }


@require_safe
@login_required
def target_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one target: what it is compared with, and its life step by step."""
    account = account_of(request)
    rows = Target.objects.visible_to(account).select_related("unit", "indicator", "cycle__root", "proposed_by__person")
    target = get_object_or_404(rows, pk=pk)
    grounds = Grounds.of(target.cycle, [target.unit_id], [target.indicator.code])
    context = {
        "target": target,
        "cycle": target.cycle,
        "state": state_badge(target),
        "beside": grounds.beside(target.unit_id, target.indicator),
        "warned": grounds.warn(target),
        "course": course(target, grounds.beside(target.unit_id, target.indicator).years),
        "steps": target.steps.select_related("by__person"),
        "open_adjustment": target.adjustments.filter(state="asked").first(),
        "return_form": ReturnForm(initial={"revision": target.revision}),
        **_moves(account, target),
    }
    return panel.show(request, "planning/target.html", context)


def _moves(account: Any, target: Target) -> dict[str, bool]:
    is_open, state = target.cycle.state in OPEN, target.state
    return {
        "may_approve": is_open and state == TargetState.PROPOSED and may.targets.may_approve(account, target),
        "may_return": is_open and state in ("proposed", "approved") and may.targets.may_keep(account, target.unit),
        "may_edit": is_open and state in ("proposed", "returned") and may.targets.may_propose(account, target.unit),
        "may_ask": is_open and state == TargetState.LOCKED and may.adjustments.may_ask(account, target),
        "may_view_unit": may.targets.may_view_unit(account, target.unit),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def target_indicator(request: HttpRequest, cycle: str, indicator: str) -> HttpResponseBase:
    """Show the units of one class beside one another on an indicator, and whether they cover what the superior asks."""
    account, found = account_of(request), cycle_of(request, cycle)
    chosen = get_object_or_404(Indicator.objects.select_related("cycle__root"), cycle=found, code=indicator)
    if not chosen.needs_target:
        raise Http404
    area = AreaTarget.objects.filter(indicator=chosen).first()
    may_set = found.state in OPEN and may.targets.may_keep(account, found.root)
    form = AreaForm(request.POST or None, unit=chosen.figure_unit, initial=_standing(area))
    if request.method == "POST":
        require(may_set)
        if submit(request, form, partial(set_area_target, by=account, indicator=chosen)):
            messages.success(request, _("The superior's target is noted."))
            return redirect("planning:target_indicator", found.code, chosen.code)
    classes = [c for c in classes_of(found) if not chosen.classes.strip() or c in chosen.classes.split()]
    asked = request.GET.get("class", "")
    rows = Target.objects.visible_in(found, account).filter(indicator=chosen)
    shown = rows.in_class(found, asked) if asked in classes else rows
    return show_table(
        request,
        _beside_table(found, chosen, shown),
        "planning/target_indicator.html",
        cycle=found,
        indicator=chosen,
        indicators=waiting_indicators(found),
        classes=classes,
        asked=asked,
        chart=distribution(chosen, shown),
        area=area,
        form=form if may_set else None,
        **_covering(chosen, rows, area),
    )


def _standing(area: AreaTarget | None) -> dict[str, Any]:
    return {"value": trimmed(area.value), "source": area.source, "revision": area.revision} if area else {}


def _covering(indicator: Indicator, rows: QuerySet[Any], area: AreaTarget | None) -> dict[str, Any]:
    """Add up what adds up; rates and ratios are told by their ends."""
    found = rows.order_by().aggregate(total=Sum("value"), low=Min("value"), high=Max("value"), count=Count("pk"))
    adds_up = is_additive(indicator)
    against = found["total"] if adds_up else found["high" if indicator.smaller_is_better else "low"]
    covers = None
    if area is not None and against is not None:
        covers = not is_easier(indicator, against, area.value)
    figures = {name: trimmed(value) for name, value in found.items() if isinstance(value, Decimal)}
    gap = trimmed(abs(against - area.value)) if covers is False and area else None
    return {"sums": figures, "count": found["count"], "adds_up": adds_up, "covers": covers, "gap": gap}


def _beside_table(cycle: Cycle, indicator: Indicator, rows: QuerySet[Any]) -> Table:
    better = "value" if indicator.smaller_is_better else "-value"
    return Table(
        name="target-indicator",
        title=str(indicator),
        columns=[
            Column("unit", gettext_lazy("unit"), value="unit.name", sort="unit__code"),
            Column("last_target", gettext_lazy("last year's target"), kind="number", phone=False),
            Column("last_actual", gettext_lazy("last year's actual figure"), kind="number"),
            Column(
                "value",
                gettext_lazy("target"),
                value=plain("value"),
                kind="number",
                sort="value",
                unit=indicator.figure_unit,
            ),
            Column("superior", gettext_lazy("superior's target"), value=plain("superior_value"), kind="number"),
            Column("state", gettext_lazy("state"), value=state_badge, kind="badge", sort="state"),
            Column("warnings", gettext_lazy("warnings"), value=sign_badges, kind="badge", sort="warnings"),
        ],
        rows=rows.select_related("unit", "indicator", "cycle").order_by(better, "pk"),
        search=("unit__name", "unit__code"),
        row_link=lambda target: reverse("planning:target", args=[target.pk]),
        panel=True,
        wrap=partial(_with_last_year, cycle, indicator),
        empty=Empty(_("No unit has proposed a target on this indicator.")),
    )


def _with_last_year(cycle: Cycle, indicator: Indicator, rows: Sequence[Any]) -> Sequence[Any]:
    """Attach last year's target and result to the rows of a page."""
    past = PastResult.objects.before(cycle).filter(
        indicator_code=indicator.code, year=cycle.year - 1, unit__in=[t.unit_id for t in rows]
    )
    of_unit = {p.unit_id: p for p in past.order_by("cycle__year")}
    for target in rows:
        found = of_unit.get(target.unit_id)
        target.last_target = trimmed(found.target) if found else None
        target.last_actual = trimmed(found.actual) if found else None
    return rows
