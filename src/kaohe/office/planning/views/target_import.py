"""Lists of targets: the template, the upload with all its problems, the look before it is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.actions.target_import import (
    drop_target_list,
    hand_in_target_list,
    import_past_results,
    start_storing,
    store_target_list,
)
from kaohe.office.planning.comparison import trimmed
from kaohe.office.planning.forms.targets import ListForm
from kaohe.office.planning.models import AppraisedUnit, Cycle, PastResult, Target, TargetBatch
from kaohe.office.planning.policies import targets as may
from kaohe.office.planning.proposal import takes_target
from kaohe.office.planning.tasks import store_list
from kaohe.office.planning.views.target_tables import account_of, cycle_of, waiting_indicators
from kaohe.office.ui import downloads, uploads
from kaohe.office.ui.forms import problems
from kaohe.office.ui.once import mark_done
from kaohe.tables.problems import Problems
from kaohe.tables.write import Heading, Value

AT_ONCE = 5_000
"""Changes that are stored while the person waits; a longer list goes to the worker."""

MOST_MB = 50
KINDS = ("xlsx", "csv")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def target_import(request: HttpRequest, cycle: str) -> HttpResponseBase:
    """Hand in a list of targets."""
    account, found = account_of(request), cycle_of(request, cycle)
    reach = may.targets.reach_of_proposals(account)
    require(reach.is_all or bool(reach.paths))
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            path = uploads.checked(form.cleaned_data["file"], KINDS, MOST_MB)
            batch = hand_in_target_list(by=account, cycle=found, path=path)
        except Problems as error:
            return problems(request, error)
        except ValidationError as error:
            form.take(error)
        else:
            mark_done(request)
            return redirect("planning:target_batch", batch.pk)
    context = {
        "cycle": found,
        "form": form,
        "may_keep_history": may.targets.may_keep_history(account, found),
        "batches": TargetBatch.objects.visible_to(account).filter(cycle=found).order_by("-handed_in_at")[:10],
    }
    return render(request, "planning/target_import.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def target_history(request: HttpRequest, cycle: str) -> HttpResponseBase:
    """Hand in a list of earlier years' targets and results."""
    account, found = account_of(request), cycle_of(request, cycle)
    require(may.targets.may_keep_history(account, found))
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose the list first."))
        return redirect("planning:target_import", found.code)
    try:
        path = uploads.checked(form.cleaned_data["file"], KINDS, MOST_MB)
        count = import_past_results(by=account, cycle=found, path=path)
    except Problems as error:
        return problems(request, error)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        words = ngettext("{count} earlier result is kept.", "{count} earlier results are kept.", count)
        messages.success(request, words.format(count=count))
    return redirect("planning:target_import", found.code)


@require_safe
@login_required
def target_template(request: HttpRequest, cycle: str) -> HttpResponseBase:
    """Give a workbook with units and indicators filled in, a row a target or a column an indicator."""
    account, found = account_of(request), cycle_of(request, cycle)
    reach = may.targets.reach_of_proposals(account)
    require(reach.is_all or bool(reach.paths))
    rows = AppraisedUnit.objects.filter(reach.condition("unit__path"), cycle=found)
    units = list(rows.select_related("unit").order_by("unit__code"))
    name = _("Targets {cycle}").format(cycle=found.title)
    if request.GET.get("form") == "wide":
        return downloads.xlsx(name, *_wide(found, units))
    return downloads.xlsx(name, _LONG, _long(found, units))


_LONG = [
    Heading(name)
    for name in (
        "单位编码", "单位名称", "类别", "指标编码", "指标名称", "计量单位", "上年目标", "上年完成", "上级目标",
        "目标值", "依据", "已是最高可达", "低于上级目标的理由",
    )
]  # fmt: skip
"""Headings in the language of the lists, whatever the page speaks: the same file is read back."""


