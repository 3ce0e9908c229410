"""The sheet of a unit: every indicator with its history and peers, several values proposed at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.actions.targets import OPEN, propose_targets
from kaohe.office.planning.comparison import Beside, Grounds, compare, trimmed
from kaohe.office.planning.forms.targets import Line, Sheet
from kaohe.office.planning.models import AppraisedUnit, Cycle, Target
from kaohe.office.planning.policies import targets as may
from kaohe.office.planning.proposal import takes_target
from kaohe.office.planning.views.target_tables import account_of, cycle_of, state_badge, waiting_indicators
from kaohe.office.ui.once import mark_done


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def target_unit(request: HttpRequest, cycle: str, unit: int) -> HttpResponseBase:
    """Show all indicators of a unit; one button proposes every value that changed."""
    account, found = account_of(request), cycle_of(request, cycle)
    rows = AppraisedUnit.objects.visible_to(account).select_related("unit")
    appraised = get_object_or_404(rows, cycle=found, unit=unit)
    require(may.targets.may_view_unit(account, appraised.unit))
    sheet = sheet_of(found, appraised)
    may_edit = found.state in OPEN and may.targets.may_propose(account, appraised.unit)
    if request.method == "POST":
        require(may_edit)
        if _propose(request, account, found, sheet):
            return redirect("planning:target_unit", found.code, appraised.unit_id)
    context = {
        "cycle": found,
        "appraised": appraised,
        "sheet": sheet,
        "may_edit": may_edit and sheet.is_editable,
        "may_lock": found.state in OPEN and may.targets.may_keep(account, appraised.unit),
        "done": sum(1 for line in sheet.lines if line.target is not None),
    }
    return render(request, "planning/target_unit.html", context, status=422 if sheet.has_errors else 200)


def sheet_of(cycle: Cycle, appraised: AppraisedUnit) -> Sheet:
    """Put the lines of a unit together, in a fixed number of queries."""
    unit = appraised.unit
    targets = {t.indicator_id: t for t in Target.objects.filter(cycle=cycle, unit=unit).select_related("indicator")}
    grounds = Grounds.of(cycle, [unit.pk])
    places = {row["indicator"]: row for row in Target.objects.in_class(cycle, appraised.class_id).beside(unit)}
    lines = []
    for indicator in waiting_indicators(cycle):
        if takes_target(indicator, appraised.class_id):
            target = targets.get(indicator.pk)
            line = Line(indicator, target, grounds.beside(unit.pk, indicator))
            _compare(cycle, line, line.beside, places.get(indicator.pk))
            lines.append(line)
    return Sheet(unit, lines)


def _compare(cycle: Cycle, line: Line, beside: Beside, place: Mapping[str, Any] | None) -> None:
    """Add the warnings of a line, and the place of its target among the class."""
    target = line.target
    if target is None:
        return
    target.cycle = cycle
    line.state = state_badge(target)
    line.warned = compare(line.indicator, target.value, beside, target.superior_value)
    line.superior = trimmed(target.superior_value)
    if place:
        line.rank = 1 + place["below" if line.indicator.smaller_is_better else "above"]
        line.of = place["count"] + 1


def _propose(request: HttpRequest, account: Account, cycle: Cycle, sheet: Sheet) -> bool:
    proposals = sheet.proposals(request.POST)
    if any(line.errors for line in sheet.lines):
        sheet.errors.append(_("Nothing was saved: correct the values marked below."))
        return False
    if not proposals:
        messages.info(request, _("Nothing was changed."))
        return True
    try:
        count = propose_targets(by=account, cycle=cycle, proposals=proposals)
    except ValidationError as error:
        sheet.errors += error.messages
        return False
    mark_done(request)
    words = ngettext("{count} target is proposed.", "{count} targets are proposed.", count)
    messages.success(request, words.format(count=count))
    return True
