"""What if: sliders on one unit's figures, and on weights and points. Exact, and nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kaohe.office.scoring.cards import total_of
from kaohe.office.scoring.supposing import changes_of, figure_sliders, weight_sliders
from kaohe.office.scoring.views.analysis import everything
from kaohe.office.scoring.views.look import look_at
from kaohe.office.scoring.views.tabs import tabs_of
from kaohe.office.scoring.views.unscorable import show_problems
from kaohe.office.ui.tables import Rank
from kaohe.scoring.cells import UnitScore
from kaohe.scoring.sheet import ScoreSheet
from kaohe.scoring.simulate import Changes, WhatIf
from kaohe.scoring.simulate import what_if as suppose
from kaohe.tables.problems import Problems

EFFECT = "effect"
"""Id of the element that a moved slider fills anew."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A unit before and after."""

    name: str
    before: Decimal | None
    after: Decimal | None
    rank: Rank | None
    grade_before: str
    grade_after: str

    @property
    def change(self) -> Decimal | None:
        """Points won or lost."""
        return None if self.before is None or self.after is None else self.after - self.before


@require_safe
@login_required
def of_unit(request: HttpRequest, code: str, key: int) -> HttpResponseBase:
    """Suppose other figures of one unit, all others as they are."""
    look = look_at(request, code)
    if look.trial.sheet is None:
        return show_problems(request, look)
    scored = look.unit(key)
    sliders = figure_sliders(look.sheet, scored, request.GET.dict())
    context: dict[str, Any] = {"look": look, "key": key, "unit": scored, "sliders": sliders}
    try:
        found = supposed(look.sheet, changes_of(sliders, scored.unit))
    except (ValidationError, Problems, ValueError) as why:
        context["why"] = _said(why)
    else:
        mine = [d for d in found.differences if d.unit == scored.unit and d.what in ("leaf", "node", "adjustment")]
        others = sum(d.unit != scored.unit and d.what == "rank" for d in found.differences)
        outcome = outcome_of(look.sheet, found.sheet, scored)
        context |= {"outcome": outcome, "differences": [d.say() for d in mine], "others": others}
    if request.headers.get("HX-Target") == EFFECT:
        return render(request, "scoring/effect.html", context)
    return render(request, "scoring/what_if.html", {**context, "tabs": tabs_of(look, "ranking")})


@require_safe
@login_required
def weights(request: HttpRequest, code: str) -> HttpResponseBase:
    """Suppose other weights or points for one class, and rank again."""
    look = everything(request, code)
    if look.trial.sheet is None:
        return show_problems(request, look)
    classes = {c.id: c.name for c in look.trial.scheme.classes}
    wanted = request.GET.get("class", "") or next(iter(classes))
    if wanted not in classes:
        raise Http404
    sliders = weight_sliders(look.trial.scheme, wanted, request.GET.dict())
    context: dict[str, Any] = {"look": look, "sliders": sliders, "classes": classes, "wanted": wanted}
    try:
        found = supposed(look.sheet, changes_of(sliders, classes=(wanted,)))
    except (ValidationError, Problems, ValueError) as why:
        context["why"] = _said(why)
    else:
        units = [u for u in found.sheet.units if u.class_id == wanted]
        context["outcomes"] = [outcome_of(look.sheet, found.sheet, look.sheet.by_unit[u.unit]) for u in units]
    if request.headers.get("HX-Target") == EFFECT:
        return render(request, "scoring/weights_effect.html", context)
    return render(request, "scoring/weights.html", {**context, "tabs": tabs_of(look, "weights")})


def supposed(sheet: ScoreSheet, changes: Changes) -> WhatIf:
    """Score again under what is supposed; with nothing supposed the sheet itself."""
    if changes == Changes(classes=changes.classes):
        return WhatIf(sheet, ())
    return suppose(sheet, changes)


def outcome_of(before: ScoreSheet, after: ScoreSheet, unit: UnitScore) -> Outcome:
    """Hold a unit's result against the supposed one."""
    now = after.by_unit[unit.unit]
    rank = None if now.rank is None else Rank(now.rank, unit.rank)
    return Outcome(unit.name, total_of(before, unit), total_of(after, now), rank, unit.grade or "", now.grade or "")


def _said(why: ValidationError | Problems | ValueError) -> list[str]:
    if isinstance(why, ValidationError):
        return list(why.messages)
    return [str(p) for p in why] if isinstance(why, Problems) else [str(why)]
