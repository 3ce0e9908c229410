"""Take in whole lists of figures: all or nothing, in one statement however long the list is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.actions.calendar import check_running
from kaohe.office.monitoring.actions.writing import follow
from kaohe.office.monitoring.data_dates import rules_of
from kaohe.office.monitoring.demands import Demand, Demands, demands_of
from kaohe.office.monitoring.imports.figures import (
    COLUMNS,
    REQUIRED,
    FigureKey,
    FigureRow,
    Known,
    Progress,
    Reader,
)
from kaohe.office.monitoring.models import Figure, FigureState, Report, Side, Source
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role, View
from kaohe.office.planning.models import AppraisedUnit, Cycle, Target
from kaohe.tables.names import folded
from kaohe.tables.read import read_table
from kaohe.tables.table import Table

OPEN = (FigureState.DRAFT, FigureState.RETURNED)

_CREATE = """
CREATE TEMP TABLE incoming (
    unit bigint, indicator bigint, input text, period text, value numeric(20, 4), text text, applies boolean,
    remarks text, doubts text
) ON COMMIT DROP
"""
_COPY = "COPY incoming (unit, indicator, input, period, value, text, applies, remarks, doubts) FROM STDIN"
_WRITE = """
WITH written AS (
    INSERT INTO monitoring_figure AS f (
        cycle_id, unit_id, indicator_id, input, period, value, text, is_applicable, state, revision, recorded_at,
        recorded_by_id, submitted_by_id, doubts, return_reason, remarks
    )
    SELECT %(cycle)s, unit, indicator, input, period, value, text, applies, %(state)s, 0, %(at)s, %(by)s,
           %(submitted)s::bigint, doubts, '', remarks
    FROM incoming
    ON CONFLICT (cycle_id, unit_id, indicator_id, input, period) DO UPDATE SET
        value = excluded.value, text = excluded.text, is_applicable = excluded.is_applicable,
        remarks = excluded.remarks, doubts = excluded.doubts, recorded_at = excluded.recorded_at,
        recorded_by_id = excluded.recorded_by_id, revision = f.revision + 1,
        state = CASE WHEN %(hand_in)s THEN excluded.state ELSE f.state END,
        submitted_by_id = CASE WHEN %(hand_in)s THEN excluded.submitted_by_id ELSE f.submitted_by_id END,
        signed_by_id = NULL, accepted_by_id = NULL
    RETURNING f.id, f.revision, f.value, f.text, f.is_applicable, f.state
)
INSERT INTO monitoring_figureversion (figure_id, revision, value, text, is_applicable, state, at, by_id, reason)
SELECT id, revision, value, text, is_applicable, state, %(at)s, %(by)s, %(reason)s FROM written
"""


def _silent(done: int, total: int) -> None:
    """Report to nobody."""


@transaction.atomic
def import_figures(
    *, by: Account, cycle: Cycle, path: Path, is_checked: bool = False, progress: Progress = _silent
) -> int:
    """Enter the figures of a list, all or none; says how many changed. They wait in the reports to be handed in.

    Parameters
    ----------
    is_checked
        Figures beyond sense were looked at and are meant.

    Raises
    ------
    PermissionDenied
        Unless the account enters figures somewhere.
    Problems
        With everything wrong in the list; nothing is written.
    """
    require(by.has_role(Role.LIAISON, Role.DATA_OWNER))
    check_running(cycle)
    table = read_table(path, columns=COLUMNS, required=REQUIRED)
    return enter_table(by=by, cycle=cycle, table=table, is_checked=is_checked, progress=progress)


def enter_table(
    *,
    by: Account,
    cycle: Cycle,
    table: Table,
    is_checked: bool = False,
    source: Source | None = None,
    progress: Progress = _silent,
) -> int:
    """Enter a table within the caller's transaction; a source hands its figures in at once, for somebody to sign."""
    asked = demands_of(cycle)
    _hold_reports(cycle)
    spoken_of = {row.text("period").strip() for row in table}
    rows = _reader(by, cycle, asked, source, spoken_of, is_checked=is_checked).read(table, len(table.grid), progress)
    filled = [*rows, *_twins(rows, asked)]
    if not filled:
        return 0
    _write(filled, by, cycle, hand_in=source is not None)
    progress(len(table.grid), len(table.grid))
    _follow(cycle, filled, asked)
    details = {"name": table.place.file, "rows": len(filled), "source": source.code if source else ""}
    record(action="import_figures", actor=by, subject=cycle, details=details, chain=cycle.chain)
    return len(filled)


def _hold_reports(cycle: Cycle) -> None:
    """Hold all reports of the cycle: a list may touch any, and two lists at once would wait for each other's rows."""
    list(Report.objects.filter(cycle=cycle).order_by("pk").select_for_update().values_list("pk"))


