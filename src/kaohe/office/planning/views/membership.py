"""Pages of the units of a cycle, and of the data owners of its indicators."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.office.people.models import Account, Succession
from kaohe.office.people.policies import require
from kaohe.office.planning import impact
from kaohe.office.planning.actions import membership as actions
from kaohe.office.planning.actions import publication
from kaohe.office.planning.document.attributes import attribute_names
from kaohe.office.planning.document.in_force import version_in_force, written_in_force
from kaohe.office.planning.forms import membership as forms
from kaohe.office.planning.imports.attributes import read_attributes
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator
from kaohe.office.planning.policies.cycles import cycles as policy
from kaohe.office.planning.views.cycles import seen_cycle
from kaohe.office.planning.views.frame import account_of, done
from kaohe.office.ui import downloads, panel
from kaohe.office.ui.forms import problems, submit
from kaohe.office.ui.forms.base import House
from kaohe.office.ui.tables import Choice, Column, Empty, Table, Text, show_table
from kaohe.office.ui.tones import Badge
from kaohe.office.ui.uploads import checked
from kaohe.tables.problems import Problems

MOST_MB = 10


def _classes(cycle: Cycle) -> list[tuple[str, str]]:
    return [(c.id, c.name) for c in written_in_force(cycle).scheme.classes]


def _attributes(cycle: Cycle) -> list[str]:
    return attribute_names(written_in_force(cycle).spec)


@require_safe
@login_required
def unit_list(request: HttpRequest, code: str) -> HttpResponseBase:
    """List the units of a cycle with their classes and attributes."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    if version_in_force(cycle) is None:
        return render(request, "planning/unit_none.html", {"cycle": cycle})
    classes, names = _classes(cycle), _attributes(cycle)
    labels = dict(classes)
    table = Table(
        "cycle-units",
        [
            Column("unit", gettext_lazy("unit"), "unit.name", sort="unit__code"),
            Column("code", gettext_lazy("code"), "unit.code", sort="unit__code", hidden=True),
            Column("class_id", gettext_lazy("class"), lambda a: labels.get(a.class_id, a.class_id), sort="class_id"),
            *(Column(f"a-{n}", name, partial(_attribute, name), phone=False) for n, name in enumerate(names)),
            Column("left_on", gettext_lazy("left the cycle on"), kind="date", sort="left_on"),
        ],
        rows=cycle.appraised_units.visible_to(account).select_related("unit"),
        filters=[
            Choice("class", gettext_lazy("class"), classes, "class_id"),
            Text("name", gettext_lazy("unit"), "unit__name"),
        ],
        search=("unit__name", "unit__code"),
        default_sort="unit__code",
        row_link=lambda a: reverse("planning:unit_detail", args=[code, a.pk]),
        panel=True,
        empty=Empty(gettext_lazy("No units within your reach.")),
        title=gettext_lazy("Units of the cycle"),
    )
    may_keep = policy.may_keep(account, cycle) and cycle.state in actions.OPEN
    return show_table(request, table, "planning/unit_list.html", cycle=cycle, may_keep=may_keep, names=names)


def _attribute(name: str, appraised: AppraisedUnit) -> str | None:
    found: str | None = json.loads(appraised.attributes).get(name)
    return found


def _appraised(account: Account, code: str, key: int) -> AppraisedUnit:
    cycle = seen_cycle(account, code)
    rows = cycle.appraised_units.visible_to(account).select_related("unit")
    found: AppraisedUnit = get_object_or_404(rows, pk=key)
    found.cycle = cycle
    return found


@require_safe
@login_required
def unit_detail(request: HttpRequest, code: str, key: int) -> HttpResponseBase:
    """Show one unit of the cycle and what may be changed."""
    account = account_of(request)
    appraised = _appraised(account, code, key)
    heirs = Succession.objects.filter(predecessor=appraised.unit).select_related("successor")
    context = {
        "cycle": appraised.cycle,
        "appraised": appraised,
        "class_name": dict(_classes(appraised.cycle)).get(appraised.class_id, appraised.class_id),
        "attributes": [(name, _attribute(name, appraised)) for name in _attributes(appraised.cycle)],
        "heirs": [row.successor for row in heirs],
        "may_keep": policy.may_keep(account, appraised.cycle) and appraised.cycle.state in actions.OPEN,
    }
    return panel.show(request, "planning/unit_detail.html", context)


def _set_one(by: Account, appraised: AppraisedUnit, **values: str) -> Any:
    return actions.set_attributes(by=by, cycle=appraised.cycle, attributes={appraised: values})


def _deed(name: str, appraised: AppraisedUnit, data: Any) -> tuple[House, Callable[..., Any]]:
    """Give the form and the action of a change of one unit."""
    seen = {"seen": appraised.revision}
    match name:
        case "class":
            form: House = forms.ChangeClass(data, classes=_classes(appraised.cycle), initial=seen)
            return form, partial(actions.change_class, appraised=appraised)
        case "leave":
            initial = {**seen, "on": appraised.unit.closed_on} if appraised.unit.closed_on else seen
            return forms.Leave(data, initial=initial), partial(actions.leave_cycle, appraised=appraised)
        case "rejoin":
            return forms.Rejoin(data, initial=seen), partial(actions.rejoin_cycle, appraised=appraised)
        case "attributes":
            values = {n: _attribute(n, appraised) or "" for n in _attributes(appraised.cycle)}
            return forms.Attributes(data, values=values), partial(_set_one, appraised=appraised)
    raise Http404(name)


