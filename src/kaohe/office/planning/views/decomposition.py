"""Pages of decomposition: units, the indicators of one, the shares of one indicator, the matrix."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.actions import decomposition as actions
from kaohe.office.planning.bearers import Bearers
from kaohe.office.planning.forms.decomposition import (
    CopyForm,
    LineForms,
    SuccessorForm,
    UploadForm,
    edited,
    typed,
    written,
)
from kaohe.office.planning.imports.divisions import header, rows_of
from kaohe.office.planning.models import AppraisedUnit, Decomposition, Indicator, Share
from kaohe.office.planning.policies.decomposition import decompositions
from kaohe.office.planning.querysets.decomposition import DIVISIONS_SEEN
from kaohe.office.planning.shares import find_gaps, gaps_of, lines_of, target_of, told
from kaohe.office.planning.shares_overview import Standing, matrix, standings
from kaohe.office.planning.views.frame import account_of, done, press, revision_in
from kaohe.office.revisions import StaleError
from kaohe.office.ui import downloads
from kaohe.office.ui.forms import problems, submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, Text, UnitWithin, show_table
from kaohe.office.ui.tones import Badge
from kaohe.office.ui.uploads import checked

MOST_MB = 10


@require_safe
@login_required
def units(request: HttpRequest) -> HttpResponseBase:
    """List the units with how many of their indicators are divided."""
    account = account_of(request)
    require(bool(account.has_role(*DIVISIONS_SEEN)))
    own = Decomposition.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit")).order_by().values("unit")
    rows = AppraisedUnit.objects.filter(
        account.reach(DIVISIONS_SEEN).condition("unit__path"), cycle__state__in=actions.OPEN_STATES
    )
    rows = rows.select_related("unit", "cycle").annotate(
        divided=Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0),
        confirmed=Coalesce(Subquery(own.annotate(n=Count("pk", filter=Q(is_confirmed=True))).values("n")), 0),
    )
    table = Table(
        "decomposition",
        [
            Column("unit", gettext_lazy("unit"), "unit.name", sort="unit__code"),
            Column("cycle", gettext_lazy("cycle"), "cycle.title", sort="cycle__code"),
            Column("class_id", gettext_lazy("class"), sort="class_id", phone=False),
            Column("divided", gettext_lazy("indicators divided"), kind="number", sort="divided"),
            Column("confirmed", gettext_lazy("of them confirmed"), kind="number", sort="confirmed"),
        ],
        rows=rows,
        filters=[
            Text("unit", gettext_lazy("unit"), "unit__name"),
            UnitWithin("within", gettext_lazy("within the area"), "unit__path"),
        ],
        search=("unit__name", "unit__code"),
        default_sort="unit",
        row_link=lambda row: reverse("planning:decomposition_unit", args=[row.cycle.code, row.unit_id]),
        empty=Empty(_("No unit is appraised in a published cycle that you may see.")),
        title=_("Decomposition of indicators"),
    )
    return show_table(request, table, title=_("Decomposition of indicators"))


@require_safe
@login_required
def unit_page(request: HttpRequest, code: str, unit: int) -> HttpResponseBase:
    """Show how each indicator of a unit is divided, and which nobody bears."""
    row = _appraised(request, code, unit)
    found = standings(row.cycle, row.unit, timezone.localdate())
    return show_table(
        request,
        _standing_table(row, found),
        template="planning/decomposition/unit.html",
        title=_("{unit}: who bears which indicator").format(unit=row.unit.name),
        row=row,
        borne=sum(one.state != "none" for one in found),
        number=len(found),
        may_change=decompositions.may_change(account_of(request), row.unit),
    )


def _standing_table(row: AppraisedUnit, found: list[Standing]) -> Table:
    link = partial(_link, row)
    return Table(
        "decomposition-unit",
        [
            Column("indicator", gettext_lazy("indicator"), lambda one: str(one.indicator), sort="yes"),
            Column("standing", gettext_lazy("standing"), _badge, kind="badge"),
            Column("target", gettext_lazy("locked target"), kind="number"),
            Column("figure_unit", gettext_lazy("unit of the figure"), "indicator.figure_unit", phone=False),
            Column("bearers", gettext_lazy("borne by")),
            Column("lacks", gettext_lazy("does not add up"), lambda one: " ".join(map(told, one.gaps))),
        ],
        rows=found,
        filters=[Choice("standing", gettext_lazy("standing"), lambda: STANDINGS.items(), "state")],
        search=("indicator.name", "indicator.code", "bearers"),
        row_link=lambda one: link("planning:decomposition_edit", one.indicator),
        page_size=200,
        title=row.unit.name,
    )


STANDINGS = {
    "none": gettext_lazy("borne by nobody"),
    "draft": gettext_lazy("draft of a division"),
    "confirmed": gettext_lazy("confirmed"),
    "broken": gettext_lazy("no longer adds up"),
    "gone": gettext_lazy("a bearer is gone"),
}
_TONES = {"none": "risk", "draft": "action", "confirmed": "ok", "broken": "risk", "gone": "risk"}


def _badge(one: Standing) -> Badge:
    return Badge(str(STANDINGS[one.state]), _TONES[one.state])


def _link(row: AppraisedUnit, name: str, indicator: Indicator) -> str:
    return reverse(name, args=[row.cycle.code, row.unit_id, indicator.code])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, code: str, unit: int, indicator: str) -> HttpResponseBase:
    """Divide one indicator; every button sends all lines, and only "save" keeps them."""
    row, leaf = _appraised(request, code, unit), _leaf(code, indicator)
    known = Decomposition.objects.filter(cycle=row.cycle, indicator=leaf, unit=row.unit).first()
    division = known or Decomposition(cycle=row.cycle, indicator=leaf, unit=row.unit)
    bearers, target = Bearers(row.unit, timezone.localdate()), target_of(division)
    if request.method != "POST":
        rows = written(lines_of(division)) if known else []
        return _edit_page(request, row, division, LineForms(rows, bearers, is_bound=False), target)
    require(decompositions.may_change(account_of(request), row.unit))
    deed = request.POST.get("deed", "save")
    if deed != "save":
        rows = edited(typed(request.POST), deed, target)
        return _edit_page(request, row, division, LineForms(rows, bearers, is_bound=False), target)
    return _saved(request, row, division, LineForms(typed(request.POST), bearers, is_bound=True), target)


def _saved(
    request: HttpRequest, row: AppraisedUnit, division: Decomposition, forms: LineForms, target: Any
) -> HttpResponseBase:
    errors: list[str] = []
    if forms.is_valid():
        try:
            saved = actions.divide_indicator(
                by=account_of(request),
                indicator=division.indicator,
                unit=row.unit,
                lines=forms.lines(),
                seen=revision_in(request),
            )
            lacks = [told(gap) for gap in gaps_of(saved)]
            text = _("Saved, but not yet complete.") if lacks else _("Saved; it adds up and can be confirmed.")
            return done(request, text, _link(row, "planning:decomposition_edit", division.indicator))
        except ValidationError as error:
            errors = error.messages
            if isinstance(error, StaleError):
                errors.append(_("Your lines are still below; the others' are seen in another window."))
    return _edit_page(request, row, division, forms, target, errors=errors)


def _edit_page(
    request: HttpRequest, row: AppraisedUnit, division: Decomposition, forms: LineForms, target: Any, **context: Any
) -> HttpResponseBase:
    account = account_of(request)
    page = "planning/decomposition/lines.html" if request.headers.get("HX-Target") == "lines" else ""
    seen = request.POST.get("revision", str(division.revision))
    shown = {
        "row": row,
        "division": division,
        "lines": forms,
        "target": target,
        "revision": seen,
        "lacks": _lacks(forms, target),
        "may_change": decompositions.may_change(account, row.unit) and not division.is_confirmed,
        "may_confirm": bool(division.pk) and decompositions.may_confirm(account, row.unit),
        "gone": division.shares.in_tree_order().with_presence(timezone.localdate()).filter(is_gone=True)
        if division.pk
        else (),
        "may_replace": decompositions.may_change(account, row.unit),
        **context,
    }
    return render(request, page or "planning/decomposition/edit.html", shown)


def _lacks(forms: LineForms, target: Any) -> list[str]:
    """Say what the lines lack as they stand in the form, saved or not."""
    bound = LineForms(forms.rows, forms.bearers, is_bound=True)
    if not forms.rows or not bound.is_valid():
        return []
    try:
        return [told(gap) for gap in find_gaps(bound.lines(), target)]
    except ValidationError:
        return []


@require_POST
@login_required
def confirm(request: HttpRequest, code: str, unit: int, indicator: str) -> HttpResponseBase:
    """Confirm a division, or take the confirmation back."""
    row = _appraised(request, code, unit)
    division = get_object_or_404(Decomposition, cycle=row.cycle, unit=row.unit, indicator__code=indicator)
    is_back = request.POST.get("deed") == "reopen"
    action = actions.reopen_decomposition if is_back else actions.confirm_decomposition
    text = _("The confirmation was taken back.") if is_back else _("Confirmed; it stands in personal plans now.")
    run = partial(action, by=account_of(request), decomposition=division, seen=revision_in(request))
    return press(
        request, run, text, "planning:decomposition_edit", code=code, unit=unit, indicator=division.indicator.code
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def successor(request: HttpRequest, share: int) -> HttpResponseBase:
    """Choose who takes over the share of somebody who left or moved."""
    account = account_of(request)
    row = get_object_or_404(
        Share.objects.visible_to(account).select_related("person", "decomposition__unit", "decomposition__cycle"),
        pk=share,
    )
    unit = row.decomposition.unit
    require(decompositions.may_change(account, unit))
    form = SuccessorForm(request.POST or None, bearers=Bearers(unit, timezone.localdate()))
    if request.method == "POST" and submit(request, form, partial(actions.replace_bearer, by=account, share=row)):
        division = row.decomposition
        to = reverse("planning:decomposition_edit", args=[division.cycle.code, unit.pk, division.indicator.code])
        return done(request, _("The share was handed over."), to)
    shown = {
        "form": form,
        "title": _("Successor of {name}").format(name=row.bearer.name),
        "intro": _("The share stays as it is; only who bears it changes."),
        "button": _("Hand the share over"),
    }
    return render(request, "planning/undertaking_form.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def copy(request: HttpRequest, code: str, unit: int, indicator: str) -> HttpResponseBase:
    """Divide other indicators of the unit in the same way."""
    account, row = account_of(request), _appraised(request, code, unit)
    require(decompositions.may_change(account, row.unit))
    source = get_object_or_404(Decomposition, cycle=row.cycle, unit=row.unit, indicator__code=indicator)
    others = Indicator.objects.filter(cycle=row.cycle).in_force().leaves().of_class(row.class_id)
    form = CopyForm(request.POST or None, indicators=others.exclude(pk=source.indicator_id))
    action = partial(actions.copy_decomposition, by=account, source=source)
    if request.method == "POST" and (copies := submit(request, form, action)) is not None:
        text = _("Copied to {count} indicators.").format(count=len(copies))
        return done(request, text, "planning:decomposition_unit", code=code, unit=unit)
    shown = {
        "form": form,
        "title": _("Copy the division of {indicator}").format(indicator=source.indicator),
        "intro": _("Drafts of the chosen indicators are replaced; confirmed divisions are left alone."),
        "button": _("Copy"),
        "back": _link(row, "planning:decomposition_edit", source.indicator),
    }
    return render(request, "planning/undertaking_form.html", shown)


@require_POST
@login_required
def last_year(request: HttpRequest, code: str, unit: int) -> HttpResponseBase:
    """Take over last year's divisions for the indicators that nobody bears yet."""
    account, row = account_of(request), _appraised(request, code, unit)
    run = partial(actions.copy_last_year, by=account, cycle=row.cycle, unit=row.unit)
    return press(
        request, run, _("Last year's divisions were taken over as drafts."), "planning:decomposition_unit", code=code,
        unit=unit,
    )  # fmt: skip


