"""Read the cells of lists of targets and results, noting what is wrong with each."""

from __future__ import annotations

from decimal import Decimal

from kaohe.office.planning.imports import kinds
from kaohe.office.planning.models import Indicator
from kaohe.office.planning.models.targets import PLACES
from kaohe.tables.absence import Absent, CellError
from kaohe.tables.flags import parse_flag
from kaohe.tables.numbers import parse_number
from kaohe.tables.problems import ProblemLog
from kaohe.tables.table import Cell, Row


def figure(cell: Cell, indicator: Indicator, log: ProblemLog, *, may_be_absent: bool = False) -> Decimal | None:
    """Give a cell's figure in the indicator's unit; None when it is empty or wrong.

    Parameters
    ----------
    may_be_absent
        True: 不适用 is a fitting answer, because the indicator does not apply to the unit.
    """
    try:
        value = parse_number(cell.text, indicator.figure_unit or None)
    except CellError as error:
        log.take(error.at(cell.place))
        return None
    if isinstance(value, Absent):
        if value is Absent.NOT_APPLICABLE and not may_be_absent:
            log.add(kinds.NOT_APPLICABLE, cell.place, cell.text)
        return None
    if cell.is_filled:
        log.add(kinds.MERGED, cell.place, cell.text)
        return None
    if value != round(value, PLACES):
        log.add(kinds.TOO_FINE, cell.place, cell.text)
        return None
    return value


def text(row: Row, column: str, limit: int, log: ProblemLog) -> str:
    """Give a cell's text; empty when there is no such column."""
    found = row.text(column)
    if len(found) > limit:
        log.add(kinds.TOO_LONG, row[column].place, found, limit=str(limit))
    return found


def is_said(row: Row, column: str, log: ProblemLog, standing: bool) -> bool:
    """Give a cell's yes or no; what stands when it is empty."""
    try:
        flag = parse_flag(row.text(column))
    except CellError as error:
        log.take(error.at(row[column].place))
        return standing
    return standing if isinstance(flag, Absent) else flag
