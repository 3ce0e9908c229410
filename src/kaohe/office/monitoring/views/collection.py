"""Pages of lists and sources: hand in, template, progress, problems, run log."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaohe.office.monitoring.actions.collection import add_source, hand_in_list, read_now, store_list, switch_source
from kaohe.office.monitoring.demands import demands_of
from kaohe.office.monitoring.forms.rules import ListForm, SourceForm
from kaohe.office.monitoring.models import Batch, BatchState, Source
from kaohe.office.monitoring.policies.reports import sources as policy
from kaohe.office.monitoring.tasks import store_figures
from kaohe.office.monitoring.views.cycles import choose_cycle
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.planning.models import AppraisedUnit, Cycle
from kaohe.office.ui import downloads
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, show_table
from kaohe.office.ui.uploads import checked

SHORT = 256 * 1024
"""Bytes of a list that is stored while its sender waits; longer ones are the worker's."""
MOST_MB = 40


def _enters(account: Account) -> bool:
    return account.has_role(Role.LIAISON, Role.DATA_OWNER)


@signed_in
def list_new(request: Request) -> HttpResponseBase:
    """Choose the cycle of a list of figures."""
    return choose_cycle(
        request,
        lambda account, _cycle: _enters(account),
        lambda cycle: reverse("monitoring:list_upload", args=[cycle.code]),
        _("Hand in a list of figures"),
    )


@signed_in
def list_upload(request: Request, code: str) -> HttpResponseBase:
    """Hand in a list of figures; a long one is stored by the worker."""
    cycle = _cycle(request, code)
    require(_enters(request.user))
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        batch = submit(request, form, partial(_taken, request, cycle))
        if batch is not None:
            return redirect("monitoring:batch", batch.pk)
    context = {"cycle": cycle, "form": form}
    return render(request, "monitoring/list_upload.html", context)


def _taken(request: Request, cycle: Cycle, *, file: UploadedFile[Any], is_checked: bool) -> Batch:
    path = checked(file, ["xlsx", "csv"], MOST_MB)
    hand_in = partial(hand_in_list, by=request.user, cycle=cycle, name=file.name or path.name)
    if path.stat().st_size <= SHORT:
        return store_list(batch=hand_in(), path=path, is_checked=is_checked)
    return hand_in(defer=partial(_deferred, path, is_checked))


def _deferred(path: Path, is_checked: bool, batch: Batch) -> None:
    """Keep the file until the worker has stored it."""
    kept = Path(settings.KAOHE_DATA) / "batches" / f"{batch.pk}{path.suffix}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, kept)
    store_figures.defer(batch=batch.pk, path=str(kept), is_checked=is_checked)


@signed_in
def list_template(request: Request, code: str) -> HttpResponseBase:
    """Give a workbook with a row for each figure that the account enters, to be filled."""
    cycle = _cycle(request, code)
    require(_enters(request.user))
    period = request.GET.get("period", "")
    units = AppraisedUnit.objects.visible_to(request.user).filter(cycle=cycle).select_related("unit")
    header = ["单位编码", "单位名称", "指标编码", "指标名称", "填报项", "期间", "数值", "备注"]
    return downloads.xlsx(_("figures to fill"), header, list(_template_rows(cycle, list(units), period)))


def _template_rows(cycle: Cycle, units: list[AppraisedUnit], period: str) -> Any:
    for demand in demands_of(cycle).demands:
        for row in units:
            if demand.concerns(row.class_id):
                for question in demand.questions:
                    indicator = demand.indicator
                    yield [
                        row.unit.code,
                        row.unit.name,
                        indicator.code,
                        indicator.name,
                        question.input,
                        period,
                        None,
                        None,
                    ]


