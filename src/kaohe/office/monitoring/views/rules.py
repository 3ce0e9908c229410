"""Pages of the office: data dates, clocks, limits, how each indicator is reported, the data dictionary."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaohe.office.monitoring.actions.calendar import set_due_rule, set_reporting, set_reporting_rules
from kaohe.office.monitoring.actions.dictionary import join_figures, part_figures
from kaohe.office.monitoring.data_dates import due_rules, rules_of
from kaohe.office.monitoring.duplicates import duplicates
from kaohe.office.monitoring.forms.rules import DueRuleForm, NameForm, ReportingForm, RulesForm
from kaohe.office.monitoring.models import DataItem, Frequency, Reporting, Side
from kaohe.office.monitoring.policies.reports import reporting
from kaohe.office.monitoring.views.cycles import choose_cycle
from kaohe.office.people.policies import require
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.planning.models import Cycle
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Column, Table, show_table


@signed_in
def rules_cycles(request: Request) -> HttpResponseBase:
    """Choose the cycle."""
    return choose_cycle(
        request,
        reporting.may_keep,
        lambda cycle: reverse("monitoring:rules", args=[cycle.code]),
        _("Rules of reporting"),
    )


@signed_in
def rules(request: Request, code: str) -> HttpResponseBase:
    """Keep data dates, clocks of cards, lights and limits of a cycle."""
    cycle = _kept(request, code)
    row = rules_of(cycle)
    form = RulesForm(request.POST or None, instance=row)
    act = partial(set_reporting_rules, by=request.user, cycle=cycle)
    if request.method == "POST" and submit(request, form, act) is not None:
        messages.success(request, _("The rules are kept; reports not made yet follow them."))
        return redirect("monitoring:rules", cycle.code)
    context = {"cycle": cycle, "form": form, "due": _due(cycle), "due_form": DueRuleForm()}
    return render(request, "monitoring/rules.html", context)


@require_POST
@signed_in
def due_rule(request: Request, code: str) -> HttpResponseBase:
    """Change the data date of one frequency."""
    cycle = _kept(request, code)
    form = DueRuleForm(request.POST)
    if submit(request, form, partial(set_due_rule, by=request.user, cycle=cycle)) is None:
        context = {"cycle": cycle, "form": RulesForm(instance=rules_of(cycle)), "due": _due(cycle), "due_form": form}
        return render(request, "monitoring/rules.html", context)
    return redirect("monitoring:rules", cycle.code)


def _due(cycle: Cycle) -> list[tuple[str, int, bool]]:
    found = due_rules(cycle)
    return [(str(label), *found[value]) for value, label in Frequency.choices]


@signed_in
def reporting_list(request: Request, code: str) -> HttpResponseBase:
    """List the indicators with the way each is reported."""
    cycle = _kept(request, code)
    table = Table(
        "reporting",
        [
            Column("code", _("code"), sort="code"),
            Column("name", _("indicator"), sort="position", link=_reporting_url(cycle)),
            Column("frequency", _("frequency"), sort="frequency"),
            Column("owner", _("data owner"), "owner.name"),
            Column("entered_by", _("entered by"), _side),
            Column("curve", _("plan by month"), _curve, phone=False),
        ],
        cycle.indicators.in_force().leaves().select_related("reporting", "owner"),
        search=["code", "name"],
        default_sort="code",
        row_link=_reporting_url(cycle),
        page_size=200,
    )
    return show_table(request, table, title=_("How indicators are reported"), subtitle=cycle)


def _side(indicator: Any) -> str:
    setting = getattr(indicator, "reporting", None)
    return str(Side(setting.entered_by if setting else Side.UNIT).label)


def _curve(indicator: Any) -> str:
    setting = getattr(indicator, "reporting", None)
    return setting.curve if setting and setting.curve else _("even")


def _reporting_url(cycle: Cycle) -> Any:
    return lambda indicator: reverse("monitoring:reporting", args=[cycle.code, indicator.code])


@signed_in
def reporting_change(request: Request, code: str, indicator: str) -> HttpResponseBase:
    """Say how one indicator is reported."""
    cycle = _kept(request, code)
    found = get_object_or_404(cycle.indicators.select_related("owner"), code=indicator)
    row = Reporting.objects.filter(indicator=found).first() or Reporting(indicator=found)
    started = {"entered_by": row.entered_by, "is_cumulative": row.is_cumulative, "curve": row.curve}
    form = ReportingForm(request.POST or None, initial=started)
    back = reverse("monitoring:reporting_list", args=[cycle.code])
    if request.method == "POST" and submit(request, form, partial(set_reporting, by=request.user, indicator=found)):
        messages.success(request, _("Kept."))
        return redirect(back)
    context = {"title": found.name, "button": _("Save the setting"), "form": form, "cancel_url": back}
    return render(request, "monitoring/form.html", context)


@signed_in
def dictionary(request: Request, code: str) -> HttpResponseBase:
    """Show what is collected once, and what seems to be asked twice."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).select_related("root"), code=code)
    require(reporting.may_keep(request.user, cycle))
    if request.method == "POST":
        form = NameForm(request.POST)
        if submit(request, form, partial(_join, request, cycle)) is not None:
            messages.success(request, _("Joined: from now on it is asked once."))
            return redirect("monitoring:dictionary", cycle.code)
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
    items = DataItem.objects.filter(cycle=cycle).select_related("owner").prefetch_related("uses__indicator")
    context = {"cycle": cycle, "items": items, "duplicates": duplicates(cycle)}
    return render(request, "monitoring/dictionary.html", context)


def _join(request: Request, cycle: Cycle, *, name: str, places: str) -> DataItem:
    chosen = [(code, input_name) for code, _sep, input_name in (w.partition(":") for w in places.split("|"))]
    return join_figures(by=request.user, cycle=cycle, name=name, places=chosen)


@require_POST
@signed_in
def dictionary_part(request: Request, code: str, pk: int) -> HttpResponseBase:
    """Take a data item apart."""
    item = get_object_or_404(DataItem.objects.visible_to(request.user).select_related("cycle__root"), pk=pk)
    try:
        part_figures(by=request.user, item=item)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("monitoring:dictionary", code)


def _kept(request: Request, code: str) -> Cycle:
    cycle: Cycle = get_object_or_404(Cycle.objects.visible_to(request.user).select_related("root"), code=code)
    require(reporting.may_keep(request.user, cycle))
    return cycle
