"""Stored runs: list, make, look into, make again, compare, take away."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe.office.planning.document.store import spec_of
from kaohe.office.scoring.actions.runs import make_run, rerun_run
from kaohe.office.scoring.folder import write_folder
from kaohe.office.scoring.forms import RunForm
from kaohe.office.scoring.models import Run, RunUnit
from kaohe.office.scoring.schemes import scheme_of
from kaohe.office.scoring.size import is_too_large
from kaohe.office.scoring.tasks import score_cycle
from kaohe.office.scoring.trials import trial_of
from kaohe.office.scoring.views.analysis import everything
from kaohe.office.scoring.views.look import Look
from kaohe.office.scoring.views.tabs import tabs_of
from kaohe.office.ui import downloads
from kaohe.office.ui.forms import problems, submit
from kaohe.office.ui.tables import Column, Empty, Table, show_table
from kaohe.scoring.compare import Difference, compare


@require_safe
@login_required
def listed(request: HttpRequest, code: str) -> HttpResponseBase:
    """List the runs of a cycle, newest first."""
    look = everything(request, code)
    rows = Run.objects.visible_to(look.account).filter(cycle=look.cycle).defer("result")
    rows = rows.select_related("made_by__person")
    columns = (
        Column("number", gettext_lazy("run"), kind="number", sort="number", link=partial(_page, look)),
        Column("purpose", gettext_lazy("purpose"), kind="badge", sort="purpose"),
        Column("facts_at", gettext_lazy("facts as of"), kind="date", sort="facts_at"),
        Column("as_of", gettext_lazy("up to"), kind="date", sort="as_of"),
        Column("counted", gettext_lazy("figures counted"), lambda run: run.get_counted_display(), sort="counted"),
        Column("made_by", gettext_lazy("made by"), lambda run: run.made_by or _("every night"), sort="made_by"),
        Column("note", gettext_lazy("note")),
        Column("result", gettext_lazy("hash of the result"), lambda run: run.result_hash[:12], phone=False),
    )
    url = reverse("scoring:make-run", args=[code])
    offered = (url, gettext_lazy("Keep as a run")) if look.may_make else ("", "")
    empty = Empty(gettext_lazy("No run has been kept yet."), *offered)
    table = Table("runs", columns, rows, search=("note",), default_sort="-number", empty=empty)
    return show_table(request, table, "scoring/runs.html", look=look, tabs=tabs_of(look, "runs"))


def _page(look: Look, run: Run) -> str:
    return reverse("scoring:run", args=[look.cycle.code, run.number])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def make(request: HttpRequest, code: str) -> HttpResponseBase:
    """Keep the scores of a moment as a run."""
    look = _for_making(request, code)
    newest = look.cycle.runs.order_by("-number").first()
    form = RunForm(request.POST or None, initial={"after": newest.number if newest else 0})
    if request.method == "POST":
        if is_too_large(look.cycle):
            return _deferred(request, look, form)
        run = submit(request, form, partial(make_run, by=look.account, cycle=look.cycle))
        if run is not None:
            messages.success(request, _("Run {number} is kept.").format(number=run.number))
            return redirect(_page(look, run))
        if form.problems is not None:
            return problems(request, form.problems)
    return render(request, "scoring/make_run.html", {"look": look, "form": form, "tabs": tabs_of(look, "runs")})


def _for_making(request: HttpRequest, code: str) -> Look:
    look = everything(request, code)
    if not look.may_make:
        raise Http404
    return look


def _deferred(request: HttpRequest, look: Look, form: RunForm) -> HttpResponseBase:
    """Hand a large run to the worker."""
    if not form.is_valid():
        return render(request, "scoring/make_run.html", {"look": look, "form": form, "tabs": tabs_of(look, "runs")})
    day = form.cleaned_data["as_of"]
    asked = {**form.cleaned_data, "as_of": day.isoformat() if day else None}
    score_cycle.defer(cycle=look.cycle.pk, account=look.account.pk, **asked)
    messages.success(request, _("The worker makes the run; it will stand in this list."))
    return redirect("scoring:runs", look.cycle.code)


def run_of(look: Look, number: int) -> Run:
    """Give a run of the cycle."""
    found: Run | None = (
        Run.objects.visible_to(look.account)
        .select_related("version", "cycle__previous", "made_by__person")
        .filter(cycle=look.cycle, number=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_safe
@login_required
def run(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Show a run: what it was made from, and its ranking."""
    look = everything(request, code)
    kept = run_of(look, number)
    names = {c.id: c.name for c in scheme_of(kept.version).classes}
    columns = (
        Column("rank", gettext_lazy("rank"), kind="rank", sort="rank"),
        Column("name", gettext_lazy("unit"), sort="name", link=lambda row: _card(look, kept, row.unit_id)),
        Column("class_id", gettext_lazy("class"), lambda row: names.get(row.class_id, row.class_id), sort="class_id"),
        Column("total", gettext_lazy("score"), _total(kept), kind="number", sort="total"),
        Column("grade", gettext_lazy("proposed grade: a person decides"), sort="grade"),
    )
    table = Table("run-units", columns, kept.units.all(), search=("name",), default_sort="class_id,rank", page_size=150)
    others = look.cycle.runs.exclude(pk=kept.pk).order_by("-number").values_list("number", flat=True)[:50]
    context = {"look": look, "run": kept, "others": others, "tabs": tabs_of(look, "runs")}
    return show_table(request, table, "scoring/run.html", **context)