LABELS = {
    "class": gettext_lazy("Change the class"),
    "leave": gettext_lazy("Leave the cycle"),
    "rejoin": gettext_lazy("Take back the leaving"),
    "attributes": gettext_lazy("Attributes"),
}


@require_http_methods(["GET", "POST"])
@login_required
def unit_change(request: HttpRequest, code: str, key: int, name: str) -> HttpResponseBase:
    """Change one unit of the cycle, with what is affected shown beforehand."""
    account = account_of(request)
    appraised = _appraised(account, code, key)
    require(policy.may_keep(account, appraised.cycle))
    form, action = _deed(name, appraised, request.POST or None)
    if request.method == "POST" and submit(request, form, partial(action, by=account)) is not None:
        return done(request, _("Saved."), "planning:unit_list", code=code)
    others = [c for c in _classes(appraised.cycle) if c[0] != appraised.class_id] if name == "class" else []
    context = {
        "cycle": appraised.cycle,
        "appraised": appraised,
        "form": form,
        "label": LABELS[name],
        "impacts": [(label, impact.of_class_change(appraised, class_id)) for class_id, label in others],
    }
    return render(request, "planning/unit_change.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@login_required
def unit_add(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take a unit into the cycle, or follow what became of units that closed."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    require(policy.may_keep(account, cycle))
    is_follow = "follow" in request.POST
    data = request.POST or None
    add = forms.AddUnit(None if is_follow else data, account=account, classes=_classes(cycle))
    follow = forms.Follow(data if is_follow else None)
    form: House = follow if is_follow else add
    action = actions.follow_succession if is_follow else actions.add_unit
    if request.method == "POST" and submit(request, form, partial(action, by=account, cycle=cycle)) is not None:
        return done(request, _("Saved."), "planning:unit_list", code=code)
    closed = cycle.appraised_units.filter(left_on__isnull=True, unit__closed_on__isnull=False).select_related("unit")
    context = {"cycle": cycle, "add": add, "follow": follow, "closed": closed}
    return render(request, "planning/unit_add.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@login_required
def attribute_import(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take attributes of all units from a list; give the list to fill in."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    require(policy.may_keep(account, cycle))
    names = _attributes(cycle)
    if request.GET.get("format") == "xlsx":
        rows = cycle.appraised_units.select_related("unit").order_by("unit__code")
        header = ["单位编码", "单位名称", *names]
        lines = ([a.unit.code, a.unit.name, *(_attribute(n, a) for n in names)] for a in rows)
        return downloads.xlsx(_("Attributes of units"), header, lines)
    form = forms.AttributeList(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            path = checked(form.cleaned_data["file"], ("xlsx", "csv"), MOST_MB)
            found = read_attributes(path, cycle, names)
            changed = actions.set_attributes(by=account, cycle=cycle, attributes=found)
        except Problems as error:
            return problems(request, error)
        except ValidationError as error:
            form.take(error)
        else:
            text = _("{count} units changed.").format(count=len(changed))
            return done(request, text, "planning:unit_list", code=code)
    context = {"cycle": cycle, "form": form, "names": names}
    return render(request, "planning/attribute_import.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@login_required
def owner_list(request: HttpRequest, code: str) -> HttpResponseBase:
    """List the indicators with the units behind the names of data owner and lead department."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    require(policy.may_keep(account, cycle))
    table = Table(
        "owners",
        [
            Column("indicator", gettext_lazy("indicator"), str, sort="position"),
            Column("owner_name", gettext_lazy("data owner as written"), sort="owner_name"),
            Column("owner", gettext_lazy("unit found"), _owner, kind="badge", sort="owner__code"),
            Column("lead_name", gettext_lazy("lead department as written"), sort="lead_name", phone=False),
            Column("lead", gettext_lazy("lead unit found"), _lead, kind="badge", sort="lead__code", phone=False),
        ],
        rows=cycle.indicators.in_force()
        .leaves()
        .select_related("owner", "lead")
        .annotate(is_owned=ExpressionWrapper(Q(owner__isnull=False), output_field=BooleanField())),
        filters=[Choice("missing", gettext_lazy("unit found"), [("False", gettext_lazy("not found"))], "is_owned")],
        search=("name", "code", "owner_name"),
        default_sort="position",
        row_link=lambda i: reverse("planning:owner_change", args=[code, i.code]),
        title=gettext_lazy("Data owners"),
    )
    return show_table(request, table, "planning/owner_list.html", cycle=cycle)


def _owner(indicator: Indicator) -> Any:
    return _found(indicator.owner, indicator.owner_name)


def _lead(indicator: Indicator) -> Any:
    return _found(indicator.lead, indicator.lead_name)


def _found(unit: Any, name: str) -> Any:
    if unit is not None:
        return Badge(unit.name, "neutral", "building")
    return Badge(_("not found"), "risk") if name else None


@require_http_methods(["GET", "POST"])
@login_required
def owner_change(request: HttpRequest, code: str, indicator: str) -> HttpResponseBase:
    """Say which unit is the data owner, and which one leads."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    require(policy.may_keep(account, cycle))
    row: Indicator = get_object_or_404(cycle.indicators.select_related("owner", "lead"), code=indicator)
    form = forms.Owner(request.POST or None, account=account, initial={"owner": row.owner, "lead": row.lead})
    action = partial(publication.assign_owner, by=account, indicator=row)
    if request.method == "POST" and submit(request, form, action) is not None:
        return done(request, _("Saved."), "planning:owner_list", code=code)
    context = {"cycle": cycle, "indicator": row, "form": form}
    return render(request, "planning/owner_change.html", context, status=422 if request.method == "POST" else 200)
