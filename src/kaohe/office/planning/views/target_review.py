"""Return, approve and lock targets; how far each unit has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.actions.target_review import approve_targets, lock_targets, return_target
from kaohe.office.planning.actions.targets import OPEN
from kaohe.office.planning.forms.targets import ReturnForm
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator, Target, TargetState
from kaohe.office.planning.policies import targets as may
from kaohe.office.planning.proposal import takes_target
from kaohe.office.planning.views.target_tables import account_of, classes_of, cycle_of, waiting_indicators
from kaohe.office.ui import panel
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin, show_table
from kaohe.office.ui.tones import Badge, Tone

DONE = (TargetState.APPROVED, TargetState.LOCKED)


@require_POST
@login_required
def target_approve(request: HttpRequest, cycle: str) -> HttpResponseBase:
    """Approve the targets that were chosen in the list, or the one of a panel."""
    account, found = account_of(request), cycle_of(request, cycle)
    seen = _chosen(request)
    if not seen:
        messages.warning(request, _("Choose the targets to approve first."))
        return redirect("planning:target_list", found.code)
    try:
        count = approve_targets(by=account, cycle=found, seen=seen)
    except ValidationError as error:
        for message in error.messages[:20]:
            messages.error(request, message)
    else:
        words = ngettext("{count} target is approved.", "{count} targets are approved.", count)
        messages.success(request, words.format(count=count))
    return redirect(f"{reverse('planning:target_list', args=[found.code])}?state=proposed")


def _chosen(request: HttpRequest) -> dict[int, int | None]:
    """Read key and revision of each box: ``17-3``."""
    pairs = (text.partition("-") for text in request.POST.getlist("target"))
    return {int(key): int(seen) for key, _dash, seen in pairs if key.isdecimal() and seen.isdecimal()}


@require_POST
@login_required
def target_return(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a target back with its reason."""
    account = account_of(request)
    target = get_object_or_404(Target.objects.visible_to(account).select_related("unit", "cycle"), pk=pk)
    require(may.targets.may_keep(account, target.unit))
    form = ReturnForm(request.POST)
    if submit(request, form, partial(return_target, by=account, target=target)):
        messages.success(request, _("The target is sent back to {unit}.").format(unit=target.unit))
        return redirect("planning:target_list", target.cycle.code)
    return panel.show(request, "planning/target_return.html", {"target": target, "form": form})


@require_safe
@login_required
def target_progress(request: HttpRequest, cycle: str) -> HttpResponseBase:
    """Show how far each unit has come."""
    account, found = account_of(request), cycle_of(request, cycle)
    rows = AppraisedUnit.objects.visible_to(account).on(timezone.localdate()).filter(cycle=found)
    classes = [(code, code) for code in classes_of(found)]
    table = Table(
        name="target-progress",
        title=_("Targets by unit"),
        columns=[
            Column("unit", gettext_lazy("unit"), value="unit.name", sort="unit__code"),
            Column("class_id", gettext_lazy("class"), sort="class_id"),
            Column("needed", gettext_lazy("needed"), kind="number"),
            Column("missing", gettext_lazy("missing"), kind="number"),
            Column("proposed", gettext_lazy("proposed"), kind="number"),
            Column("returned", gettext_lazy("returned"), kind="number"),
            Column("approved", gettext_lazy("approved"), kind="number"),
            Column("locked", gettext_lazy("locked"), kind="number"),
            Column("stands", gettext_lazy("state"), kind="badge"),
        ],
        rows=rows.select_related("unit").order_by("unit__code"),
        filters=[
            UnitWithin("unit", gettext_lazy("unit"), "unit__path"),
            Choice("class", gettext_lazy("class"), classes, "class_id"),
        ],
        search=("unit__name", "unit__code"),
        row_link=lambda row: reverse("planning:target_unit", args=[found.code, row.unit_id]),
        wrap=partial(counted, found, waiting_indicators(found)),
        empty=Empty(_("No unit of this cycle is within your role.")),
    )
    may_lock = found.state in OPEN and may.targets.may_keep(account, found.root)
    return show_table(request, table, "planning/target_progress.html", cycle=found, may_lock=may_lock)


def counted(cycle: Cycle, indicators: Sequence[Indicator], rows: Sequence[Any]) -> Sequence[Any]:
    """Attach to units how many targets they need and have, in one query."""
    needed: dict[str, list[int]] = defaultdict(list)
    for class_id in {row.class_id for row in rows}:
        needed[class_id] = [i.pk for i in indicators if takes_target(i, class_id)]
    states: dict[int, dict[str, int]] = defaultdict(dict)
    targets = Target.objects.filter(cycle=cycle, unit__in=[row.unit_id for row in rows], indicator__in=indicators)
    for found in targets.states_by_unit():
        states[found["unit"]][found["state"]] = found["count"]
    for row in rows:
        counts = states[row.unit_id]
        row.needed = len(needed[row.class_id])
        for state in TargetState.values:
            setattr(row, state, counts.get(state, 0))
        row.missing = max(row.needed - sum(counts.values()), 0)
        row.stands = _badge(cycle, row)
    return rows


def _badge(cycle: Cycle, row: Any) -> Badge:
    if row.missing + row.returned:
        is_over = cycle.targets_until is not None and timezone.localdate() > cycle.targets_until
        return Badge(_("overdue"), Tone.OVERDUE) if is_over else Badge(_("with the unit"), Tone.ACTION)
    if row.proposed:
        return Badge(_("waits for approval"), Tone.ACTION)
    return Badge(_("locked"), Tone.OK, "lock") if row.locked == row.needed else Badge(_("approved"), Tone.OK)


@require_safe
@login_required
def target_locking(request: HttpRequest, cycle: str) -> HttpResponse:
    """Show what keeps the targets from being locked."""
    account, found = account_of(request), cycle_of(request, cycle)
    require(may.targets.may_keep(account, found.root))
    indicators = waiting_indicators(found)
    rows = AppraisedUnit.objects.filter(cycle=found).on(timezone.localdate()).select_related("unit")
    units = counted(found, indicators, list(rows.order_by("unit__code")))
    waiting = [row for row in units if row.missing + row.returned + row.proposed]
    context = {
        "cycle": found,
        "waiting": waiting[:200],
        "waiting_count": len(waiting),
        "units": len(units),
        "ready": sum(row.approved for row in units),
        "locked": sum(row.locked for row in units),
        "open": sum(row.missing + row.returned + row.proposed for row in waiting),
        "is_open": found.state in OPEN,
    }
    return render(request, "planning/target_locking.html", context)


@require_POST
@login_required
def target_lock(request: HttpRequest, cycle: str) -> HttpResponseBase:
    """Lock the targets of the unit that is named, or of the whole cycle."""
    account, found = account_of(request), cycle_of(request, cycle)
    unit = _unit(account, found, request.POST.get("unit", ""))
    try:
        count = lock_targets(by=account, cycle=found, unit=unit)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        words = ngettext("{count} target is locked.", "{count} targets are locked.", count)
        messages.success(request, words.format(count=count))
    return redirect(
        *(("planning:target_unit", found.code, unit.pk) if unit else ("planning:target_locking", found.code))
    )


def _unit(account: Account, cycle: Cycle, key: str) -> Any:
    if not key:
        return None
    if not key.isdecimal():
        raise Http404
    rows = AppraisedUnit.objects.visible_to(account).select_related("unit")
    return get_object_or_404(rows, cycle=cycle, unit=int(key)).unit
