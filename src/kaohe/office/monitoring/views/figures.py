"""Pages of single figures: what waits for the data owner, one figure with its history and evidence."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaohe.exact import show_decimal
from kaohe.office.monitoring.actions.signing_off import accept_figures, correct_figure, return_figures
from kaohe.office.monitoring.actions.writing import reports_of
from kaohe.office.monitoring.answers import Answer
from kaohe.office.monitoring.forms.signing_off import CorrectForm, EvidenceForm, ReturnForm
from kaohe.office.monitoring.models import Evidence, Figure, FigureState
from kaohe.office.monitoring.policies.reports import reports as policy
from kaohe.office.monitoring.views.cycles import cycle_filter
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.ui import panel
from kaohe.office.ui.forms import submit
from kaohe.office.ui.once import mark_done
from kaohe.office.ui.tables import Column, Empty, Table, Text, show_table


def figure_url(figure: Figure) -> str:
    """Address of a figure."""
    return reverse("monitoring:figure", args=[figure.pk])


def shown_value(figure: Figure) -> Any:
    """Give what was reported as a cell shows it."""
    if not figure.is_applicable:
        return _("does not apply")
    if figure.is_nil:
        return _("nil report")
    if figure.text in ("true", "false"):
        return _("yes") if figure.text == "true" else _("no")
    return figure.text if figure.value is None else Decimal(show_decimal(figure.value))


def _in_figures(figure: Figure) -> Decimal | None:
    return None if figure.value is None else Decimal(show_decimal(figure.value))


def _in_words(figure: Figure) -> str | None:
    return None if figure.value is not None else str(shown_value(figure))


@signed_in
def figure_review(request: Request) -> HttpResponseBase:
    """List the figures that wait for the account as the data owner, to be accepted many at a time."""
    require(request.user.has_role(Role.DATA_OWNER))
    rows = Figure.objects.waiting_for(request.user).select_related("unit", "indicator", "recorded_by__person")
    table = Table(
        "review",
        [
            Column("unit", _("unit"), "unit.name", sort="unit__name"),
            Column("indicator", _("indicator"), "indicator.name", sort="indicator__position"),
            Column("input", _("input"), hidden=True),
            Column("period", _("period"), sort="period"),
            Column("value", _("figure"), _in_figures, kind="number", sort="value"),
            Column("answer", _("answer"), _in_words),
            Column("figure_unit", _("unit of the figure"), "indicator.figure_unit"),
            Column("recorded_by", _("recorded by"), "recorded_by.get_full_name", hidden=True),
        ],
        rows,
        filters=[cycle_filter(request.user), Text("period", _("period"), "period")],
        search=["unit__name", "indicator__name", "indicator__code"],
        default_sort="indicator__position,period,unit__name",
        row_link=figure_url,
        panel=True,
        empty=Empty(_("No figure waits for you.")),
    )
    waiting = list(rows.order_by("indicator__position", "period", "unit__name")[:200])
    context = {"waiting": [(f, shown_value(f)) for f in waiting], "return_form": ReturnForm()}
    title = _("Figures to accept")
    return show_table(request, table, "monitoring/figure_review.html", title=title, **context)


@require_POST
@signed_in
def figure_decide(request: Request) -> HttpResponseBase:
    """Accept or return the figures that were ticked."""
    seen = {
        int(pk): int(r)
        for pk, _sep, r in (w.partition(":") for w in request.POST.getlist("figure"))
        if pk.isdecimal() and r.isdecimal()
    }
    figures = list(Figure.objects.visible_to(request.user).filter(pk__in=seen))
    try:
        if request.POST.get("then") == "return":
            form = ReturnForm(request.POST)
            if not form.is_valid():
                raise ValidationError([e for errors in form.errors.values() for e in errors])
            reason, until = form.cleaned_data["reason"], form.cleaned_data["until"]
            count = return_figures(by=request.user, figures=figures, reason=reason, until=until, seen=seen)
            messages.success(request, _("{count} figures given back.").format(count=count))
        else:
            count = accept_figures(by=request.user, figures=figures, seen=seen)
            messages.success(request, _("{count} figures accepted.").format(count=count))
        mark_done(request)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    back = request.POST.get("back", "")
    if back.isdecimal():
        return redirect("monitoring:figure", int(back))
    return redirect("monitoring:figure_review")


@signed_in
def figure(request: Request, pk: int) -> HttpResponseBase:
    """Show one figure: what stands there, every version, its evidence, and what the account may do."""
    return _page(request, _figure(request, pk))


@signed_in
def figure_correct(request: Request, pk: int) -> HttpResponseBase:
    """Correct a figure that was handed in."""
    found = _figure(request, pk)
    require(_may_enter(request, found))
    form = CorrectForm(request.POST or None, initial={"revision": found.revision, "value": found.value})
    if request.method == "POST" and submit(request, form, partial(_correct, request, found)) is not None:
        messages.success(request, _("Corrected. The head signs again, then the data owner accepts."))
        return redirect(figure_url(found))
    return _page(request, found, correct_form=form)


def _correct(request: Request, found: Figure, *, revision: int | None, value: Decimal, reason: str) -> Figure:
    answer = Answer(value, remarks=found.remarks)
    return correct_figure(by=request.user, figure=found, revision=revision, answer=answer, reason=reason)


def _figure(request: Request, pk: int) -> Figure:
    rows = Figure.objects.visible_to(request.user).select_related(
        "unit", "indicator__reporting", "indicator__owner", "indicator__cycle__root", "cycle__root"
    )
    found: Figure = get_object_or_404(rows, pk=pk)
    return found


def _may_enter(request: Request, found: Figure) -> bool:
    return any(policy.may_enter(request.user, report) for report in reports_of([found]))


def _page(request: Request, found: Figure, **forms: Any) -> HttpResponseBase:
    is_open = found.state in (FigureState.DRAFT, FigureState.RETURNED)
    may_enter = _may_enter(request, found)
    may_accept = policy.may_accept(request.user, found.indicator)
    versions = list(found.versions.select_related("by__person").order_by("-revision"))
    context = {
        "figure": found,
        "value": shown_value(found),
        "versions": versions,
        "evidence": found.evidence.select_related("file", "added_by__person"),
        "may_add": may_enter and is_open,
        "may_correct": may_enter and not is_open and found.state != FigureState.SUBMITTED and found.value is not None,
        "may_accept": may_accept and found.state == FigureState.SIGNED,
        "may_return": may_accept and found.state in (FigureState.SIGNED, FigureState.ACCEPTED),
        "reusable": Evidence.objects.reusable_for(found)[:10] if may_enter and is_open else [],
        "evidence_form": EvidenceForm(),
        "return_form": ReturnForm(initial={"revision": found.revision}),
        "correct_form": CorrectForm(initial={"revision": found.revision, "value": found.value}),
        **forms,
    }
    return panel.show(request, "monitoring/figure.html", context)
