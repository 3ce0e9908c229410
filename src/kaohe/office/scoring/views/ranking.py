"""The ranking: every unit of a class with its score, place and movement, today or on any day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kaohe.office.planning.models import Cycle
from kaohe.office.scoring import policies
from kaohe.office.scoring.cards import missing_count, total_of
from kaohe.office.scoring.models import RunUnit
from kaohe.office.scoring.size import is_too_large
from kaohe.office.scoring.views.look import Look, account_of, look_at
from kaohe.office.scoring.views.tabs import tabs_of
from kaohe.office.scoring.views.unscorable import show_problems
from kaohe.office.ui.tables import Choice, Column, Empty, Rank, Table, show_table
from kaohe.office.ui.tones import Badge, Tone


@dataclass(frozen=True, slots=True)
class Place:
    """One unit in the ranking; without ``url`` its score card stays closed."""

    name: str
    class_id: str
    class_name: str
    total: Decimal | None
    rank: Rank | None
    grade: Badge | None
    missing: int | None
    url: str


@require_safe
@login_required
def cycles(request: HttpRequest) -> HttpResponseBase:
    """List the cycles that are scored; with one alone, go there."""
    account = account_of(request)
    rows = Cycle.objects.visible_to(account).public() if policies.sees_scores(account) else Cycle.objects.none()
    found = list(rows.select_related("root").order_by("-year", "code")[:2])
    if len(found) == 1 and Look(account, found[0], policies.sight(account, found[0])).sees_something:
        return redirect("scoring:ranking", found[0].code)
    columns = (
        Column("title", gettext_lazy("cycle"), sort="title", link=lambda c: reverse("scoring:ranking", args=[c.code])),
        Column("year", gettext_lazy("year"), kind="text", sort="year"),
        Column("root", gettext_lazy("area"), "root.name", sort="root__name"),
        Column("state", gettext_lazy("state"), kind="badge", sort="state"),
    )
    nothing = Empty(gettext_lazy("No scheme is published yet. Scores appear when the first figures are accepted."))
    table = Table("scored-cycles", columns, rows.select_related("root"), search=("title",), empty=nothing)
    return show_table(request, table, title=_("Scores"))


@require_safe
@login_required
def ranking(request: HttpRequest, code: str) -> HttpResponseBase:
    """Rank the units of a cycle."""
    look = look_at(request, code)
    if look.run is None and is_too_large(look.cycle):
        return _from_last_run(request, look)
    try:
        trial = look.trial
    except ValidationError as why:
        return render(
            request,
            "scoring/not_yet.html",
            {"look": look, "why": why.messages, "tabs": tabs_of(look, ""), "at_top": True},
        )
    if trial.sheet is None:
        return show_problems(request, look)
    classes = [(c.id, c.name) for c in trial.scheme.classes]
    table = Table(
        "ranking",
        columns_of(look),
        list(places(look)),
        filters=(Choice("class", gettext_lazy("class"), classes, "class_id"),) if len(classes) > 1 else (),
        search=("name",),
        empty=Empty(gettext_lazy("None of your units is appraised in this cycle.")),
        page_size=150,
        title=_("Ranking"),
    )
    return show_table(
        request, table, "scoring/ranking.html", look=look, tabs=tabs_of(look, "ranking"), trial=trial, at_top=True
    )


def columns_of(look: Look) -> list[Column]:
    """Give the columns; the grade is a proposal, and says so."""
    columns = [
        Column("rank", gettext_lazy("rank"), kind="rank", sort="rank"),
        Column("name", gettext_lazy("unit"), kind="text", sort="name", link=lambda p: p.url),
        Column("class_name", gettext_lazy("class"), sort="class_name"),
        Column("total", gettext_lazy("score"), kind="number", sort="total", link=_derivation),
    ]
    if look.trial.scheme.grades:
        label = gettext_lazy("proposed grade: a person decides")
        columns.append(Column("grade", label, kind="badge", sort="grade"))
    missing = gettext_lazy("figures missing")
    columns.append(Column("missing", missing, kind="number", sort="missing"))
    return columns


def _derivation(place: Place) -> str:
    path, mark, query = place.url.partition("?")
    return f"{path}derivation/{mark}{query}" if path else ""


def places(look: Look) -> Iterator[Place]:
    """Give the rows that the account may see, with the movement against the run before."""
    sheet, before = look.sheet, earlier_ranks(look)
    names = {c.id: c.name for c in look.trial.scheme.classes}
    for unit in sheet.units:
        is_open = look.opens(unit.unit)
        if not (is_open or look.sight.is_ranking_open):
            continue
        key = look.trial.keys[unit.unit]
        url = reverse("scoring:unit", args=[look.cycle.code, key]) + look.query if is_open else ""
        yield Place(
            unit.name,
            unit.class_id,
            names[unit.class_id],
            total_of(sheet, unit),
            None if unit.rank is None else Rank(unit.rank, before.get(key)),
            _grade(unit.decided_grade, unit.proposed_grade),
            missing_count(unit) if is_open else None,
            url,
        )


def _grade(decided: str | None, proposed: str | None) -> Badge | None:
    if decided:
        return Badge(decided, Tone.OK, "gavel")
    return Badge(proposed, Tone.NEUTRAL, "scale") if proposed else None


def earlier_ranks(look: Look) -> dict[int, int | None]:
    """Give the places in the run before this one: two queries, and none where there is no run."""
    runs = look.cycle.runs.order_by("-number")
    if look.run is not None:
        runs = runs.filter(number__lt=look.run.number)
    elif look.day is not None:
        runs = runs.filter(as_of__lt=look.day)
    newest = runs.first()
    return dict(RunUnit.objects.filter(run=newest).values_list("unit", "rank")) if newest else {}


def _seen(look: Look) -> Q:
    return look.sight.cards.condition("unit__path")


def _from_last_run(request: HttpRequest, look: Look) -> HttpResponseBase:
    """Show the newest run of a cycle that is too large to be scored while somebody waits."""
    newest = look.cycle.runs.order_by("-number").first()
    rows = RunUnit.objects.none()
    if newest is not None:
        rows = (
            newest.units.filter(look.sight.cards.condition("unit__path"))
            if not look.sight.is_ranking_open
            else newest.units
        )
    columns = (
        Column("rank", gettext_lazy("rank"), kind="rank", sort="rank"),
        Column("name", gettext_lazy("unit"), sort="name"),
        Column("class_id", gettext_lazy("class"), sort="class_id"),
        Column("total", gettext_lazy("score"), kind="number", sort="total"),
        Column("grade", gettext_lazy("proposed grade: a person decides"), sort="grade"),
    )
    table = Table("last-run", columns, rows, search=("name",), default_sort="class_id,rank")
    return show_table(
        request, table, "scoring/last_run.html", look=look, run=newest, tabs=tabs_of(look, "ranking"), at_top=True
    )
