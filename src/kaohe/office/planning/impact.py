"""What a change of a unit in mid-cycle affects: told before somebody decides on it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from kaohe.office.planning.models import AppraisedUnit, Indicator, Target


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of class affects.

    Attributes
    ----------
    size_before, size_after
        Units in the class that the unit leaves, and in the one it enters, without it: relative scores and quotas of
        both are computed over them.
    gained, lost
        Indicators that begin or cease to apply.
    targets
        Targets of the unit on indicators that cease to apply.
    """

    size_before: int
    size_after: int
    gained: list[Indicator]
    lost: list[Indicator]
    targets: int


def of_class_change(appraised: AppraisedUnit, class_id: str) -> Impact:
    """Tell what another class would mean for a unit and those it is compared with."""
    others = AppraisedUnit.objects.filter(cycle=appraised.cycle).on(timezone.localdate()).exclude(pk=appraised.pk)
    leaves = Indicator.objects.filter(cycle=appraised.cycle).in_force().leaves()
    before, after = (set(leaves.of_class(c)) for c in (appraised.class_id, class_id))
    lost = sorted(before - after, key=lambda i: i.position)
    targets = Target.objects.filter(cycle=appraised.cycle, unit=appraised.unit, indicator__in=lost)
    return Impact(
        size_before=others.of_class(appraised.class_id).count(),
        size_after=others.of_class(class_id).count(),
        gained=sorted(after - before, key=lambda i: i.position),
        lost=lost,
        targets=targets.count(),
    )
