"""Locked targets as they stood at a moment, and last year's figures."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kaohe.criteria.model import Source
from kaohe.office.planning.models import Cycle, PastResult, Target, TargetState, TargetStep
from kaohe.office.scoring.moments import Moment
from kaohe.office.scoring.rows.figures import figures_of
from kaohe.scheme.model import Scheme

_SETS = (TargetStep.Kind.LOCK, TargetStep.Kind.ADJUST)
"""Steps after which a target holds; a proposal or an approval alone changes no score."""
_LOOKS_BACK = {Source.GROWTH, Source.DECLINE, Source.CHANGE}


def targets_of(cycle: Cycle, moment: Moment, codes: Mapping[int, str]) -> dict[tuple[int, str], Decimal]:
    """Give the targets in force by unit and code: one query.

    Parameters
    ----------
    codes
        Code by key of the indicator; targets of others are left out.
    """
    if moment.at is None:
        rows = Target.objects.filter(cycle=cycle, state=TargetState.LOCKED).values_list("unit", "indicator", "value")
        found = rows.iterator()
    else:
        steps = TargetStep.objects.filter(target__cycle=cycle, kind__in=_SETS, at__lte=moment.at).order_by("at", "pk")
        found = steps.values_list("target__unit", "target__indicator", "value").iterator()
    return {(unit, codes[indicator]): value for unit, indicator, value in found if indicator in codes}


def earlier_figures(cycle: Cycle, moment: Moment, scheme: Scheme) -> dict[tuple[int, str, str], Decimal]:
    """Give last year's figures where a criterion looks back, by unit, code and part of the year.

    The accepted figures of the previous cycle, whatever this run counts; for a year before the platform those that were
    entered by hand.
    """
    ruled = [(leaf.code, leaf.rule) for leaf in scheme.leaves if leaf.rule is not None]
    codes = [code for code, rule in ruled if any(i.source in _LOOKS_BACK for i in rule.inputs)]
    if not codes:
        return {}
    entered = PastResult.objects.filter(
        cycle=cycle, year=cycle.year - 1, indicator_code__in=codes, actual__isnull=False
    )
    if moment.at is not None:
        entered = entered.filter(recorded_at__lte=moment.at)
    found = {(unit, code, ""): actual for unit, code, actual in entered.values_list("unit", "indicator_code", "actual")}
    return found | _reported_before(cycle.previous, moment, codes) if cycle.previous else found


def _reported_before(before: Cycle, moment: Moment, codes: list[str]) -> dict[tuple[int, str, str], Decimal]:
    named = dict(before.indicators.filter(code__in=codes).values_list("pk", "code"))
    rows = figures_of(before, Moment(moment.at), list(named))
    return {
        (row.unit, named[row.indicator], row.period[4:]): row.value
        for row in rows
        if not row.input and row.value is not None and row.period.startswith(str(before.year))
    }
