"""Read a list of units and their classes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kaohe.office.people.imports.cells import Cells, code
from kaohe.office.people.imports.kinds import NOT_YOURS, UNKNOWN_CLASS, UNKNOWN_UNIT
from kaohe.office.people.models import Unit, UnitClass
from kaohe.office.people.roles import Reach
from kaohe.tables.problems import ProblemLog
from kaohe.tables.read import read_table

COLUMNS = {
    "unit": ("单位编码", "编码", "代码", "unit code"),
    "name": ("单位名称", "名称", "单位", "name"),
    "unit_class": ("类别编码", "类别代码", "class code"),
}


def read_classes(
    path: Path, units: Mapping[str, Unit], classes: Mapping[str, UnitClass], reach: Reach
) -> dict[Unit, UnitClass]:
    """Read the class of each unit; rows without a class are passed over, so that a full list can be filled in part.

    Parameters
    ----------
    units, classes
        By their codes.
    reach
        Units that the account keeps.

    Raises
    ------
    Problems
        With everything that is wrong with the file and its rows.
    """
    table = read_table(path, columns=COLUMNS, required=["unit", "unit_class"])
    log = ProblemLog()
    cells = Cells(log)
    found: dict[Unit, UnitClass] = {}
    for row in table:
        key, class_code = cells.unique(row, "unit", 40), code(row.text("unit_class"))
        unit, unit_class = units.get(key), classes.get(class_code)
        if key and unit is None:
            log.add(UNKNOWN_UNIT, row["unit"].place, key, nearest=cells.nearest(key, units))
        elif unit is not None and class_code and not reach.covers(unit.path):
            log.add(NOT_YOURS, row["unit"].place, key)
        if class_code and unit_class is None:
            log.add(UNKNOWN_CLASS, row["unit_class"].place, class_code, choices=", ".join(classes))
        if unit is not None and unit_class is not None:
            found[unit] = unit_class
    log.raise_if_any()
    return found
