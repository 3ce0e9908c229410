"""The table of units: id, name, class, and every other column as an attribute."""

from __future__ import annotations

from collections.abc import Iterable

from kaohe.scheme.model import Scheme
from kaohe.scoring.facts import UnitRow
from kaohe.scoring.reading.kinds import DUPLICATE_UNIT, NO_UNIT, UNKNOWN_CLASS
from kaohe.scoring.reading.line import Line, Names, lines
from kaohe.tables.kinds import NO_COLUMN
from kaohe.tables.names import folded
from kaohe.tables.problems import ProblemLog
from kaohe.tables.table import Table

_IGNORED = {folded("序号"), "no", "no."}


def read_units(tables: Iterable[Table], scheme: Scheme, log: ProblemLog) -> tuple[UnitRow, ...]:
    """Read all units; each must have an id or name, once, and a class of the scheme."""
    classes = Names({c.id: (c.name,) for c in scheme.classes})
    found: dict[str, UnitRow] = {}
    by_name: dict[str, UnitRow] = {}
    for line in lines([t for t in tables if _has_columns(t, scheme, log)], log):
        unit = _unit(line, scheme, classes)
        if unit is None:
            continue
        first = found.get(unit.id)
        if first is not None:
            line.note(DUPLICATE_UNIT, _id_column(line), first=str(first.place))
        found.setdefault(unit.id, unit)
        by_name.setdefault(unit.name, unit)
    return tuple(found.values())


def _has_columns(table: Table, scheme: Scheme, log: ProblemLog) -> bool:
    missing = []
    if not any(key in table.position for key in ("id", "unit", "name")):
        missing.append("unit")
    if "class" not in table.position and len(scheme.classes) > 1:
        missing.append("class")
    for key in missing:
        names = {"unit": "unit, 单位, 名称", "class": "class, 类别"}[key]
        log.add(NO_COLUMN, table.place.at(table.header_row), column=key, aliases=names)
    return not missing


def _id_column(line: Line) -> str:
    return next(key for key in ("id", "unit", "name") if key in line.table.position)


def _unit(line: Line, scheme: Scheme, classes: Names) -> UnitRow | None:
    column = _id_column(line)
    id_ = line.text(column)
    if not id_:
        line.note(NO_UNIT, column)
        return None
    name = line.text("name") or line.text("unit") or id_
    return UnitRow(id_, name, _class(line, scheme, classes), _attributes(line), line.place())


def _class(line: Line, scheme: Scheme, classes: Names) -> str:
    text = line.text("class")
    if not text and len(scheme.classes) == 1:
        return scheme.classes[0].id
    found = classes.find(text)
    if found is None:
        line.note(UNKNOWN_CLASS, "class", known=classes.known(), nearest=classes.nearest(text))
    return found or ""


def _attributes(line: Line) -> dict[str, str]:
    """Give the other columns by header; also by the header without its unit in brackets is left to the scheme."""
    return {
        column.name: text
        for column, text in zip(line.table.columns, line.texts, strict=True)
        if column.key not in ("id", "unit", "name", "class") and text and folded(column.name) not in _IGNORED
    }
