"""Which targets, adjustments, earlier results and lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.db import connections, models
from django.db.models import Aggregate, Count, F, Q
from django.utils import timezone

from kaohe.office.people.roles import Role, View

if TYPE_CHECKING:
    from kaohe.office.people.models import Account, Unit
    from kaohe.office.planning.models import Cycle

TARGETS_SEEN = {
    Role.OFFICER: View.SCOPE,
    Role.LIAISON: View.SCOPE,
    Role.UNIT_HEAD: View.SCOPE,
    Role.ASSESSOR: View.SCOPE,
    Role.SUPERVISOR: View.SCOPE,
    Role.LEADER: View.FIELD,
}
"""Administrators see no targets; a data owner sees its own and, for every unit, those of its indicators."""

OWN_SEEN = {Role.DATA_OWNER: View.SCOPE}


def visible(account: Account, unit: str, indicator: str) -> Q:
    """Give the filter on rows that belong to a unit and an indicator.

    Parameters
    ----------
    unit, indicator
        Paths to the two from the row.
    """
    seen = account.reach(TARGETS_SEEN)
    if seen.is_all:
        return Q()
    owned = account.reach(OWN_SEEN)
    return (
        seen.condition(f"{unit}__path")
        | owned.condition(f"{unit}__path")
        | owned.condition(f"{indicator}__owner__path")
    )


class MiddleAtMost(Aggregate):
    """The middle value, for an even number the lower of the two: exact, unlike an interpolated one."""

    function = "percentile_disc"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


class MiddleAtLeast(MiddleAtMost):
    """The middle value, for an even number the upper of the two.

    Just above one half: of up to 100 million values the next one, in the order that `MiddleAtMost` has sorted already.
    """

    template = "%(function)s(0.500000001) WITHIN GROUP (ORDER BY %(expressions)s)"


class TargetQuerySet(models.QuerySet[Any]):
    """Targets."""

    def visible_to(self, account: Account) -> Self:
        """Keep the targets an account may see."""
        return self.filter(visible(account, "unit", "indicator"))

    def of(self, cycle: Cycle) -> Self:
        """Keep the targets of a cycle, each with what a line of a list shows."""
        return self.filter(cycle=cycle).select_related("unit", "indicator", "cycle", "proposed_by__person")

    def visible_in(self, cycle: Cycle, account: Account) -> Self:
        """Keep the targets of a cycle that an account may see; no unit is asked for when it sees the whole area."""
        rows = self.filter(cycle=cycle)
        return rows if account.reach(TARGETS_SEEN).covers(cycle.root.path) else rows.visible_to(account)

    def states(self) -> dict[str, int]:
        """Count by state."""
        return dict(self.order_by().values_list("state").annotate(count=Count("*")))

    def in_class(self, cycle: Cycle, class_id: str) -> Self:
        """Keep the targets of the units of one class of a cycle."""
        return self.filter(cycle=cycle, unit__appraisals__cycle=cycle, unit__appraisals__class_id=class_id)

    def late(self, cycle: Cycle) -> Self:
        """Keep what was first proposed after the last day of a cycle for targets."""
        return self.filter(proposed_at__gte=_end(cycle)) if cycle.targets_until else self.none()

    def in_time(self, cycle: Cycle) -> Self:
        """Keep what was first proposed by the last day of a cycle for targets."""
        return self.filter(proposed_at__lt=_end(cycle)) if cycle.targets_until else self

    def middles(self) -> dict[str, tuple[int, Decimal]]:
        """Give, by indicator code, how many targets there are and the middle of them."""
        rows = (
            self.order_by()
            .values("indicator__code")
            .annotate(count=Count("pk"), low=MiddleAtMost("value"), high=MiddleAtLeast("value"))
        )
        return {row["indicator__code"]: (row["count"], (row["low"] + row["high"]) / 2) for row in rows}

    def beside(self, unit: Unit) -> Any:
        """Sum up, an indicator a row, the targets beside the one of a unit: how many there are, and its place.

        The columns are ``indicator``, ``count``, ``above``, ``below``: how many are larger and smaller than its own.
        """
        own = F("indicator__targets__value")
        return (
            self.filter(indicator__targets__unit=unit, indicator__targets__cycle=F("cycle"))
            .exclude(unit=unit)
            .order_by()
            .values("indicator")
            .annotate(
                count=Count("*"),
                above=Count("pk", filter=Q(value__gt=own)),
                below=Count("pk", filter=Q(value__lt=own)),
            )
        )

    def states_by_unit(self) -> Any:
        """Count, unit and state a row."""
        return self.order_by().values("unit", "state").annotate(count=Count("*"))


def _end(cycle: Cycle) -> datetime:
    """Give the first moment after the last day for targets."""
    day = (cycle.targets_until or date.max - timedelta(days=2)) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))


_NOTE = """
INSERT INTO planning_targetstep (target_id, kind, value, reason, at, by_id)
SELECT id, %(kind)s, value, CASE WHEN %(reason)s = '' AND %(kind)s = 'propose' THEN basis ELSE %(reason)s END,
  %(at)s, %(by)s
