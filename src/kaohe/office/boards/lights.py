"""Lights by class and indicator: which share of the units is on pace with what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from kaohe.office.monitoring.known_lights import BEHIND, Lights, lights_of
from kaohe.office.monitoring.light_sight import Sight, sight_of
from kaohe.office.monitoring.paces import paces_of, plan_of, plans_of
from kaohe.office.monitoring.querysets.pace import Plan
from kaohe.office.people.models import Account
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator
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
    """Count the lights by class and indicator at the end of a month; lights that did not change are remembered."""
    found = lights_of(cycle, plan_of(cycle, months))
    sight = sight_of(account, found)
    class_of = dict(AppraisedUnit.objects.filter(cycle=cycle).values_list("unit", "class_id"))
    units: dict[str, set[int]] = defaultdict(set)
    for unit in found[0].of_unit:
        units[class_of.get(unit, "")].add(unit)
    indicators = {indicator.pk: indicator for indicator in Indicator.objects.filter(cycle=cycle)}
    return [
        _cell(class_id, indicators[key], counted)
        for class_id, of_class in sorted(units.items())
        for key, counted in sight.by_indicator(found[0], of_class).items()
    ]


def _cell(class_id: str, indicator: Indicator, counted: tuple[int, int]) -> Cell:
    return Cell(class_id, indicator.code, indicator.name, indicator.position, *counted)


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


def share_by_month(account: Account, cycle: Cycle, months: int) -> list[tuple[int, Decimal | None]]:
    """Give the share of figures on pace month by month until a month."""
    found = lights_of(cycle, *plans_of(cycle, range(1, months + 1)))
    sight = sight_of(account, found)
    return shares_by_month(found, sight)


def shares_by_month(found: Sequence[Lights], sight: Sight) -> list[tuple[int, Decimal | None]]:
    """Give the share of figures on pace of each month, from January on."""
    return [(month, _share(sight, lights)) for month, lights in enumerate(found, start=1)]


def _share(sight: Sight, lights: Lights) -> Decimal | None:
    on_pace, at_risk, behind = sight.over_all(lights)
    measured = on_pace + at_risk + behind
    return Decimal((2 * on_pace * 1_000 + measured) // (2 * measured)) / 10 if measured else None


def behind_first(cycle: Cycle, account: Account, plan: Plan, lights: Lights, sight: Sight, most: int) -> Iterator[Any]:
    """Give the first figures that are behind, in the order of the indicators and of the units' codes.

    Asked indicator by indicator: the first that has enough ends the search.
    """
    order = Indicator.objects.filter(cycle=cycle).order_by("position").values_list("pk", flat=True)
    wanted = list(islice(_behind(lights, sight, order), most))
    rows = paces_of(cycle, account, plan).filter(
        unit__in={unit for unit, _key in wanted}, indicator__in={key for _unit, key in wanted}, light="behind"
    )
    return islice(rows.order_by("indicator__position", "unit__code"), most)


def _behind(lights: Lights, sight: Sight, order: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give unit and indicator of what is behind, in order."""
    codes = {unit: code for units in (sight.units, sight.others) for unit, (_name, code) in units.items()}
    by_code = sorted(codes, key=codes.__getitem__)
    for key in order:
        columns = lights.columns_of({key})
        for unit in by_code:
            line = lights.of_unit.get(unit, b"")
            if line and (unit in sight.units or key in sight.owned) and any(line[n] == BEHIND for n in columns):
                yield unit, key
