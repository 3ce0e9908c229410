"""Analyses of one moment's scores: by indicator, lost points, next points, how firm the ranking stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kaohe.office.scoring.cards import decimal
from kaohe.office.scoring.losses import Loss, Share, by, losses
from kaohe.office.scoring.views.look import Look, look_at
from kaohe.office.scoring.views.tabs import tabs_of
from kaohe.office.scoring.views.unscorable import show_problems
from kaohe.office.ui.charts import Chart, bars
from kaohe.office.ui.tables import Choice, Column, Table, show_table
from kaohe.office.ui.tones import Badge, Tone
from kaohe.scoring.cells import State
from kaohe.scoring.simulate import next_points as find_next_points
from kaohe.scoring.simulate import one_at_a_time, rank_intervals

MOST_BARS = 15
DRAWS = 200
"""Draws of weights for the places under uncertainty: enough for whole places, quick enough to wait for."""


@dataclass(frozen=True, slots=True)
class OfUnit:
    """One unit's score on one indicator."""

    code: str
    indicator: str
    unit: str
    class_id: str
    actual: Decimal | None
    target: Decimal | None
    points: Decimal
    score: Decimal | None
    state: Badge | None
    url: str


@require_safe
@login_required
def indicators(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show each indicator across the units: all for who sees every unit, the own ones for a data owner."""
    look = look_at(request, code)
    if not (look.sight.is_everything or look.sight.owned):
        raise Http404
    if look.trial.sheet is None:
        return show_problems(request, look)
    rows = list(_across(look))
    codes = dict.fromkeys((row.code, row.indicator) for row in rows)
    columns = (
        Column("indicator", gettext_lazy("indicator"), sort="indicator", link=lambda r: r.url),
        Column("unit", gettext_lazy("unit"), sort="unit"),
        Column("actual", gettext_lazy("figure"), kind="number", sort="actual"),
        Column("target", gettext_lazy("target"), kind="number", sort="target"),
        Column("points", gettext_lazy("full points"), kind="number", sort="points", phone=False),
        Column("score", gettext_lazy("score"), kind="number", sort="score", link=lambda r: r.url),
        Column("state", gettext_lazy("state"), kind="badge", sort="state"),
    )
    classes = [(c.id, c.name) for c in look.trial.scheme.classes]
    filters = (
        Choice("indicator", gettext_lazy("indicator"), list(codes), "code"),
        Choice("class", gettext_lazy("class"), classes, "class_id"),
    )
    table = Table("by-indicator", columns, rows, filters, ("unit", "indicator"), page_size=100)
    tabs = tabs_of(look, "indicators")
    return show_table(request, table, "scoring/indicators.html", look=look, tabs=tabs)


def _across(look: Look) -> Iterator[OfUnit]:
    sheet = look.sheet
    for unit, leaf in sheet.cells():
        if not (look.sight.is_everything or leaf.code in look.sight.owned):
            continue
        key = look.trial.keys[unit.unit]
        yield OfUnit(
            leaf.code,
            f"{leaf.code} {sheet.scheme.by_code[leaf.code].name}",
            unit.name,
            unit.class_id,
            None if leaf.actual is None else Decimal(leaf.actual),
            None if leaf.target is None else Decimal(leaf.target),
            leaf.points,
            decimal(leaf.score, sheet.precision),
            _state(leaf.state),
            reverse("scoring:indicator", args=[look.cycle.code, key, leaf.code]) + look.query,
        )


def _state(state: State) -> Badge | None:
    """Give a word to what is not an ordinary figure."""
    words = {
        State.NOT_REPORTED: Badge(_("not reported"), Tone.RISK),
        State.NOT_APPLICABLE: Badge(_("does not apply"), Tone.NEUTRAL),
        State.DECIDED: Badge(_("decided by a person"), Tone.ACTION),
    }
    return words.get(state)


@dataclass(frozen=True, slots=True)
class Pareto:
    """One side of the loss analysis: a chart and its lines."""

    title: str
    chart: Chart | None
    shares: tuple[tuple[str, str, Share], ...]
    """Name, address and numbers of each line."""


@require_safe
@login_required
def lost_points(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show where points were lost, by indicator, unit and class."""
    look = everything(request, code)
    if look.trial.sheet is None:
        return show_problems(request, look)
    sheet, wanted = look.sheet, request.GET.get("class", "")
    found = [loss for loss in losses(sheet) if wanted in ("", loss.class_id)]
    classes = {c.id: c.name for c in sheet.scheme.classes}
    units = {u.unit: u.name for u in sheet.units}
    urls = {u: reverse("scoring:unit", args=[code, look.trial.keys[u]]) + look.query for u in units}
    leaves = {leaf.code: f"{leaf.code} {leaf.name}" for leaf in sheet.scheme.leaves}
    across = {c: f"{reverse('scoring:indicators', args=[code])}?indicator={c}" for c in leaves}
    pareto = [
        _pareto(_("By indicator"), found, lambda loss: loss.code, leaves, across),
        _pareto(_("By unit"), found, lambda loss: loss.unit, units, urls),
        _pareto(_("By class"), found, lambda loss: loss.class_id, classes, {}),
    ]
    context = {"look": look, "pareto": pareto, "classes": classes, "wanted": wanted, "tabs": tabs_of(look, "losses")}
    return render(request, "scoring/losses.html", context)


def _pareto(
    title: str, found: list[Loss], key: Callable[[Loss], str], names: dict[str, str], urls: dict[str, str]
) -> Pareto:
    shares = by(found, key)
    top = shares[:MOST_BARS]
    series = {
        _("lost on figures"): [s.points - s.missing for s in top],
        _("lost because not reported"): [s.missing for s in top],
    }
    chart = bars(title, [names[s.key] for s in top], series, unit=_("score points"), stacked=True)
    lines = tuple((names[s.key], urls.get(s.key, ""), s) for s in shares)
    return Pareto(title, chart if top else None, lines)


@require_safe
@login_required
def next_points(request: HttpRequest, code: str, key: int) -> HttpResponseBase:
    """List where a unit can gain points, most first."""
    look = look_at(request, code)
    if look.trial.sheet is None:
        return show_problems(request, look)
    scored = look.unit(key)
    found = find_next_points(look.sheet, scored.unit)
    context = {"look": look, "key": key, "unit": scored, "found": found, "tabs": tabs_of(look, "ranking")}
    return render(request, "scoring/next_points.html", context)


@require_safe
@login_required
def stability(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show how far places depend on the weights: each weight moved alone, and all of them at random."""
    look = everything(request, code)
    if look.trial.sheet is None:
        return show_problems(request, look)
    classes = {c.id: c.name for c in look.trial.scheme.classes}
    wanted = request.GET.get("class", "") or next(iter(classes))
    if wanted not in classes:
        raise Http404
    context = {"look": look, "classes": classes, "wanted": wanted, "tabs": tabs_of(look, "stability")}
    try:
        context |= {
            "effects": one_at_a_time(look.sheet, wanted),
            "intervals": rank_intervals(look.sheet, wanted, draws=DRAWS),
            "names": {i.code: i.name for i in look.trial.scheme.roots},
        }
    except ValueError as why:  # the top level is neither weighted nor a sum, or nobody is ranked
        context["why"] = str(why)
    return render(request, "scoring/stability.html", context)


def everything(request: HttpRequest, code: str) -> Look:
    """Look at a page that only who sees every unit may open.

    Raises
    ------
    Http404
        For everybody else.
    """
    look = look_at(request, code)
    if not look.sight.is_everything:
        raise Http404
    return look
