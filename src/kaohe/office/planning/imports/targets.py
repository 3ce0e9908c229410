"""Read a list of targets: a row a target, or a row a unit with a column an indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from kaohe.exact import show_decimal
from kaohe.office.people.roles import Reach
from kaohe.office.planning.imports import kinds
from kaohe.office.planning.imports.cells import figure, is_said, text
from kaohe.office.planning.imports.places import Places, column_names
from kaohe.office.planning.models import AppraisedUnit, Indicator, Target, TargetState
from kaohe.office.planning.proposal import Proposal, takes_target
from kaohe.tables.names import Ranked
from kaohe.tables.problems import ProblemLog
from kaohe.tables.read import read_table
from kaohe.tables.table import Cell, Row, Table

COLUMNS: Mapping[str, Sequence[str]] = {
    "unit": Ranked(("单位编码", "unit code", "单位", "被考核单位", "单位名称")),
    "indicator": Ranked(("指标编码", "指标代码", "indicator code", "指标", "指标名称")),
    "value": ("目标值", "目标", "年度目标", "本年目标", "target"),
    "superior_value": ("上级目标", "上级下达目标", "superior's target"),
    "basis": ("依据", "测算依据", "basis"),
    "is_most_attainable": ("已是最高可达", "最高可达", "the most that can be attained"),
    "floor_reason": ("低于上级目标的理由", "reason for staying below"),
}

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do."""

FIXED_STATES = (TargetState.APPROVED, TargetState.LOCKED)
STEP = 2_000
"""Rows between two words about progress."""


class TargetReader:
    """Reads lists of targets of one cycle.

    Parameters
    ----------
    here
        Unit and indicator → the target that stands.
    reach
        Units for which the account may propose.
    keeps
        Units of which it may set what the superior asks.
    """

    def __init__(self, places: Places, here: Mapping[tuple[int, int], Target], reach: Reach, keeps: Reach) -> None:
        self.places, self.here, self.reach, self.keeps = places, here, reach, keeps
        self.log = ProblemLog()
        self._first: dict[tuple[int, int], int] = {}

    def read(self, path: Path, progress: Progress) -> list[Proposal]:
        """Read the values that differ from what stands; empty cells change nothing.

        Raises
        ------
        Problems
            With everything that is wrong with the file and its cells.
        """
        aliases = {**COLUMNS, **column_names(self.places.indicators)}
        table = read_table(path, columns=aliases, required=["unit"])
        found = [p for row in self._rows(table, progress) for p in self._of_row(row)]
        self.log.raise_if_any()
        return found

    def _rows(self, table: Table, progress: Progress) -> Iterator[Row]:
        self._wide = [] if _is_long(table) else self._columns(table)
        if not self._wide and not _is_long(table):
            self.log.add(kinds.NO_FIGURES, table.place.at(table.header_row))
            return
        for done, row in enumerate(table, start=1):
            yield row
            if done % STEP == 0 or done == len(table):
                progress(done, len(table))

    def _columns(self, table: Table) -> list[tuple[int, Indicator]]:
        """Find the columns of a wide list; a column that looks like an indicator but is none is a problem."""
        found = []
        for at, column in enumerate(table.columns):
            indicator = self.places.indicator_named(column.key or column.name)
            if indicator is not None and column.key not in COLUMNS:
                found.append((at, indicator))
            elif not column.key and column.name not in _PASSED_OVER:
                place = table.place.at(table.header_row, column.number)
                self.places.indicator(Cell(column.name, place), self.log)
        return found

    def _of_row(self, row: Row) -> Iterator[Proposal]:
        appraised = self.places.unit(row["unit"], self.log)
        if appraised is None:
            if not self._wide:
                self.places.indicator(row["indicator"], self.log)
            return
        if not self.reach.covers(appraised.unit.path):
            self.log.add(kinds.NOT_YOURS, row["unit"].place, row.text("unit"))
            return
        for indicator, cell in self._cells(row):
            proposal = self._proposal(row, appraised, indicator, cell)
            if proposal is not None:
                yield proposal

    def _cells(self, row: Row) -> Iterator[tuple[Indicator, Cell]]:
        if self._wide:
            yield from ((indicator, row[at]) for at, indicator in self._wide)
            return
        indicator = self.places.indicator(row["indicator"], self.log)
        if indicator is not None:
            yield indicator, row["value"]

    def _proposal(self, row: Row, appraised: AppraisedUnit, indicator: Indicator, cell: Cell) -> Proposal | None:
        is_for = takes_target(indicator, appraised.class_id)
        value = figure(cell, indicator, self.log, may_be_absent=not is_for)
        if value is None or not self._is_first(row, appraised, indicator, cell):
            return None
        if not is_for:
            self.log.add(kinds.NOT_FOR_CLASS, cell.place, cell.text)
            return None
        target = self.here.get((appraised.unit_id, indicator.pk))
        proposal = self._filled(row, appraised, indicator, value, target)
        if proposal.repeats(target) or not self._is_allowed(row, cell, proposal, target):
            return None
        return proposal

    def _is_first(self, row: Row, appraised: AppraisedUnit, indicator: Indicator, cell: Cell) -> bool:
        first = self._first.setdefault((appraised.unit_id, indicator.pk), row.number)
        if first != row.number:
            self.log.add(kinds.TWICE, cell.place, cell.text, first=str(first))
        return first == row.number

    def _filled(
        self, row: Row, appraised: AppraisedUnit, indicator: Indicator, value: Decimal, target: Target | None
    ) -> Proposal:
        """Add what the other columns say; what the list does not speak of stays as it stands."""
        superior = figure(row["superior_value"], indicator, self.log) if row.text("superior_value") else None
        if superior is not None and superior == (target.superior_value if target else None):
            superior = None
        elif superior is not None and not self.keeps.covers(appraised.unit.path):
            self.log.add(kinds.NOT_OFFICE, row["superior_value"].place, row.text("superior_value"))
        return Proposal(
            unit=appraised.unit,
            indicator=indicator,
            value=value,
            basis=text(row, "basis", 200, self.log) or (target.basis if target else ""),
            is_most_attainable=is_said(
                row, "is_most_attainable", self.log, target.is_most_attainable if target else False
            ),
            floor_reason=text(row, "floor_reason", 300, self.log) or (target.floor_reason if target else ""),
            superior_value=superior,
        )

    def _is_allowed(self, row: Row, cell: Cell, proposal: Proposal, target: Target | None) -> bool:
        before = self.log.error_count
        if target is not None and target.state in FIXED_STATES:
            if proposal.value != target.value or proposal.superior_value is not None:
                words = {"state": target.get_state_display(), "value": show_decimal(target.value)}
                self.log.add(kinds.FIXED, cell.place, cell.text, **words)
            return False
        floor = proposal.floor(target)
        if floor is not None and not proposal.floor_reason:
            self.log.add(kinds.BELOW, cell.place, cell.text, floor=show_decimal(floor))
        if proposal.is_most_attainable and not proposal.basis:
            self.log.add(kinds.NO_BASIS, cell.place, cell.text)
        return self.log.error_count == before


def _is_long(table: Table) -> bool:
    return "indicator" in table.position and "value" in table.position


_PASSED_OVER = {"序号", "类别", "单位类别", "备注", "单位名称", "class", "remarks"}
"""Columns of a wide list that are no indicators."""