FROM planning_target WHERE id = ANY(%(targets)s) ORDER BY id
"""
"""In the database: a lock of a whole province adds as many steps as there are targets."""


class TargetStepQuerySet(models.QuerySet[Any]):
    """Steps of targets."""

    def note(self, kind: str, targets: Sequence[int], by: int, reason: str = "") -> None:
        """Add one step to each target, with the value that stands; a proposal without a reason tells its basis."""
        values: dict[str, Any] = {
            "kind": kind,
            "reason": reason,
            "at": timezone.now(),
            "by": by,
            "targets": list(targets),
        }
        with connections[self.db].cursor() as cursor:
            cursor.execute(_NOTE, values)


class AdjustmentQuerySet(models.QuerySet[Any]):
    """Adjustments of targets."""

    def visible_to(self, account: Account) -> Self:
        """Keep the adjustments of the targets an account may see."""
        return self.filter(visible(account, "target__unit", "target__indicator"))

    def for_list(self) -> Self:
        """Fetch with each what a line of a list shows."""
        return self.select_related(
            "target__unit", "target__indicator", "target__cycle__root", "asked_by__person", "decided_by__person"
        )


class PastResultQuerySet(models.QuerySet[Any]):
    """Results of earlier years."""

    def visible_to(self, account: Account) -> Self:
        """Keep the results of the units an account may see; a data owner sees those of its own units here."""
        seen, owned = account.reach(TARGETS_SEEN), account.reach(OWN_SEEN)
        return self if seen.is_all else self.filter(seen.condition("unit__path") | owned.condition("unit__path"))

    def before(self, cycle: Cycle) -> Self:
        """Keep what is known of the years before a cycle: entered for it, or kept by the cycles it follows."""
        return self.filter(cycle__in=lineage(cycle), year__lt=cycle.year)

    def middles(self, cycle: Cycle, class_id: str) -> dict[str, tuple[int, Decimal]]:
        """Give, by indicator code, how many units of a class had a figure last year and the middle of them."""
        is_one = len(lineage(cycle)) == 1  # then no unit stands twice, and counting is far cheaper
        how_many = Count("*") if is_one else Count("unit", distinct=True)
        rows = (
            self.before(cycle)
            .filter(
                year=cycle.year - 1,
                actual__isnull=False,
                unit__appraisals__cycle=cycle,
                unit__appraisals__class_id=class_id,
            )
            .order_by()
            .values("indicator_code")
            .annotate(count=how_many, low=MiddleAtMost("actual"), high=MiddleAtLeast("actual"))
        )
        return {row["indicator_code"]: (row["count"], (row["low"] + row["high"]) / 2) for row in rows}


def lineage(cycle: Cycle) -> list[int]:
    """Give the keys of a cycle and of those it follows, the nearest first."""
    found: list[int] = []
    step: Cycle | None = cycle
    while step is not None and step.pk not in found:
        found.append(step.pk)
        step = step.previous
    return found


class TargetBatchQuerySet(models.QuerySet[Any]):
    """Lists of targets that were handed in."""

    def visible_to(self, account: Account) -> Self:
        """Keep one's own lists: a list may hold what others may not see."""
        return self.filter(handed_in_by=account)