def _card(look: Look, kept: Run, unit: int) -> str:
    return f"{reverse('scoring:unit', args=[look.cycle.code, unit])}?run={kept.number}"


def _total(kept: Run) -> Callable[[RunUnit], Decimal | None]:
    """Write totals with the decimal places of the scheme; the column holds eight."""
    grain = Decimal(1).scaleb(-scheme_of(kept.version).precision)
    return lambda row: None if row.total is None else row.total.quantize(grain)


@require_POST
@login_required
def again(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Make a run again and show whether the same bytes come out."""
    look = _for_making(request, code)
    found = rerun_run(by=look.account, run=run_of(look, number))
    return render(request, "scoring/again.html", {"look": look, "found": found, "tabs": tabs_of(look, "runs")})


@require_safe
@login_required
def compared(request: HttpRequest, code: str) -> HttpResponseBase:
    """Compare two runs cell by cell."""
    look = everything(request, code)
    numbers = [request.GET.get(name, "") for name in ("before", "after")]
    if not all(n.isdecimal() for n in numbers):
        raise Http404
    before, after = (run_of(look, int(n)) for n in numbers)
    sheets = [trial_of(r).sheet for r in (before, after)]
    rows = [] if None in sheets else list(compare(*sheets))  # type: ignore[arg-type]  # none is None
    columns = (
        Column("name", gettext_lazy("unit"), sort="name", link=lambda d: _cell(look, after, d)),
        Column("what", gettext_lazy("what"), _what, sort="what"),
        Column("before", gettext_lazy("before"), sort="before"),
        Column("after", gettext_lazy("after"), sort="after"),
        Column("reasons", gettext_lazy("why"), lambda d: "; ".join(d.reasons)),
    )
    empty = Empty(gettext_lazy("Nothing differs."))
    table = Table("differences", columns, rows, search=("name", "code"), empty=empty, page_size=100)
    context = {"look": look, "before": before, "after": after, "tabs": tabs_of(look, "runs")}
    return show_table(request, table, "scoring/compare.html", **context)


def _what(difference: Difference) -> str:
    words = {"total": _("score"), "rank": _("rank"), "grade": _("proposed grade"), "unit": _("unit")}
    return difference.code or words.get(difference.what, difference.what)


def _cell(look: Look, kept: Run, difference: Difference) -> str:
    key = trial_of(kept).keys.get(difference.unit)
    if key is None:
        return ""
    name, more = ("scoring:indicator", [difference.code]) if difference.code else ("scoring:unit", [])
    return f"{reverse(name, args=[look.cycle.code, key, *more])}?run={kept.number}"


@require_safe
@login_required
def folder(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Give what a run was made from as a folder that anybody can score again with ``kaohe score``."""
    look = everything(request, code)
    kept = run_of(look, number)
    made = trial_of(kept)
    packed = BytesIO()
    with TemporaryDirectory() as name, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        write_folder(spec_of(kept.version.document), made.dataset, Path(name))
        for file in sorted(Path(name).iterdir()):
            archive.write(file, file.name if file.suffix == ".yaml" else f"data/{file.name}")
    packed.seek(0)
    return downloads.file(packed, f"{look.cycle.code}-{number}.zip", "application/zip")
