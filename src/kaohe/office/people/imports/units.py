"""Read a list of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaohe.office.people.imports.cells import Cells, code
from kaohe.office.people.imports.kinds import CIRCLE, OTHER_UNIT, UNKNOWN_PARENT, UNKNOWN_SORT
from kaohe.office.people.models.units import UnitKind
from kaohe.tables.names import folded
from kaohe.tables.problems import ProblemLog
from kaohe.tables.read import read_table
from kaohe.tables.table import Row

COLUMNS = {
    "code": ("编码", "单位编码", "代码", "单位代码"),
    "name": ("名称", "单位名称", "单位", "unit"),
    "parent": ("上级编码", "上级单位编码", "上级", "parent code"),
    "kind": ("性质", "单位性质", "类型"),
    "opened_on": ("成立日期", "设立日期", "opened"),
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of the list.

    Attributes
    ----------
    parent
        Code of the parent; empty at the top of the tree.
    """

    code: str
    name: str
    parent: str
    kind: str
    opened_on: date


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit that is here already."""

    name: str
    parent: str


def read_units(path: Path, known: Mapping[str, KnownUnit], opened_on: date) -> list[UnitRow]:
    """Read the new units of a list, parents before children; units that are here as the list says are left out.

    Parameters
    ----------
    known
        Code → unit.
    opened_on
        Day of opening where the list gives none.

    Raises
    ------
    Problems
        With everything that is wrong with the file and its rows.
    """
    table = read_table(path, columns=COLUMNS, required=["code", "name"])
    log = ProblemLog()
    cells = Cells(log)
    rows = [(row, _read(cells, row, opened_on)) for row in table]
    listed = {unit.code: unit for _row, unit in rows}
    for row, unit in rows:
        _check(cells, row, unit, listed, known)
    log.raise_if_any()
    ordered = _parents_first(rows, listed, known, log)
    log.raise_if_any()
    return ordered


def _read(cells: Cells, row: Row, opened_on: date) -> UnitRow:
    return UnitRow(
        code=cells.unique(row, "code", 40),
        name=cells.text(row, "name", 100, is_required=True),
        parent=code(row.text("parent")),
        kind=_kind(cells, row),
        opened_on=cells.day(row, "opened_on") or opened_on,
    )


def _kind(cells: Cells, row: Row) -> str:
    text = row.text("kind")
    if not text:
        return UnitKind.OTHER
    for kind in UnitKind:
        if folded(text) in (kind.value, folded(str(kind.label))):
            return kind
    choices = ", ".join(str(kind.label) for kind in UnitKind)
    cells.log.add(UNKNOWN_SORT, row["kind"].place, text, choices=choices)
    return UnitKind.OTHER


def _check(
    cells: Cells, row: Row, unit: UnitRow, listed: Mapping[str, UnitRow], known: Mapping[str, KnownUnit]
) -> None:
    here = known.get(unit.code)
    if here is not None and (here.name, here.parent) != (unit.name, unit.parent):
        cells.log.add(OTHER_UNIT, row["code"].place, unit.code, name=here.name)
    if unit.parent and unit.parent not in listed and unit.parent not in known:
        near = cells.nearest(unit.parent, [*listed, *known])
        cells.log.add(UNKNOWN_PARENT, row["parent"].place, unit.parent, nearest=near)


def _parents_first(
    rows: Sequence[tuple[Row, UnitRow]],
    listed: Mapping[str, UnitRow],
    known: Mapping[str, KnownUnit],
    log: ProblemLog,
) -> list[UnitRow]:
    """Order the new units so that each comes after its parent; what goes round in a circle is noted."""
    done: dict[str, UnitRow] = {}
    for row, unit in rows:
        line: dict[str, UnitRow] = {}
        at: UnitRow | None = unit
        while at is not None and at.code not in done and at.code not in known:
            if at.code in line:
                log.add(CIRCLE, row["parent"].place, unit.parent)
                break
            line[at.code] = at
            at = listed.get(at.parent)
        done |= dict(reversed(line.items()))
    return list(done.values())