@require_safe
@login_required
def overview(request: HttpRequest, code: str, unit: int) -> HttpResponseBase:
    """Show who bears what: persons and posts against indicators."""
    row = _appraised(request, code, unit)
    indicators, borne = matrix(standings(row.cycle, row.unit, timezone.localdate()))
    return render(request, "planning/decomposition/matrix.html", {"row": row, "indicators": indicators, "borne": borne})


@require_safe
@login_required
def export(request: HttpRequest, code: str, unit: int) -> HttpResponseBase:
    """Give all shares of a unit as a workbook that can be handed in again."""
    row = _appraised(request, code, unit)
    divisions = Decomposition.objects.filter(cycle=row.cycle, unit=row.unit).select_related("indicator")
    rows = [line for one in divisions.order_by("indicator__position") for line in rows_of(one.indicator, lines_of(one))]
    return downloads.xlsx(_("Shares of {unit}").format(unit=row.unit.name), header(), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest, code: str, unit: int) -> HttpResponseBase:
    """Take in a list of shares."""
    account, row = account_of(request), _appraised(request, code, unit)
    require(decompositions.may_change(account, row.unit))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (count := submit(request, form, partial(_import, account, row))) is not None:
        text = _("{count} indicators were divided by the list.").format(count=count)
        return done(request, text, "planning:decomposition_unit", code=code, unit=unit)
    if form.problems:
        return problems(request, form.problems)
    shown = {
        "form": form,
        "title": _("Hand in a list of shares"),
        "intro": _("Take the list down as XLSX, change it, and hand it in again."),
        "button": _("Read the list"),
        "back": reverse("planning:decomposition_unit", args=[code, unit]),
    }
    return render(request, "planning/undertaking_form.html", shown)


def _import(account: Account, row: AppraisedUnit, file: Any) -> int:
    path = checked(file, ["xlsx", "csv"], MOST_MB)
    return actions.import_divisions(by=account, cycle=row.cycle, unit=row.unit, path=path)


def _appraised(request: HttpRequest, code: str, unit: int) -> AppraisedUnit:
    """Give a unit of a cycle whose divisions the account may see, or say that there is none."""
    reach = account_of(request).reach(DIVISIONS_SEEN)
    rows = AppraisedUnit.objects.filter(reach.condition("unit__path")).select_related("cycle", "unit")
    found: AppraisedUnit = get_object_or_404(rows, cycle__code=code, unit=unit)
    return found


def _leaf(code: str, indicator: str) -> Indicator:
    leaves = Indicator.objects.filter(cycle__code=code).leaves().select_related("cycle")
    found: Indicator = get_object_or_404(leaves, code=indicator)
    return found
