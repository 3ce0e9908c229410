"""Lights by class and indicator: which share of the units is on pace with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from kaohe.office.monitoring.paces import latest_months, paces_of, plan_of
from kaohe.office.people.models import Account
from kaohe.office.planning.models import AppraisedUnit, Cycle
from kaohe.office.ui.charts import Chart, heat


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator in one class."""

    class_id: str
    code: str
    name: str
    position: int
    measured: int
    on_pace: int

    @property
    def share(self) -> Decimal:
        """Units on pace, in percent, half-up at one place."""
        return Decimal((2 * self.on_pace * 1_000 + self.measured) // (2 * self.measured)) / 10


def cells_of(account: Account, cycle: Cycle, months: int) -> list[Cell]:
    """Count the lights by class and indicator at the end of a month: four queries."""
    class_of = AppraisedUnit.objects.filter(cycle=cycle, unit=OuterRef("unit")).values("class_id")[:1]
    rows = paces_of(cycle, account, plan_of(cycle, months)).order_by()
    counted = (
        rows.annotate(unit_class=Subquery(class_of))
        .values("unit_class", "indicator__code", "indicator__name", "indicator__position")
        .annotate(measured=Count("pk"), on_pace=Count("pk", filter=Q(light="on_pace")))
    )
    return [_cell(row) for row in counted]


def _cell(row: Mapping[str, Any]) -> Cell:
    return Cell(
        row["unit_class"] or "",
        row["indicator__code"],
        row["indicator__name"],
        row["indicator__position"],
        row["measured"],
        row["on_pace"],
    )


def heat_map(cells: list[Cell], class_names: Mapping[str, str]) -> Chart:
    """Draw the shares: indicators down, classes across, each cell with its number."""
    known = {(cell.code, cell.class_id): cell.share for cell in cells}
    indicators = sorted({(cell.position, cell.code, cell.name) for cell in cells})
    classes = [class_id for class_id in class_names if any(cell.class_id == class_id for cell in cells)]
    values = [[known.get((code, class_id)) for class_id in classes] for _position, code, _name in indicators]
    return heat(
        _("Units on pace, by indicator and class"),
        [class_names[class_id] for class_id in classes],
        [f"{code} {name}" for _position, code, name in indicators],
        values,
        unit="%",
        least=0,
        most=100,
    )


def share_by_month(account: Account, cycle: Cycle) -> list[tuple[int, Decimal | None]]:
    """Give the share of figures on pace month by month until the latest: one query and a plan a month."""
    found: list[tuple[int, Decimal | None]] = []
    for month in range(1, latest_months(cycle) + 1):
        rows = paces_of(cycle, account, plan_of(cycle, month)).order_by()
        counted = rows.aggregate(measured=Count("pk"), on_pace=Count("pk", filter=Q(light="on_pace")))
        measured, on_pace = counted["measured"], counted["on_pace"]
        share = Decimal((2 * on_pace * 1_000 + measured) // (2 * measured)) / 10 if measured else None
        found.append((month, share))
    return found
