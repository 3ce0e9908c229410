"""The facts of a DATA folder, long (one row a figure) or wide (one column an indicator)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kaohe.scoring.facts import Fact, UnitRow
from kaohe.scoring.reading.checks import check_figures
from kaohe.scoring.reading.columns import FACTS, IGNORED
from kaohe.scoring.reading.drafts import Drafts
from kaohe.scoring.reading.index import Index, unit_of_figure
from kaohe.scoring.reading.kinds import CLASS_MISMATCH, NO_PERIOD, TWO_FIGURES
from kaohe.scoring.reading.line import Line, lines, names_of
from kaohe.scoring.reading.periods import period_of
from kaohe.scoring.reading.unread import long_facts
from kaohe.tables.kinds import OTHER_UNIT
from kaohe.tables.names import folded, key_of, without_brackets
from kaohe.tables.problems import ProblemLog
from kaohe.tables.table import Column, Table
from kaohe.tables.units import bracketed_unit, same_unit

AMOUNTS = {key: FACTS[key] for key in ("actual", "target", "previous")}


def read_facts(tables: Iterable[Table], index: Index, log: ProblemLog) -> tuple[Fact, ...]:
    """Read every table of facts and check the figures against the scheme."""
    drafts = Drafts(index, log)
    for table in tables:
        if "indicator" in table.position:
            if (long := long_facts(table, log)) is not None:
                _read_long(long, drafts)
        else:
            _read_wide(table, drafts)
    check_figures(drafts)
    return tuple(draft.fact(key) for key, draft in drafts.items())


def _read_long(table: Table, drafts: Drafts) -> None:
    index = drafts.index
    for line in lines([table], drafts.log):
        unit, code, period = index.unit_of(line), index.code_of(line, "indicator"), period_in(line, index)
        if unit is None or code is None or period is None or not has_its_class(line, unit, index):
            continue
        draft, key = drafts.open(unit, code, period, line), (unit.id, code, period)
        for name in ("target", "previous"):
            drafts.put_amount(name, key, draft, line, name)
        column = "value" if line.text("value") else "actual"
        if line.text("value") and line.text("actual"):
            line.note(TWO_FIGURES, "value")
        elif line.text("input"):
            drafts.put_named(line.text("input"), key, draft, line, column, "input")
        else:
            drafts.put_figure(key, draft, line, column)


def period_in(line: Line, index: Index) -> str | None:
    """Give the period of a row; None after noting that it is none."""
    period = period_of(line.text("period"), index.scheme.year)
    if period is None:
        line.note(NO_PERIOD, "period")
    return period


def has_its_class(line: Line, unit: UnitRow, index: Index) -> bool:
    """Tell whether the class in a row, if any, is that of the unit; note it when not."""
    text = line.text("class")
    if not text:
        return True
    classes = index.scheme.classes
    names = names_of(tuple(c.id for c in classes), tuple(c.name for c in classes))
    if names.find(text) == unit.class_id:
        return True
    line.note(CLASS_MISMATCH, "class", known=unit.class_id)
    return False


@dataclass(frozen=True, slots=True)
class _WideColumn:
    """What one column of a wide table holds: ``role`` is actual, target, previous or ``input``."""

    column: str
    code: str
    role: str
    input: str = ""


def _read_wide(table: Table, drafts: Drafts) -> None:
    header = Line(table, table.header_row, tuple(c.name for c in table.columns), drafts.log)
    columns = [wide for c in table.columns if (wide := _wide_column(c, header, drafts.index))]
    for line in lines([table], drafts.log):
        unit, period = drafts.index.unit_of(line), period_in(line, drafts.index)
        if unit is None or period is None or not has_its_class(line, unit, drafts.index):
            continue
        for wide in columns:
            if line.text(wide.column):
                _put(wide, unit, period, line, drafts)


def _put(wide: _WideColumn, unit: UnitRow, period: str, line: Line, drafts: Drafts) -> None:
    draft, key = drafts.open(unit, wide.code, period, line), (unit.id, wide.code, period)
    if wide.role == "actual":
        drafts.put_figure(key, draft, line, wide.column)
    elif wide.role == "input":
        drafts.put_named(wide.input, key, draft, line, wide.column)
    else:
        drafts.put_amount(wide.role, key, draft, line, wide.column)


def _wide_column(column: Column, header: Line, index: Index) -> _WideColumn | None:
    """Say what a column holds by its header: ``A1``, ``烤烟面积（亩）``, ``A1:目标``, ``A1:迟报``."""
    if column.key in ("unit", "period", "class") or folded(column.name) in IGNORED:
        return None
    whole = index.item_names.find(column.name) or index.item_names.find(without_brackets(column.name))
    if whole is not None:
        _check_unit(column, whole, header, index)
        return _WideColumn(column.name, whole, "actual")
    head, _, tail = column.name.replace("：", ":").rpartition(":")
    code = index.item_names.find(head) or index.item_names.find(without_brackets(head))
    if code is None:
        index.note_unknown_item(header, column.name, head or column.name)
        return None
    role = key_of(tail, AMOUNTS)
    return _WideColumn(column.name, code, role or "input", tail)


def _check_unit(column: Column, code: str, header: Line, index: Index) -> None:
    """Note a header whose unit in brackets is not the indicator's: 万元 over figures that the scheme takes in 元."""
    written, wanted = bracketed_unit(column.name), unit_of_figure(index.item(code))
    if written and wanted and not same_unit(written, wanted):
        header.note(OTHER_UNIT, column.name, unit=written, expected_unit=wanted)
