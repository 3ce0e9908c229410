"""Write figures: every change leaves a version, and the report follows its values. Called by actions alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.monitoring.models import DataItemUse, Figure, FigureState, Report, Side
from kaohe.office.monitoring.signoff import Step, move, standing
from kaohe.office.people.models import Account

BATCH = 1_000
CHANGED = {
    "value": "numeric",
    "text": "text",
    "is_applicable": "boolean",
    "state": "text",
    "revision": "integer",
    "recorded_at": "timestamptz",
    "recorded_by_id": "bigint",
    "submitted_by_id": "bigint",
    "signed_by_id": "bigint",
    "accepted_by_id": "bigint",
    "doubts": "text",
    "return_reason": "text",
    "return_until": "date",
    "remarks": "text",
}
"""Columns that a step may change, with their types."""

_CHANGE = """
UPDATE monitoring_figure AS f SET {sets} FROM unnest({arrays}) AS new (id, {names}) WHERE f.id = new.id
""".format(
    sets=", ".join(f"{name} = new.{name}" for name in CHANGED),
    arrays=", ".join(["%s::bigint[]", *(f"%s::{kind}[]" for kind in CHANGED.values())]),
    names=", ".join(CHANGED),
)
_KEEP = """
INSERT INTO monitoring_figureversion (figure_id, revision, value, text, is_applicable, state, at, by_id, reason)
SELECT id, revision, value, text, is_applicable, state, %s, %s, %s FROM monitoring_figure WHERE id = ANY(%s)
"""


def store(figures: Sequence[Figure], *, by: Account, reason: str = "", at: datetime | None = None) -> None:
    """Write changed and new figures, each with the version that it is from now on: two statements for any number."""
    new = [figure for figure in figures if figure.pk is None]
    known = [figure for figure in figures if figure.pk is not None]
    for figure in known:
        figure.revision += 1
    Figure.objects.bulk_create(new, batch_size=BATCH)
    with connection.cursor() as cursor:
        if known:
            cursor.execute(_CHANGE, [[getattr(f, name) for f in known] for name in ("id", *CHANGED)])
        cursor.execute(_KEEP, [at or timezone.now(), by.pk, reason[:300], [figure.pk for figure in figures]])


def step(figures: Iterable[Figure], what: Step) -> None:
    """Let figures take a step; raises ValidationError when one cannot take it from where it stands."""
    for figure in figures:
        line = move(Side(side_of(figure)), what, FigureState(figure.state))
        if line is None:
            message = _("{figure} is {state}: this step cannot be taken there.")
            raise ValidationError(message.format(figure=figure.indicator, state=figure.get_state_display()))
        figure.state = line.after.value


def check_other_hands(figures: Iterable[Figure], by: Account, *, signers: bool = False) -> None:
    """Refuse an account that took an earlier hand in a value: who enters never signs, who signs never accepts."""
    for figure in figures:
        before = {figure.recorded_by_id, figure.submitted_by_id, *([figure.signed_by_id] if signers else [])}
        if by.pk in before:
            raise ValidationError(
                _("You entered or signed {figure} yourself: somebody else has to take this step.").format(
                    figure=figure.indicator
                )
            )


def held_figures(rows: Any) -> list[Figure]:
    """Read figures and hold them until the transaction ends, always in the same order."""
    return list(rows.select_for_update(of=("self",)).select_related("indicator__reporting").order_by("pk"))


def held_reports(figures: Sequence[Figure]) -> list[Report]:
    """Hold the reports that ask for some figures: whoever changes a value holds its report first."""
    return list(_asking(figures).select_for_update(of=("self",)).order_by("pk"))


def reports_of(figures: Sequence[Figure]) -> list[Report]:
    """Give the reports that ask for some figures, for looking only."""
    return list(_asking(figures).select_related("unit"))


def _asking(figures: Sequence[Figure]) -> Any:
    wanted = Q(pk__in=[])
    for cycle, period, units, owners in _keys(figures):
        wanted |= Q(cycle=cycle, period=period, side=Side.UNIT, unit__in=units)
        wanted |= Q(cycle=cycle, period=period, side=Side.OWNER, unit__in=owners)
    return Report.objects.filter(wanted)


def _keys(figures: Iterable[Figure]) -> list[tuple[int, str, set[int], set[int]]]:
    found: dict[tuple[int, str], tuple[set[int], set[int]]] = {}
    for figure in figures:
        units, owners = found.setdefault((figure.cycle_id, figure.period), (set(), set()))
        if side_of(figure) == Side.OWNER:
            owners.add(figure.indicator.owner_id or 0)
        else:
            units.add(figure.unit_id)
    return [(*key, *sets) for key, sets in found.items()]


def side_of(figure: Figure) -> str:
    """Say whose form asks for a figure."""
    setting = getattr(figure.indicator, "reporting", None)
    return setting.entered_by if setting else Side.UNIT


def follow(reports: Sequence[Report]) -> None:
    """Set reports to where their values stand: one query a side, cycle and period, whatever the number of units."""
    groups: dict[tuple[int, str, str], list[Report]] = {}
    for report in reports:
        groups.setdefault((report.cycle_id, report.period, report.side), []).append(report)
    for (cycle, period, side), members in groups.items():
        _follow(members, Figure.objects.filter(cycle=cycle, period=period).side(side), side)
    Report.objects.bulk_update(
        reports, ["state", "revision", "submitted_at", "reported_at", "is_late", "return_until"], batch_size=BATCH
    )


def _follow(members: Sequence[Report], rows: Any, side: str) -> None:
    whose = "unit" if side == Side.UNIT else "indicator__owner"
    found: dict[int, dict[str, Any]] = {}
    kept = rows.filter(**{f"{whose}__in": [report.unit_id for report in members]})
    for unit, state, until in kept.order_by().values_list(whose, "state").annotate(until=Max("return_until")):
        found.setdefault(unit, {})[state] = until
    for report in members:
        states = found.get(report.unit_id, {})
        report.state = standing(set(states))
        report.return_until = states.get(FigureState.RETURNED.value)
        report.revision += 1


def with_twins(figures: Sequence[Figure]) -> Any:
    """Give the query for some figures and those that the same data item fills: they take every step together."""
    keys = [figure.pk for figure in figures]
    wanted = Q(pk__in=keys)
    uses = DataItemUse.objects.filter(item__uses__indicator__in={f.indicator_id for f in figures}).values_list(
        "item", "indicator", "input"
    )
    items: dict[tuple[int, str], int] = {}
    groups: dict[int, set[tuple[int, str]]] = {}
    for item, indicator, name in uses:
        items[indicator, name] = item
        groups.setdefault(item, set()).add((indicator, name))
    for figure in figures:
        for indicator, name in groups.get(items.get((figure.indicator_id, figure.input), 0), ()):
            wanted |= Q(unit=figure.unit_id, period=figure.period, indicator=indicator, input=name)
    return Figure.objects.filter(wanted)
