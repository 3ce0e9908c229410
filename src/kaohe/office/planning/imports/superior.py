"""Read a list of the superior's indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from kaohe.office.people.imports.cells import Cells
from kaohe.office.people.imports.kinds import UNKNOWN_UNIT, WHICH_UNIT
from kaohe.office.people.imports.people import Directory
from kaohe.office.people.models import Person, Unit
from kaohe.office.planning.imports import undertaking_kinds as kinds
from kaohe.office.planning.models import Cycle, Indicator
from kaohe.tables.absence import Absent, CellError
from kaohe.tables.numbers import parse_number
from kaohe.tables.problems import ProblemLog
from kaohe.tables.read import read_table
from kaohe.tables.table import Row

COLUMNS = {
    "code": ("编码", "指标编码", "序号", "code"),
    "name": ("指标名称", "考核指标", "指标", "名称", "name"),
    "source": ("文件", "文号", "来源文件", "依据文件", "document"),
    "handed_down_on": ("下达日期", "下达时间", "handed down on"),
    "points": ("分值", "points"),
    "requirement": ("目标要求", "要求", "考核要求", "requirement"),
    "unit": ("责任单位", "责任部门", "牵头部门", "responsible"),
    "leader": ("责任领导", "分管领导", "leader"),
    "indicator": ("本级指标", "对应指标", "本级指标编码", "indicator"),
    "due_on": ("完成时限", "完成日期", "时限", "due on"),
}
POINT_PLACES = 4


@dataclass(frozen=True, slots=True)
class SuperiorRow:
    """One indicator of the list.

    Attributes
    ----------
    unit
        Who answers it; None: nobody yet.
    """

    code: str
    name: str
    source: str
    handed_down_on: date
    points: Decimal | None
    requirement: str
    unit: Unit | None
    leader: Person | None
    indicator: Indicator | None
    due_on: date


class _Here:
    """What the rows may refer to."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        self.units = Directory(Unit.objects.open_on(timezone.localdate()).below(cycle.root))
        self.indicators: Mapping[str, Indicator] = {
            i.code: i for i in Indicator.objects.filter(cycle=cycle, withdrawn_in__isnull=True)
        }
        self.known: Mapping[str, str] = dict(cycle.superior_indicators.values_list("code", "name"))
        self.people: dict[str, list[Person]] = {}

    def load_people(self, texts: Sequence[str]) -> None:
        """Find everybody who is named, in one query."""
        working = Person.objects.working_on(timezone.localdate())
        for person in working.filter(name__in=texts) | working.filter(staff_no__in=texts):
            self.people.setdefault(person.name, []).append(person)
            self.people[person.staff_no] = [person]


def read_superior(path: Path, cycle: Cycle) -> list[SuperiorRow]:
    """Read the new indicators of a list; those that are here as the list says are left out.

    Raises
    ------
    Problems
        With everything that is wrong with the file and its rows.
    """
    table = read_table(path, columns=COLUMNS, required=["code", "name", "source", "handed_down_on"])
    log = ProblemLog()
    cells, here = Cells(log), _Here(cycle)
    here.load_people([row.text("leader") for row in table])
    rows = [_read(cells, row, here) for row in table]
    log.raise_if_any()
    return [row for row in rows if row is not None and row.code not in here.known]


def _read(cells: Cells, row: Row, here: _Here) -> SuperiorRow | None:
    code = cells.unique(row, "code", 40)
    name = cells.text(row, "name", 200, is_required=True)
    if here.known.get(code, name) != name:
        cells.log.add(kinds.KNOWN_CODE, row["code"].place, code, name=here.known[code])
    source = cells.text(row, "source", 200, is_required=True)
    handed_down_on, due_on = cells.day(row, "handed_down_on"), cells.day(row, "due_on")
    if handed_down_on is None and not row.text("handed_down_on"):
        cells.log.add(kinds.NO_DAY, row["handed_down_on"].place)
    points, unit = _points(cells, row), _unit(cells, row, here)
    leader, indicator = _leader(cells, row, here), _indicator(cells, row, here)
    if unit is None and not row.text("unit") and (leader or indicator or due_on):
        cells.log.add(kinds.NO_UNIT, row.place)
    if unit is not None and due_on is None and not row.text("due_on"):
        cells.log.add(kinds.NO_DAY, row.place)
    if handed_down_on is None:
        return None
    requirement = row.text("requirement")
    due = due_on or handed_down_on
    return SuperiorRow(code, name, source, handed_down_on, points, requirement, unit, leader, indicator, due)


def _points(cells: Cells, row: Row) -> Decimal | None:
    try:
        value = parse_number(row.text("points"))
    except CellError as error:
        cells.log.take(error.at(row["points"].place))
        return None
    if isinstance(value, Absent):
        return None
    if value < 0 or value != round(value, POINT_PLACES) or value >= 10**5:
        cells.log.add(kinds.NOT_POINTS, row["points"].place, row.text("points"))
        return None
    return value


def _unit(cells: Cells, row: Row, here: _Here) -> Unit | None:
    text = row.text("unit")
    found = here.units.find(text) if text else []
    if len(found) > 1:
        cells.log.add(WHICH_UNIT, row["unit"].place, text, codes=", ".join(u.code for u in found[:8]))
    elif text and not found:
        near = cells.nearest(text, [u.name for same in here.units.by_name.values() for u in same])
        cells.log.add(UNKNOWN_UNIT, row["unit"].place, text, nearest=near)
    return found[0] if len(found) == 1 else None


def _leader(cells: Cells, row: Row, here: _Here) -> Person | None:
    text = row.text("leader")
    found = here.people.get(text, [])
    if text and len(found) != 1:
        cells.log.add(kinds.UNKNOWN_PERSON, row["leader"].place, text)
    return found[0] if len(found) == 1 else None


def _indicator(cells: Cells, row: Row, here: _Here) -> Indicator | None:
    text = row.text("indicator")
    found = here.indicators.get(text)
    if text and found is None:
        near = cells.nearest(text, here.indicators)
        cells.log.add(kinds.UNKNOWN_INDICATOR, row["indicator"].place, text, nearest=near)
    return found