def _reader(
    by: Account, cycle: Cycle, asked: Demands, source: Source | None, spoken_of: set[str], *, is_checked: bool
) -> Reader:
    units = AppraisedUnit.objects.filter(cycle=cycle).select_related("unit")
    paths = {row.unit_id: row.unit.path for row in units}
    targets = Target.objects.filter(cycle=cycle).values_list("unit", "indicator", "value")
    return Reader(
        year=cycle.year,
        units=_named(units),
        demands=_demands_by_name(asked),
        may_enter=_of_source(source) if source else _of_account(by, paths),
        known=_standing(cycle, spoken_of, is_source=source is not None),
        targets={(unit, indicator): value for unit, indicator, value in targets},
        most_times=rules_of(cycle).most_times_target,
        is_checked=is_checked or source is not None,
    )


def _named(units: Iterable[AppraisedUnit]) -> dict[str, tuple[int, str] | None]:
    """Codes and names of the units; a name that several bear stands for none."""
    found: dict[str, tuple[int, str] | None] = {}
    rows = list(units)
    for row in rows:
        name = folded(row.unit.name)
        found[name] = None if name in found else (row.unit_id, row.class_id)
    return found | {folded(row.unit.code): (row.unit_id, row.class_id) for row in rows}


def _demands_by_name(asked: Demands) -> dict[str, Demand]:
    by_name = {folded(d.indicator.name): d for d in reversed(asked.demands)}
    return by_name | {folded(d.indicator.code): d for d in asked.demands}


def _of_account(by: Account, paths: dict[int, str]) -> Any:
    """Tell what an account enters, without a query a row and once for each unit."""
    units = by.reach({Role.LIAISON: View.SCOPE})
    owned = by.reach({Role.DATA_OWNER: View.SCOPE})
    of_unit, of_owner = cache(lambda unit: units.covers(paths[unit])), cache(owned.covers)

    def may_enter(demand: Demand, unit: int) -> bool:
        if demand.side == Side.UNIT:
            return of_unit(unit)
        owner = demand.indicator.owner
        return owner is not None and of_owner(owner.path)

    return may_enter


def _of_source(source: Source) -> Any:
    return lambda demand, _unit: demand.side == Side.OWNER and demand.indicator.owner_id == source.owner_id


def _standing(cycle: Cycle, spoken_of: set[str], *, is_source: bool) -> dict[FigureKey, Known]:
    """Figures of the periods of a list as they stand; a source corrects what it brought before, a list does not touch
    what was handed in."""
    rows = Figure.objects.filter(cycle=cycle, period__in=spoken_of).values_list(
        "unit", "indicator", "input", "period", "value", "text", "is_applicable", "state"
    )
    return {
        (unit, indicator, name, period): Known(value, text, applies, not is_source and state not in OPEN)
        for unit, indicator, name, period, value, text, applies, state in rows.iterator(5_000)
    }


def _twins(rows: Sequence[FigureRow], asked: Demands) -> Iterator[FigureRow]:
    """Give the figures that the same data item fills."""
    for row in rows:
        for indicator, name in asked.links.others(row.indicator, row.input):
            yield FigureRow(row.unit, indicator, name, row.period, row.answer, row.doubts)


def _write(rows: Sequence[FigureRow], by: Account, cycle: Cycle, *, hand_in: bool) -> None:
    words: dict[str, Any] = {
        "cycle": cycle.pk,
        "state": FigureState.SUBMITTED.value if hand_in else FigureState.DRAFT.value,
        "at": timezone.now(),
        "by": by.pk,
        "submitted": by.pk if hand_in else None,
        "hand_in": hand_in,
        "reason": _("from a source") if hand_in else _("from a list"),
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS incoming")
        cursor.execute(_CREATE)
        with cursor.copy(_COPY) as copy:
            for row in rows:
                a = row.answer
                value = a.value if a.is_applicable else None
                copy.write_row(
                    (
                        row.unit,
                        row.indicator,
                        row.input,
                        row.period,
                        value,
                        a.text,
                        a.is_applicable,
                        a.remarks,
                        row.doubts,
                    )
                )
        cursor.execute(_WRITE, words)


def _follow(cycle: Cycle, rows: Sequence[FigureRow], asked: Demands) -> None:
    by_indicator = {d.indicator.pk: d for d in asked.demands}
    keys = set()
    for row in rows:
        demand = by_indicator[row.indicator]
        whose = row.unit if demand.side == Side.UNIT else demand.indicator.owner_id
        keys.add((whose, demand.side, row.period))
    reports = Report.objects.filter(cycle=cycle, period__in={period for _unit, _side, period in keys})
    follow([report for report in reports if (report.unit_id, report.side, report.period) in keys])
