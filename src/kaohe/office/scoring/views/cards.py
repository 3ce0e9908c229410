"""The drill: score card → indicator → figure → its history."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.office.monitoring.models import Event, Figure, FigureVersion
from kaohe.office.people.models import Unit
from kaohe.office.planning.models import Indicator, Target
from kaohe.office.scoring.cards import lines_of, missing_count, total_of
from kaohe.office.scoring.views.look import Look, look_at
from kaohe.office.scoring.views.tabs import tabs_of
from kaohe.office.scoring.views.unscorable import show_problems
from kaohe.office.ui import panel
from kaohe.scoring.cells import UnitScore
from kaohe.scoring.explain import explain
from kaohe.scoring.lines import Explanation


@require_safe
@login_required
def unit(request: HttpRequest, code: str, key: int) -> HttpResponseBase:
    """Show a unit's score card: the tree with points, score and lost points."""
    look = look_at(request, code)
    if look.trial.sheet is None:
        return show_problems(request, look)
    scored = look.unit(key)
    name = next((c.name for c in look.trial.scheme.classes if c.id == scored.class_id), "")
    context = {
        "look": look,
        "key": key,
        "unit": scored,
        "class_name": name,
        "total": total_of(look.sheet, scored),
        "lines": list(lines_of(look.sheet, scored)),
        "missing": missing_count(scored),
        "missing_label": _("not reported"),
        "rank_before": _rank_before(look, key),
        "tabs": tabs_of(look, "ranking"),
    }
    return render(request, "scoring/unit.html", context)


def _rank_before(look: Look, key: int) -> int | None:
    newest = look.cycle.runs.order_by("-number").first()
    found = newest.units.filter(unit=key).values_list("rank", flat=True).first() if newest and not look.run else None
    return found if found is None else int(found)


@require_safe
@login_required
def derivation(request: HttpRequest, code: str, key: int) -> HttpResponseBase:
    """Say in words how a unit's total and place came about."""
    look = look_at(request, code)
    if look.trial.sheet is None:
        return show_problems(request, look)
    scored = look.unit(key)
    told = explain(look.sheet, scored.unit)
    context = {"look": look, "key": key, "unit": scored, "told": told, "title": told.text}
    return panel.show(request, "scoring/derivation.html", context)


@require_safe
@login_required
def indicator(request: HttpRequest, code: str, key: int, indicator: str) -> HttpResponseBase:
    """Show one indicator of a unit: figure, target, sentence, derivation, who entered and signed it, history."""
    look = look_at(request, code)
    owns = indicator in look.sight.owned
    if not (owns or look.sight.cards.covers(look.paths.get(key, "-"))):
        raise Http404
    row = Indicator.objects.filter(cycle=look.cycle, code=indicator).first()
    appraised = get_object_or_404(Unit, pk=key, appraisals__cycle=look.cycle)
    told = _told(look, key, indicator)
    if row is None and told is None:
        raise Http404
    context = {
        "look": look,
        "key": key,
        "appraised": appraised,
        "indicator": row,
        "code": indicator,
        "told": told,
        "title": told.text if told else str(row),
        "figures": _figures(look, key, row),
        "versions": _versions(look, key, row),
        "events": Event.objects.filter(cycle=look.cycle, unit=key, item=indicator).select_related("filed_by__person"),
        "targets": Target.objects.filter(cycle=look.cycle, unit=key, indicator=row) if row else (),
        "opens_card": look.sight.cards.covers(look.paths.get(key, "-")),
    }
    return panel.show(request, "scoring/indicator.html", context)


def _told(look: Look, key: int, indicator: str) -> Explanation | None:
    """Explain the score; None where there is none, because the indicator does not apply or cells cannot be scored."""
    sheet = look.trial.sheet
    unit = next((code for code, known in look.trial.keys.items() if known == key), None)
    if sheet is None or unit is None or indicator not in codes_of(sheet.by_unit[unit]):
        return None
    return explain(sheet, unit, indicator)


def codes_of(unit: UnitScore) -> set[str]:
    """Give the codes of everything that has a score."""
    leaves, nodes = {i.code for i in unit.indicators}, {n.code for n in unit.nodes}
    return leaves | nodes | {a.code for a in unit.adjustments}


_PEOPLE = ("recorded_by__person", "signed_by__person", "accepted_by__person")


def _figures(look: Look, key: int, row: Indicator | None) -> list[Figure]:
    if row is None:
        return []
    found = Figure.objects.filter(cycle=look.cycle, unit=key, indicator=row).select_related(*_PEOPLE)
    return list(found.order_by("-period", "input").prefetch_related("evidence"))


def _versions(look: Look, key: int, row: Indicator | None) -> list[FigureVersion]:
    if row is None:
        return []
    rows = FigureVersion.objects.filter(figure__cycle=look.cycle, figure__unit=key, figure__indicator=row)
    return list(rows.select_related("figure", "by__person").order_by("-at", "-revision")[:200])