def _long(cycle: Cycle, units: list[Any]) -> Iterator[list[Value]]:
    here = _targets(cycle, units)
    past = {
        (p.unit_id, p.indicator_code): p
        for p in PastResult.objects.before(cycle).filter(year=cycle.year - 1).order_by("cycle__year")
    }
    for row in units:
        for indicator in waiting_indicators_of(cycle, row.class_id):
            target, last = here.get((row.unit_id, indicator.pk)), past.get((row.unit_id, indicator.code))
            yield [
                row.unit.code, row.unit.name, row.class_id, indicator.code, indicator.name, indicator.figure_unit,
                trimmed(last.target) if last else None,
                trimmed(last.actual) if last else None,
                trimmed(target.superior_value) if target else None,
                trimmed(target.value) if target else None,
                target.basis if target else None,
                True if target and target.is_most_attainable else None,
                target.floor_reason if target else None,
            ]  # fmt: skip


def _wide(cycle: Cycle, units: list[Any]) -> tuple[list[Heading], Iterator[list[Value]]]:
    indicators, here = waiting_indicators(cycle), _targets(cycle, units)
    heads = [Heading("单位编码"), Heading("单位名称"), Heading("类别")]
    heads += [Heading(f"{i.code} {i.name}" + (f"（{i.figure_unit}）" if i.figure_unit else "")) for i in indicators]

    def cell(row: Any, indicator: Any) -> Value:
        target = here.get((row.unit_id, indicator.pk))
        if target is not None:
            return trimmed(target.value)
        return None if takes_target(indicator, row.class_id) else "不适用"

    rows = ([r.unit.code, r.unit.name, r.class_id, *(cell(r, i) for i in indicators)] for r in units)
    return heads, rows


def waiting_indicators_of(cycle: Cycle, class_id: str) -> list[Any]:
    """Give the indicators on which a class sets targets; read once a cycle."""
    known: dict[str, list[Any]] = cycle.__dict__.setdefault("_waiting", {})
    if not known:
        known[""] = waiting_indicators(cycle)
    if class_id not in known:
        known[class_id] = [i for i in known[""] if takes_target(i, class_id)]
    return known[class_id]


def _targets(cycle: Cycle, units: list[Any]) -> dict[tuple[int, int], Target]:
    rows = Target.objects.filter(cycle=cycle, unit__in=[row.unit_id for row in units])
    return {(t.unit_id, t.indicator_id): t for t in rows.iterator(chunk_size=10_000)}


@require_safe
@login_required
def target_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a list would change, or how far it is stored."""
    batch = _batch(account_of(request), pk)
    context = {"batch": batch, "cycle": batch.cycle, "changes": json.loads(batch.preview)}
    is_fragment = request.headers.get("HX-Target") == "batch-state"
    return render(request, "planning/target_batch_state.html" if is_fragment else "planning/target_batch.html", context)


@require_POST
@login_required
def target_batch_store(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Store a list: at once when it is short, by the worker when it is long."""
    account = account_of(request)
    batch = _batch(account, pk)
    if batch.total > AT_ONCE:
        start_storing(by=account, batch=batch, defer=partial(store_list.defer, batch=batch.pk))
        return redirect("planning:target_batch", batch.pk)
    try:
        count = store_target_list(by=account, batch=batch)
    except Problems as error:
        return problems(request, error)
    except ValidationError as error:
        for message in error.messages[:20]:
            messages.error(request, message)
    else:
        words = ngettext("{count} target is proposed.", "{count} targets are proposed.", count)
        messages.success(request, words.format(count=count))
    return redirect("planning:target_batch", batch.pk)


@require_POST
@login_required
def target_batch_drop(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Throw a list away."""
    account = account_of(request)
    batch = _batch(account, pk)
    try:
        drop_target_list(by=account, batch=batch)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("planning:target_batch", pk)
    messages.success(request, _("The list is thrown away; nothing was changed."))
    return redirect("planning:target_import", batch.cycle.code)


def _batch(account: Account, pk: int) -> TargetBatch:
    rows = TargetBatch.objects.visible_to(account).select_related("cycle__root").defer("content")
    found: TargetBatch = get_object_or_404(rows, pk=pk)
    return found
