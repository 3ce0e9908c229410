"""What the rows and cells of a published table say, one field at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaohe.i18n import translator
from kaohe.scheme.draft import Draft
from kaohe.scheme.findings import Finding, Place, Severity
from kaohe.scheme.layout import ALIASES
from kaohe.tables.names import key_of
from kaohe.tables.place import Place as Cell
from kaohe.tables.problems import Problem
from kaohe.tables.table import Column, Row, Table

_ = translator("scheme")

NOTHING_SAID = frozenset({"-", "—", "——", "－", "/", "无"})
"""Cells that only fill a place: a dash where nothing is to be said."""


def all_rows(table: Table | None) -> list[Row]:
    """Rows of data; with codes also those that only look like totals: an indicator may be named 合计."""
    if table is None:
        return []
    rows = list(table.rows)
    if "code" in table.position or "part" in table.position:
        rows += [Row(table, number, texts) for number, texts in table.totals]
    return sorted(rows, key=lambda row: row.number)


def class_columns(table: Table) -> dict[str, list[tuple[int, str]]]:
    """Field → positions and class names of the columns that divide it."""
    found: dict[str, list[tuple[int, str]]] = {}
    for at, column in enumerate(table.columns):
        name = _divided(column)
        if name:
            found.setdefault(name, []).append((at, column.parts[-1]))
    return found


def _divided(column: Column) -> str:
    if column.key or len(column.parts) < 2:
        return ""
    name = key_of(column.parts[0], ALIASES)
    return name if name in ("points", "weight") else ""


def put_departments(row: Row, draft: Draft) -> None:
    """Who supplies the figure and who leads: 责任单位 is the one that no other column names."""
    owner, lead, responsible = ("owner", "lead", "responsible")
    has_owner, has_lead = owner in row.table.position, lead in row.table.position
    goes_to = {owner: owner, lead: lead, responsible: owner if has_lead and not has_owner else lead}
    for key, name in goes_to.items():
        text = row.text(key)
        if text and text not in NOTHING_SAID:
            draft.put(name, text, place_of(row[key].place))


def put_target(row: Row, draft: Draft) -> None:
    """A number is the target; words about the target are kept as a note."""
    text = row.text("target")
    if not text or text in NOTHING_SAID:
        return
    is_number = re.fullmatch(r"\d+(\.\d+)?", text) is not None
    draft.put("target" if is_number else "note", text, place_of(row["target"].place))


def place_of(cell: Cell) -> Place:
    """Give a cell's place in the words of scheme findings."""
    return Place(cell.file, cell.sheet, cell.row, cell.column)


def told(problem: Problem) -> Finding:
    """Turn a problem of the table reader into a finding; it keeps its number."""
    severity = Severity.WARNING if problem.is_warning else Severity.ERROR
    parts: Sequence[str] = [problem.title]
    if problem.found:
        parts = [*parts, _("found {found}").format(found=repr(problem.found))]
    if problem.expected:
        parts = [*parts, _("expected {expected}").format(expected=problem.expected)]
    return Finding(problem.code, severity, place_of(problem.place), _("; ").join(parts), problem.advice)
