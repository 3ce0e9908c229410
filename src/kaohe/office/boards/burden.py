"""The burden of it all: demands, fields and minutes, by unit and month, and by whom they were demanded.

Minutes are an estimate, for seeing what grows and what could go: the counts come from the ledgers, the minutes for one
report, one field and so on from the setting ``KAOHE_BURDEN_MINUTES``. Nobody is measured at work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from kaohe.office.monitoring.burden_counts import asked_of_units
from kaohe.office.monitoring.models import Complaint, Problem, Supervised
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import UNITS_SEEN, Role, View
from kaohe.office.planning.models import Cycle

SEEN = {
    Role.OFFICER: View.SCOPE,
    Role.SUPERVISOR: View.SCOPE,
    Role.LEADER: View.FIELD,
    Role.LIAISON: View.SCOPE,
    Role.UNIT_HEAD: View.SCOPE,
}
"""Who sees the burden of which units; whoever bears it sees the own."""

assert SEEN.keys() <= UNITS_SEEN.keys()  # noqa: S101  # never more than the units themselves


@dataclass(frozen=True, slots=True)
class Load:
    """What one organiser demands of one unit in one month.

    Attributes
    ----------
    fields
        Fields that somebody fills; ``saved``: fields that fill themselves, because the figure is known already.
    minutes
        Estimate.
    """

    unit: int
    month: date
    organiser: int
    demands: int
    fields: int
    saved: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Total:
    """Loads added up under one heading, with the complaints about them."""

    name: str
    demands: int
    fields: int
    saved: int
    minutes: int
    complaints: int = 0

    @property
    def hours(self) -> int:
        """Minutes in whole hours, rounded up."""
        return -(-self.minutes // 60)


def loads(account: Account, cycle: Cycle) -> list[Load]:
    """Count what a cycle demands of the units that an account may see: reports, supervision, rectification."""
    seen = set(Unit.objects.filter(account.reach(SEEN).condition("path")).values_list("pk", flat=True))
    return [load for load in (*_reports(cycle), *_supervision(cycle), *_rectification(cycle)) if load.unit in seen]


def _reports(cycle: Cycle) -> Iterator[Load]:
    price = settings.KAOHE_BURDEN_MINUTES
    for asked in asked_of_units(cycle):
        minutes = asked.demands * price["report"] + asked.fields * price["field"]
        yield Load(asked.unit, asked.month, cycle.root_id, asked.demands, asked.fields, asked.saved, minutes)


def _supervision(cycle: Cycle) -> Iterator[Load]:
    price = settings.KAOHE_BURDEN_MINUTES
    rows = Supervised.objects.filter(task__cycle=cycle, task__assigned_at__isnull=False).order_by()
    counted = rows.values("unit", "task__organiser", month=TruncMonth("task__assigned_at")).annotate(
        tasks=Count("pk", distinct=True), nodes=Count("nodes")
    )
    for row in counted:
        minutes = row["tasks"] * price["supervision"] + row["nodes"] * price["node"]
        month = timezone.localtime(row["month"]).date()
        fields = 2 * row["tasks"] + row["nodes"]  # arrangement, report, and a day for each node
        yield Load(row["unit"], month, row["task__organiser"], row["tasks"], fields, 0, minutes)


def _rectification(cycle: Cycle) -> Iterator[Load]:
    price = settings.KAOHE_BURDEN_MINUTES
    rows = Problem.objects.filter(cycle=cycle).order_by()
    for row in rows.values("unit", month=TruncMonth("found_on")).annotate(n=Count("pk", distinct=True)):
        # measures, and the result
        yield Load(row["unit"], row["month"], cycle.root_id, row["n"], 2 * row["n"], 0, row["n"] * price["problem"])


def by_unit(found: list[Load], complaints: dict[int, int]) -> list[Total]:
    """Add up by unit, the heaviest first."""
    names = dict(Unit.objects.filter(pk__in={load.unit for load in found}).values_list("pk", "name"))
    return _added(
        ((names[load.unit], load) for load in found), {names[k]: n for k, n in complaints.items() if k in names}
    )


def by_organiser(found: list[Load]) -> list[Total]:
    """Add up by who demanded it, the heaviest first."""
    names = dict(Unit.objects.filter(pk__in={load.organiser for load in found}).values_list("pk", "name"))
    return _added(((names[load.organiser], load) for load in found), {})


def by_month(found: list[Load]) -> list[Total]:
    """Add up by month, in order."""
    words = {month: f"{month:%Y-%m}" for month in {load.month for load in found}}
    return sorted(_added(((words[load.month], load) for load in found), {}), key=lambda total: total.name)


def complaints_by_unit(cycle: Cycle) -> dict[int, int]:
    """Count the complaints about demands of a cycle."""
    rows = Complaint.objects.filter(cycle=cycle).order_by().values_list("unit").annotate(n=Count("pk"))
    return dict(rows)


def _added(found: Iterable[tuple[str, Load]], complaints: Mapping[str, int]) -> list[Total]:
    groups: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for name, load in found:
        group = groups[name]
        group[0] += load.demands
        group[1] += load.fields
        group[2] += load.saved
        group[3] += load.minutes
    totals = [
        Total(name, group[0], group[1], group[2], group[3], complaints.get(name, 0)) for name, group in groups.items()
    ]
    return sorted(totals, key=lambda total: (-total.minutes, total.name))
