"""Read and write the shares of a unit as a list: one row a share, parts below the share that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from kaohe.office.people.imports.cells import Cells
from kaohe.office.people.models import Person
from kaohe.office.planning.bearers import Bearer, Bearers, Kind, ShareLine
from kaohe.office.planning.division import PLACES, WHOLE
from kaohe.office.planning.imports import undertaking_kinds as kinds
from kaohe.office.planning.models import Indicator
from kaohe.tables.absence import Absent, CellError
from kaohe.tables.names import folded
from kaohe.tables.numbers import parse_number
from kaohe.tables.problems import ProblemLog
from kaohe.tables.read import read_table
from kaohe.tables.table import Row
from kaohe.tables.write import Value

COLUMNS = {
    "code": ("指标编码", "编码", "indicator code"),
    "indicator": ("指标名称", "指标", "indicator"),
    "level": ("级次", "层级", "level of the share"),
    "kind": ("承担主体类别", "类别", "kind of bearer"),
    "bearer": ("承担主体", "承担主体（工号或名称）", "工号或名称", "bearer (staff number or name)"),
    "name": ("姓名", "名称", "name"),
    "percent": ("份额", "份额（%）", "share (%)"),
    "value": ("目标值", "分解值", "target"),
    "task": ("任务", "具体任务", "task"),
    "due_on": ("完成时限", "时限", "due on"),
}


@dataclass(slots=True)
class _Entry:
    line: ShareLine
    parts: list[_Entry] = field(default_factory=list)

    def tree(self) -> ShareLine:
        return replace(self.line, parts=tuple(part.tree() for part in self.parts))


def header() -> list[str]:
    """Name the columns of the list, in the language of the moment; both languages are read back."""
    return [
        _("indicator code"),
        _("indicator"),
        _("level of the share"),
        _("kind of bearer"),
        _("bearer (staff number or name)"),
        _("name"),
        _("share (%)"),
        _("target"),
        _("task"),
        _("due on"),
    ]


def rows_of(indicator: Indicator, lines: Iterable[ShareLine], level: int = 1) -> Iterator[list[Value]]:
    """Write the shares of one indicator as rows."""
    for line in lines:
        bearer = line.bearer
        key = bearer.staff_no if isinstance(bearer, Person) else bearer.name
        kind, due = str(Kind(line.kind).label), line.due_on.isoformat() if line.due_on else ""
        yield [
            indicator.code, indicator.name, level, kind, key, bearer.name, line.percent, line.value, line.task, due,
        ]  # fmt: skip
        yield from rows_of(indicator, line.parts, level + 1)


def read_divisions(
    path: Path, bearers: Bearers, indicators: Mapping[str, Indicator]
) -> list[tuple[Indicator, list[ShareLine]]]:
    """Read the shares of a list, indicator by indicator.

    Parameters
    ----------
    indicators
        Code → indicator, of those by which the unit is appraised.

    Raises
    ------
    Problems
        With everything that is wrong with the file and its rows.
    """
    table = read_table(path, columns=COLUMNS, required=["code", "kind", "bearer", "percent"])
    log = ProblemLog()
    cells = Cells(log)
    found: dict[str, list[_Entry]] = {}
    above: list[_Entry] = []
    last = ""
    for row in table:
        indicator, entry = _indicator(cells, row, indicators), _entry(cells, row, bearers)
        above = above if indicator and indicator.code == last else []
        last = indicator.code if indicator else ""
        above = _placed(cells, row, entry, above, found.setdefault(last, []))
    log.raise_if_any()
    return [(indicators[code], [entry.tree() for entry in entries]) for code, entries in found.items()]


def _placed(cells: Cells, row: Row, entry: _Entry | None, above: list[_Entry], top: list[_Entry]) -> list[_Entry]:
    """Hang a share under the one it belongs to; gives the line of shares from the top down to it."""
    text = row.text("level") or "1"
    level = int(text) if text.isdecimal() else 0
    if not 1 <= level <= len(above) + 1:
        cells.log.add(kinds.WRONG_LEVEL, row["level"].place, text)
        return above
    if entry is None:
        return above[: level - 1]
    (above[level - 2].parts if level > 1 else top).append(entry)
    return [*above[: level - 1], entry]


def _indicator(cells: Cells, row: Row, indicators: Mapping[str, Indicator]) -> Indicator | None:
    code = cells.text(row, "code", 40, is_required=True)
    found = indicators.get(code)
    if code and found is None:
        cells.log.add(kinds.NOT_DIVIDED_HERE, row["code"].place, code)
    return found


def _entry(cells: Cells, row: Row, bearers: Bearers) -> _Entry | None:
    kind = _kind(cells, row)
    bearer = _bearer(cells, row, kind, bearers) if kind else None
    percent = _number(cells, row, "percent")
    if percent is None or not 0 < percent <= WHOLE or percent != round(percent, PLACES):
        cells.log.add(kinds.NOT_SHARE, row["percent"].place, row.text("percent"))
        percent = WHOLE
    value, due_on = _number(cells, row, "value"), cells.day(row, "due_on")
    task = cells.text(row, "task", 200)
    return _Entry(ShareLine(kind, bearer, percent, value, task, due_on)) if bearer else None


def _kind(cells: Cells, row: Row) -> str:
    text = row.text("kind")
    for kind in Kind:
        if folded(text) in (kind.value, folded(str(kind.label))):
            return kind
    choices = ", ".join(str(kind.label) for kind in Kind)
    cells.log.add(kinds.UNKNOWN_BEARER_KIND, row["kind"].place, text, choices=choices)
    return ""


def _bearer(cells: Cells, row: Row, kind: str, bearers: Bearers) -> Bearer | None:
    text = cells.text(row, "bearer", 100, is_required=True)
    found: list[Bearer] = bearers.named(kind, text) if text else []
    if text and len(found) != 1:
        near = cells.nearest(text, bearers.names(kind))
        cells.log.add(kinds.NO_BEARER, row["bearer"].place, text, nearest=near)
    return found[0] if len(found) == 1 else None


def _number(cells: Cells, row: Row, column: str) -> Decimal | None:
    try:
        value = parse_number(row.text(column), "%" if column == "percent" else None)
    except CellError as error:
        cells.log.take(error.at(row[column].place))
        return None
    return None if isinstance(value, Absent) else value
