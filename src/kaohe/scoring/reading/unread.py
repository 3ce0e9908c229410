"""Columns that nobody reads: a misspelt header must not make a figure vanish without a word."""

from __future__ import annotations

from dataclasses import replace

from kaohe.scoring.reading.columns import COLUMNS, IGNORED
from kaohe.scoring.reading.kinds import NO_FIGURE_COLUMN, UNREAD_COLUMNS
from kaohe.tables.names import folded, key_of
from kaohe.tables.problems import ProblemLog
from kaohe.tables.table import Column, Table

_FIGURES = ("actual", "value", "target", "previous")
_REMARKS = frozenset(map(folded, ("责任单位", "责任部门", "牵头部门", "数据来源", "计量单位", "指标单位", "评分标准")))
"""Columns that offices keep beside the figures for the reader."""


def long_facts(table: Table, log: ProblemLog) -> Table | None:
    """Give a long table of facts with the columns of figures named, or note that it has none.

    Offices head the figures with two rows, 完成情况 over 完成值 and 目标值: the lower name says what a column is.
    """
    table = replace(table, columns=_by_lowest_name(table.columns))
    if any(name in table.position for name in _FIGURES):
        note_unread(table, "facts", log)
        return table
    log.add(NO_FIGURE_COLUMN, table.place.at(table.header_row), unread=_listed(unread(table, "facts")) or "—")
    return None


def _by_lowest_name(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Key the columns whose whole name says nothing by the lowest level of the header, each key once."""
    taken = [c.key for c in columns if c.key]
    lowest = {c: key_of(c.parts[-1], COLUMNS["facts"]) for c in columns if not c.key and len(c.parts) > 1}
    found = [*taken, *lowest.values()]
    return tuple(replace(c, key=key) if (key := lowest.get(c, "")) and found.count(key) == 1 else c for c in columns)


def note_unread(table: Table, name: str, log: ProblemLog) -> None:
    """Warn of the columns of a table that nobody reads."""
    if found := unread(table, name):
        log.add(UNREAD_COLUMNS, table.place.at(table.header_row, found[0].number), _listed(found))


def unread(table: Table, name: str) -> list[Column]:
    """List the columns that mean nothing in this kind of table, remarks and serial numbers aside."""
    return [
        c
        for c in table.columns
        if not c.key and not key_of(c.name, COLUMNS[name]) and folded(c.name) not in IGNORED | _REMARKS
    ]


def _listed(columns: list[Column]) -> str:
    return ", ".join(c.name for c in columns)
