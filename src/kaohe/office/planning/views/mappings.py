"""Pages of the superior's indicators: the list, one with who answers it, coverage, deadlines."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions import mappings as actions
from kaohe.office.planning.forms.decomposition import UploadForm
from kaohe.office.planning.forms.mappings import MappingForm, SuperiorForm
from kaohe.office.planning.models import Cycle, Mapping, SuperiorIndicator
from kaohe.office.planning.policies.undertakings import superior as policy
from kaohe.office.planning.querysets.undertakings import SUPERIOR_SEEN
from kaohe.office.planning.views.frame import account_of, done, press, revision_in
from kaohe.office.ui.forms import problems, submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin, show_table
from kaohe.office.ui.tones import Badge
from kaohe.office.ui.uploads import checked

MOST_MB = 10


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponseBase:
    """List the superior's indicators, with who answers each."""
    account = account_of(request)
    require(account.has_role(*SUPERIOR_SEEN))
    rows = SuperiorIndicator.objects.visible_to(account).with_coverage().select_related("cycle")
    table = Table(
        "superior",
        [
            Column("code", gettext_lazy("code"), sort="code"),
            Column("name", gettext_lazy("name"), sort="name"),
            Column("is_mapped", gettext_lazy("standing"), _mapped, kind="badge", sort="is_mapped"),
            Column("units", gettext_lazy("responsible"), lambda row: "、".join(m.unit.name for m in row.answers)),
            Column(
                "due_on", gettext_lazy("due on"), lambda row: min((m.due_on for m in row.answers), default=None), "date"
            ),
            Column("points", gettext_lazy("points"), kind="number", sort="points", total=True),
            Column("source", gettext_lazy("document"), sort="source", phone=False),
            Column("handed_down_on", gettext_lazy("handed down on"), kind="date", sort="handed_down_on", phone=False),
            Column("requirement", gettext_lazy("requirement"), hidden=True),
            Column("cycle", gettext_lazy("cycle"), "cycle.title", hidden=True),
        ],
        rows=rows,
        filters=[
            Choice("cycle", gettext_lazy("cycle"), partial(_cycles, account), "cycle"),
            Choice("mapped", gettext_lazy("standing"), _MAPPED.items(), "is_mapped"),
            Choice("batch", gettext_lazy("handed down on"), _batches, "handed_down_on"),
        ],
        search=("code", "name", "source"),
        default_sort="code",
        row_link=lambda row: reverse("planning:superior_detail", args=[row.pk]),
        wrap=_with_answers,
        empty=Empty(_("No indicator of the superior is entered yet.")),
        title=_("The superior's indicators"),
    )
    shown = {"title": _("The superior's indicators"), "may_change": bool(_kept(account))}
    return show_table(request, table, template="planning/superior/list.html", **shown)


_MAPPED = {True: gettext_lazy("mapped"), False: gettext_lazy("not mapped")}


def _mapped(row: Any) -> Badge:
    return Badge(str(_MAPPED[row.is_mapped]), "ok" if row.is_mapped else "risk")


def _with_answers(rows: list[Any]) -> list[Any]:
    found: dict[int, list[Mapping]] = {row.pk: [] for row in rows}
    for mapping in Mapping.objects.filter(superior__in=rows).select_related("unit").order_by("due_on"):
        found[mapping.superior_id].append(mapping)
    for row in rows:
        row.answers = found[row.pk]
    return rows


def _batches() -> list[tuple[Any, str]]:
    days = SuperiorIndicator.objects.order_by("handed_down_on").values_list("handed_down_on", flat=True).distinct()
    return [(day.isoformat(), day.isoformat()) for day in days]


def _cycles(account: Account) -> list[tuple[int, str]]:
    return list(Cycle.objects.visible_to(account).values_list("pk", "title"))


def _kept(account: Account) -> list[Cycle]:
    """Give the cycles whose superior's indicators an account keeps."""
    cycles = Cycle.objects.visible_to(account).exclude(state__in=actions.OVER).select_related("root")
    return [cycle for cycle in cycles if policy.may_change(account, cycle)]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one of them and who answers it; the office adds who does."""
    account, row = account_of(request), _superior(request, pk)
    may_change = policy.may_change(account, row.cycle)
    if request.method == "POST":
        require(may_change)
    form = MappingForm(request.POST or None, cycle=row.cycle, account=account) if may_change else None
    if (
        form
        and request.method == "POST"
        and submit(request, form, partial(actions.map_superior, by=account, superior=row))
    ):
        return done(request, _("Mapped."), "planning:superior_detail", pk=pk)
    answers = row.mappings.select_related("unit", "leader", "indicator").order_by("due_on", "pk")
    shown = {"row": row, "answers": answers, "form": form, "may_change": may_change, "today": timezone.localdate()}
    return render(request, "planning/superior/detail.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, code: str) -> HttpResponseBase:
    """Enter one of the superior's indicators."""
    account, cycle = account_of(request), _cycle(request, code)
    form = SuperiorForm(request.POST or None)
    form.fields.pop("seen")
    action = partial(actions.enter_superior, by=account, cycle=cycle)
    if request.method == "POST" and (row := submit(request, form, action)):
        return done(request, _("Entered; say who answers it."), "planning:superior_detail", pk=row.pk)
    return _form_page(request, form, _("Enter an indicator of the superior"), _("Enter"), "planning:superior_list")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Correct one of them."""
    account, row = account_of(request), _superior(request, pk)
    require(policy.may_change(account, row.cycle))
    form = SuperiorForm(request.POST or None, instance=row, initial={"seen": row.revision})
    form.fields.pop("code")
    action = partial(actions.change_superior, by=account, superior=_superior(request, pk))
    if request.method == "POST" and submit(request, form, action):
        return done(request, _("The indicator was corrected."), "planning:superior_detail", pk=pk)
    return _form_page(request, form, _("Correct: {name}").format(name=row.name), _("Save"), "planning:superior_list")


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take one out that was entered by mistake."""
    row = _superior(request, pk)
    require(policy.may_change(account_of(request), row.cycle))
    run = partial(actions.remove_superior, by=account_of(request), superior=row, seen=revision_in(request))
    return press(request, run, _("The indicator was taken out."), "planning:superior_list")


