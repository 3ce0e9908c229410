"""Figures from a file: hand in, look at what would change, store."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kaohe.office.planning.models import Indicator
from kaohe.office.scoring import policies
from kaohe.office.scoring.actions.import_facts import hand_in_facts, import_facts, read_again
from kaohe.office.scoring.forms import FactsFileForm, StoreForm
from kaohe.office.scoring.models import FactsFile
from kaohe.office.scoring.moments import Moment
from kaohe.office.scoring.reading import Reading
from kaohe.office.scoring.rows.units import units_of
from kaohe.office.scoring.views.look import Look, look_at
from kaohe.office.scoring.views.tabs import tabs_of
from kaohe.office.scoring.views.value import said
from kaohe.office.ui import uploads
from kaohe.office.ui.forms import problems, submit
from kaohe.office.ui.tables import Column, Table, show_table
from kaohe.tables.problems import Problems

MOST_MB = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hand_in(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take a file of figures and lead to what it would change."""
    look = _for_import(request, code)
    form = FactsFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        file = submit(request, form, partial(_checked, look))
        if file is not None:
            return redirect("scoring:facts-file", code, file.pk)
        if form.problems is not None:
            return problems(request, form.problems)
    files = FactsFile.objects.visible_to(look.account).filter(cycle=look.cycle).defer("content")[:20]
    context = {"look": look, "form": form, "files": files, "tabs": tabs_of(look, "")}
    return render(request, "scoring/hand_in.html", context)


def _checked(look: Look, *, file: Any, source: str) -> FactsFile:
    path = uploads.checked(file, ("xlsx", "csv"), MOST_MB)
    return hand_in_facts(by=look.account, cycle=look.cycle, path=path, source=source)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def facts_file(request: HttpRequest, code: str, key: int) -> HttpResponseBase:
    """Show what a file would change, and store it when told to."""
    look = _for_import(request, code)
    file = get_object_or_404(FactsFile.objects.visible_to(look.account), cycle=look.cycle, pk=key)
    form = StoreForm(request.POST or None, initial={"revision": file.revision})
    if request.method == "POST":
        stored = submit(request, form, partial(import_facts, by=look.account, file=file))
        if stored is not None:
            messages.success(request, _("{count} figures are stored. They wait for their heads.").format(count=stored))
            return redirect("scoring:hand-in", code)
    try:
        reading = read_again(file) if file.state == FactsFile.State.READ else Reading((), 0)
    except Problems as found:
        return problems(request, found)
    except ValidationError as why:
        form.take(why)
        reading = Reading((), 0)
    return _preview(request, look, file, form, reading)


def _preview(request: HttpRequest, look: Look, file: FactsFile, form: StoreForm, reading: Reading) -> HttpResponseBase:
    names = {unit.row.id: unit.row.name for unit in units_of(look.cycle, Moment())}
    leaves = dict(Indicator.objects.filter(cycle=look.cycle).values_list("code", "name"))
    columns = (
        Column("unit", gettext_lazy("unit"), lambda c: names.get(c[0].unit, c[0].unit)),
        Column("indicator", gettext_lazy("indicator"), lambda c: f"{c[0].indicator} {leaves.get(c[0].indicator, '')}"),
        Column("input", gettext_lazy("input"), lambda c: c[0].key[2]),
        Column("period", gettext_lazy("period"), lambda c: c[0].key[3]),
        Column("before", gettext_lazy("before"), lambda c: said(c[1])),
        Column("after", gettext_lazy("after"), lambda c: c[0].shown),
    )
    table = Table("facts-file", columns, list(reading.changes), page_size=100)
    context = {"look": look, "file": file, "form": form, "reading": reading, "tabs": tabs_of(look, "")}
    return show_table(request, table, "scoring/facts_file.html", **context)


def _for_import(request: HttpRequest, code: str) -> Look:
    look = look_at(request, code)
    if not policies.imports.may_import(look.account, look.cycle):
        raise Http404
    return look
