"""Keep what units reached in earlier years, for the targets of the next."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kaohe.exact import show_decimal
from kaohe.office.audit.record import record
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.actions.targets import BATCH, summary
from kaohe.office.planning.comparison import Grounds, signs
from kaohe.office.planning.models import Cycle, PastResult, Target, TargetState
from kaohe.office.planning.past import Past
from kaohe.office.planning.policies import targets as policies


@transaction.atomic
def record_past_results(*, by: Account, cycle: Cycle, results: Sequence[Past], source: str) -> int:
    """Keep results of years with a cycle: of earlier ones that are entered for it, or its own when it closes.

    What was kept of the same unit, indicator and year is replaced. The warnings of targets that are not decided yet
    are looked at anew.

    Parameters
    ----------
    source
        The list, or the run, they were taken from.

    Raises
    ------
    PermissionDenied
        Unless the account is the office of the area.
    ValidationError
        When a year lies after the cycle, or a result says nothing.
    """
    require(policies.targets.may_keep_history(by, cycle))
    if any(r.year > cycle.year for r in results):
        raise ValidationError(_("Results lie in the year of the cycle or before it."))
    if any(r.target is None and r.actual is None for r in results):
        raise ValidationError(_("A result has a target, an actual figure, or both."))
    rows = [
        PastResult(
            cycle=cycle,
            unit_id=r.unit,
            indicator_code=r.indicator_code,
            year=r.year,
            target=r.target,
            actual=r.actual,
            source=source,
            recorded_by=by,
        )
        for r in results
    ]
    PastResult.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["cycle", "unit", "indicator_code", "year"],
        update_fields=["target", "actual", "source", "recorded_at", "recorded_by"],
    )
    _look_again(cycle)
    details = {"source": source, "count": len(rows)} | summary([_line(r) for r in results])
    record(action="record_past_results", actor=by, subject=cycle, details=details, chain=cycle.chain)
    return len(rows)


def _look_again(cycle: Cycle) -> None:
    """Compare the targets that still wait for a decision with the history as it stands now."""
    waiting = Target.objects.filter(cycle=cycle, state__in=[TargetState.PROPOSED, TargetState.RETURNED])
    targets = list(waiting.select_related("indicator").select_for_update(of=("self",)).order_by("pk"))
    grounds = Grounds.of(cycle, {t.unit_id for t in targets})
    changed = []
    for target in targets:
        found = signs(grounds.warn(target))
        if found != target.warnings:
            target.warnings = found
            changed.append(target)
    Target.objects.bulk_update(changed, ["warnings"], batch_size=BATCH)


def _line(result: Past) -> dict[str, str]:
    return {
        "unit": result.unit_code,
        "indicator": result.indicator_code,
        "year": str(result.year),
        "target": "" if result.target is None else show_decimal(result.target),
        "actual": "" if result.actual is None else show_decimal(result.actual),
    }
