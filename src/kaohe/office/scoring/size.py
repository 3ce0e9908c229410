"""How large a cycle may be to be scored while somebody waits."""

from __future__ import annotations

from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator

LIVE_CELLS = 60_000
"""Units times indicators: about a second of computing. A county has 7,000; larger cycles are scored by the worker."""


def is_too_large(cycle: Cycle) -> bool:
    """Tell whether scores of a cycle come from its newest run instead of being computed on the spot."""
    units = AppraisedUnit.objects.filter(cycle=cycle).count()
    leaves = Indicator.objects.filter(cycle=cycle, is_leaf=True, withdrawn_in__isnull=True).count()
    return units * leaves > LIVE_CELLS
