"""Read a list of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaohe.office.people.imports.cells import Cells, code
from kaohe.office.people.imports.kinds import NOT_YOURS, OTHER_PERSON, UNKNOWN_UNIT, WHICH_UNIT
from kaohe.office.people.models import Unit
from kaohe.office.people.roles import Reach
from kaohe.tables.names import folded
from kaohe.tables.problems import ProblemLog
from kaohe.tables.read import read_table
from kaohe.tables.table import Row

COLUMNS = {
    "staff_no": ("工号", "人员编号", "职工编号", "staff number"),
    "name": ("姓名",),
    "unit": ("单位", "单位编码", "单位名称", "所在单位", "unit code"),
    "section": ("科室", "股室", "内设机构", "部门"),
    "post": ("岗位", "职务", "职位"),
    "phone": ("电话", "手机", "联系电话", "telephone"),
    "joined_on": ("入职日期", "参加工作日期", "到岗日期", "joined"),
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the list."""

    staff_no: str
    name: str
    unit: Unit
    section: str
    post: str
    phone: str
    joined_on: date | None


class Directory:
    """Finds a unit by its code, or by its name when only one bears it."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.by_code: dict[str, Unit] = {}
        self.by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self.by_code[unit.code] = unit
            self.by_name[folded(unit.name)].append(unit)

    def find(self, text: str) -> list[Unit]:
        """Give the units meant by a text; one, none or several."""
        unit = self.by_code.get(code(text))
        return [unit] if unit else self.by_name.get(folded(text), [])


def read_people(path: Path, directory: Directory, known: Mapping[str, str], reach: Reach) -> list[PersonRow]:
    """Read the new people of a list; people who are here by number and name are left out.

    Parameters
    ----------
    known
        Staff number → name of everybody who is here.
    reach
        Units whose staff the account may keep.

    Raises
    ------
    Problems
        With everything that is wrong with the file and its rows.
    """
    table = read_table(path, columns=COLUMNS, required=["staff_no", "name", "unit"])
    log = ProblemLog()
    cells = Cells(log)
    found = [_read(cells, row, directory, known, reach) for row in table]
    log.raise_if_any()
    return [person for person in found if person is not None and person.staff_no not in known]


def _read(cells: Cells, row: Row, directory: Directory, known: Mapping[str, str], reach: Reach) -> PersonRow | None:
    staff_no = cells.unique(row, "staff_no", 40)
    name = cells.text(row, "name", 100, is_required=True)
    if known.get(staff_no, name) != name:
        whose = known[staff_no] if reach.is_all else "…"  # a list must not ask for names beyond one's reach
        cells.log.add(OTHER_PERSON, row["staff_no"].place, staff_no, name=whose)
    unit = _unit(cells, row, directory, reach)
    section, post = cells.text(row, "section", 100), cells.text(row, "post", 100)
    phone, joined_on = cells.text(row, "phone", 30), cells.day(row, "joined_on")
    return PersonRow(staff_no, name, unit, section, post, phone, joined_on) if unit else None


def _unit(cells: Cells, row: Row, directory: Directory, reach: Reach) -> Unit | None:
    text = cells.text(row, "unit", 100, is_required=True)
    found = directory.find(text) if text else []
    if len(found) > 1:
        cells.log.add(WHICH_UNIT, row["unit"].place, text, codes=", ".join(u.code for u in found[:8]))
    elif text and not found:
        near = cells.nearest(text, [u.name for us in directory.by_name.values() for u in us])
        cells.log.add(UNKNOWN_UNIT, row["unit"].place, text, nearest=near)
    elif found and not reach.covers(found[0].path):
        cells.log.add(NOT_YOURS, row["unit"].place, text)
    return found[0] if len(found) == 1 else None