@require_POST
@login_required
def unmap(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a mapping off."""
    mapping = get_object_or_404(Mapping.objects.select_related("superior__cycle__root", "unit"), pk=pk)
    require(policy.may_change(account_of(request), mapping.superior.cycle))
    run = partial(actions.unmap_superior, by=account_of(request), mapping=mapping)
    return press(request, run, _("The mapping was taken off."), "planning:superior_detail", pk=mapping.superior_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take in a batch as a list."""
    account, cycle = account_of(request), _cycle(request, code)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (count := submit(request, form, partial(_import, account, cycle))) is not None:
        return done(request, _("{count} indicators were entered.").format(count=count), "planning:superior_list")
    if form.problems:
        return problems(request, form.problems)
    return _form_page(
        request, form, _("Hand in a list of the superior's indicators"), _("Read the list"), "planning:superior_list"
    )


def _import(account: Account, cycle: Cycle, file: Any) -> int:
    return actions.import_superior(by=account, cycle=cycle, path=checked(file, ["xlsx", "csv"], MOST_MB))


@require_safe
@login_required
def coverage(request: HttpRequest) -> HttpResponseBase:
    """Show how many of each batch are mapped."""
    account = account_of(request)
    require(account.has_role(*SUPERIOR_SEEN))
    rows = SuperiorIndicator.objects.visible_to(account).with_coverage().order_by("handed_down_on", "source")
    counted = rows.values("handed_down_on", "source", "cycle__title").annotate(
        number=Count("pk"), mapped=Count("pk", filter=Q(is_mapped=True))
    )
    missing = rows.filter(is_mapped=False).select_related("cycle")
    return render(request, "planning/superior/coverage.html", {"batches": counted, "missing": missing})


@require_safe
@login_required
def deadlines(request: HttpRequest) -> HttpResponseBase:
    """List what is due when, the overdue first."""
    account = account_of(request)
    require(account.has_role(*SUPERIOR_SEEN))
    seen = SuperiorIndicator.objects.visible_to(account)
    rows = Mapping.objects.filter(superior__in=seen).select_related("superior", "unit", "leader", "indicator")
    table = Table(
        "superior-deadlines",
        [
            Column("due_on", gettext_lazy("due on"), kind="date", sort="due_on"),
            Column("name", gettext_lazy("superior's indicator"), lambda row: str(row.superior), sort="superior__code"),
            Column("unit", gettext_lazy("responsible"), "unit.name", sort="unit__name"),
            Column("leader", gettext_lazy("leader in charge"), "leader.name", sort="leader__name"),
            Column("indicator", gettext_lazy("own indicator"), lambda row: str(row.indicator or ""), phone=False),
            Column("note", gettext_lazy("note"), phone=False),
        ],
        rows=rows,
        filters=[UnitWithin("within", gettext_lazy("within the area"), "unit__path")],
        search=("superior__name", "superior__code", "unit__name", "leader__name"),
        default_sort="due_on",
        row_link=lambda row: reverse("planning:superior_detail", args=[row.superior_id]),
        title=_("Deadlines of the superior's indicators"),
    )
    return show_table(request, table, title=_("Deadlines of the superior's indicators"))


@require_safe
@login_required
def choose(request: HttpRequest) -> HttpResponseBase:
    """Choose the cycle to enter indicators for."""
    account = account_of(request)
    cycles = _kept(account)
    require(account.has_role(Role.OFFICER))
    return render(request, "planning/superior/choose.html", {"cycles": cycles})


def _superior(request: HttpRequest, pk: int) -> SuperiorIndicator:
    rows = SuperiorIndicator.objects.visible_to(account_of(request)).select_related("cycle__root")
    found: SuperiorIndicator = get_object_or_404(rows, pk=pk)
    return found


def _cycle(request: HttpRequest, code: str) -> Cycle:
    account = account_of(request)
    cycle: Cycle = get_object_or_404(Cycle.objects.visible_to(account).select_related("root"), code=code)
    require(policy.may_change(account, cycle))
    return cycle


def _form_page(request: HttpRequest, form: Any, title: str, button: str, back: str) -> HttpResponseBase:
    shown = {"form": form, "title": title, "button": button, "back": reverse(back)}
    return render(request, "planning/undertaking_form.html", shown)
