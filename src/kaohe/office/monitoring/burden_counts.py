"""How much reporting asks of units: demands and fields, counted from what the scheme in force asks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from kaohe.office.monitoring.demands import demands_of
from kaohe.office.monitoring.models import Report
from kaohe.office.monitoring.periods import frequency_of
from kaohe.office.planning.models import AppraisedUnit, Cycle


@dataclass(frozen=True, slots=True)
class Asked:
    """What reports ask of one unit in one month: reports due, fields to fill, fields that fill themselves."""

    unit: int
    month: date
    demands: int
    fields: int
    saved: int


def asked_of_units(cycle: Cycle) -> list[Asked]:
    """Count, unit and month of the data date a row; the same number of queries whatever the number of units."""
    demands = demands_of(cycle)
    classes = dict(AppraisedUnit.objects.filter(cycle=cycle).values_list("unit", "class_id"))
    counts: Counter[tuple[str, str, bool]] = Counter()
    for class_id in set(classes.values()):
        for demand in demands.demands:
            if demand.side == "unit" and demand.concerns(class_id):
                for question in demand.questions:
                    filled = demands.links.filled_by(demand.indicator.pk, question.input, class_id) is not None
                    counts[class_id, demand.frequency, filled] += 1
    found: dict[tuple[int, date], list[int]] = {}
    rows = Report.objects.filter(cycle=cycle, side="unit", due_on__isnull=False)
    for unit, period, due_on in rows.values_list("unit", "period", "due_on").iterator():
        total = found.setdefault((unit, due_on.replace(day=1)), [0, 0, 0])
        key = (classes.get(unit, ""), frequency_of(period))
        for n, count in enumerate((1, counts[*key, False], counts[*key, True])):
            total[n] += count
    return [Asked(unit, month, *total) for (unit, month), total in sorted(found.items())]