@signed_in
def batch(request: Request, pk: int) -> HttpResponseBase:
    """Show how far a list is, and everything that is wrong with it."""
    rows = Batch.objects.visible_to(request.user).select_related("cycle", "source", "by__person", "progress")
    found = get_object_or_404(rows, pk=pk)
    problems = json.loads(found.problems) if found.problems else []
    if request.GET.get("format") == "xlsx":
        header = [_("number of the problem"), _("row"), _("column"), _("what is wrong"), _("found"), _("what to do")]
        return downloads.xlsx(_("Problems"), header, [_cells(p) for p in problems])
    progress = getattr(found, "progress", None)
    context = {
        "batch": found,
        "problems": [_cells(p) for p in problems[:500]],
        "count": len(problems),
        "progress": progress,
        "waits": found.state == BatchState.WAITING,
    }
    is_fragment = request.headers.get("HX-Target") == "batch"
    return render(request, "monitoring/batch_body.html" if is_fragment else "monitoring/batch.html", context)


def _cells(problem: dict[str, Any]) -> list[Any]:
    place = problem.get("place") or {}
    return [
        problem.get("code", ""),
        place.get("row") or "",
        str(place.get("column") or ""),
        problem.get("message", ""),
        problem.get("found", ""),
        problem.get("advice", ""),
    ]


@signed_in
def source_list(request: Request) -> HttpResponseBase:
    """List the batches: what came from sources and lists, and what went wrong."""
    table = Table(
        "batches",
        [
            Column("started_at", _("started at"), kind="date", sort="started_at"),
            Column("source", _("source"), "source.name", sort="source__name"),
            Column("name", _("file"), sort="name"),
            Column("state", _("state"), kind="badge", sort="state"),
            Column("total", _("rows"), kind="number", sort="total"),
            Column("by", _("by"), "by.get_full_name", hidden=True),
        ],
        Batch.objects.visible_to(request.user).select_related("source", "by__person"),
        filters=[Choice("state", _("state"), BatchState.choices, "state")],
        search=["name", "source__name"],
        default_sort="-started_at",
        row_link=_batch_url,
        empty=Empty(_("No list was handed in, and no source was read yet.")),
    )
    found = Source.objects.visible_to(request.user).select_related("cycle__root", "owner")
    context = {
        "sources": found,
        "may_upload": _enters(request.user),
        "may_add": request.user.has_role(Role.DATA_OWNER, Role.OFFICER),
    }
    return show_table(request, table, "monitoring/source_list.html", title=_("Lists and sources"), **context)


def _batch_url(row: Batch) -> str:
    return reverse("monitoring:batch", args=[row.pk])


@signed_in
def source_new(request: Request, code: str) -> HttpResponseBase:
    """Register a source."""
    cycle = _cycle(request, code)
    owners = Unit.objects.filter(owned_indicators__cycle=cycle).distinct()
    allowed = [u.pk for u in owners if policy.may_keep(request.user, cycle, u)]
    require(bool(allowed))
    form = SourceForm(request.POST or None, owners=owners.filter(pk__in=allowed))
    back = reverse("monitoring:source_list")
    if request.method == "POST" and submit(request, form, partial(add_source, by=request.user, cycle=cycle)):
        messages.success(request, _("The source is registered."))
        return redirect(back)
    context = {
        "title": _("New source"),
        "subtitle": cycle,
        "button": _("Register the source"),
        "form": form,
        "cancel_url": back,
    }
    return render(request, "monitoring/form.html", context)


@signed_in
def source_cycles(request: Request) -> HttpResponseBase:
    """Choose the cycle of a new source."""
    require(request.user.has_role(Role.DATA_OWNER, Role.OFFICER))
    return choose_cycle(
        request,
        lambda _account, _cycle: True,
        lambda cycle: reverse("monitoring:source_new", args=[cycle.code]),
        _("New source"),
    )


@require_POST
@signed_in
def source_read(request: Request, pk: int) -> HttpResponseBase:
    """Read a source now."""
    rows = Source.objects.visible_to(request.user).select_related("cycle__root", "owner", "made_by")
    done = read_now(by=request.user, source=get_object_or_404(rows, pk=pk))
    return redirect("monitoring:batch", done.pk)


@require_POST
@signed_in
def source_switch(request: Request, pk: int) -> HttpResponseBase:
    """Stop reading a source, or begin again."""
    found = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
    try:
        switch_source(by=request.user, source=found, revision=found.revision, is_active=not found.is_active)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("monitoring:source_list")


def _cycle(request: Request, code: str) -> Cycle:
    found: Cycle = get_object_or_404(Cycle.objects.visible_to(request.user).select_related("root"), code=code)
    return found
