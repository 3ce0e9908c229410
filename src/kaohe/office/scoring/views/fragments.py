"""Small pieces that pages of other apps load by URL name."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kaohe.office.planning.models import Adjustment
from kaohe.office.scoring.adjusting import with_target
from kaohe.office.scoring.cards import missing_count, total_of
from kaohe.office.scoring.size import is_too_large
from kaohe.office.scoring.views.look import Look, account_of, look_at
from kaohe.office.scoring.views.what_if import outcome_of
from kaohe.scoring.reference import score
from kaohe.tables.problems import Problems


@require_safe
@login_required
def unit_score(request: HttpRequest, code: str, key: int) -> HttpResponseBase:
    """Show a unit's score and place in a small card; nothing where there is no score yet."""
    look = look_at(request, code)
    context = {"look": look, "key": key}
    if _is_ready(look):
        unit = look.unit(key)
        context |= {"unit": unit, "total": total_of(look.sheet, unit), "missing": missing_count(unit)}
    elif not look.sight.cards.covers(look.paths.get(key, "-")):
        raise Http404
    return render(request, "scoring/fragments/unit_score.html", context)


@require_safe
@login_required
def adjustment_effect(request: HttpRequest, key: int) -> HttpResponseBase:
    """Show a unit's score and place before and after an adjustment of one of its targets."""
    rows = Adjustment.objects.visible_to(account_of(request)).select_related("target__cycle", "target__indicator")
    asked = get_object_or_404(rows, pk=key)
    look = look_at(request, asked.target.cycle.code)
    context = {"look": look, "adjustment": asked}
    if _is_ready(look):
        before, unit = look.sheet, look.unit(asked.target.unit_id)
        code = asked.target.indicator.code
        try:
            data = [with_target(look.trial.dataset, unit.unit, code, v) for v in (asked.old_value, asked.new_value)]
            sheets = [score(before.scheme, d, as_of=before.as_of) for d in data]
        except Problems as found:
            context["why"] = [str(p) for p in found]
        else:
            context["outcome"] = outcome_of(sheets[0], sheets[1], sheets[0].by_unit[unit.unit])
    return render(request, "scoring/fragments/adjustment_effect.html", context)


def _is_ready(look: Look) -> bool:
    """Tell whether there is a score: the scheme is published, every cell can be scored, the cycle is not too large."""
    try:
        return not is_too_large(look.cycle) and look.trial.sheet is not None
    except ValidationError:
        return False
