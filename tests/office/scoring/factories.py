"""A published scheme with figures, events and targets as rows, for tests of scores and everything above them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.office.factories import AccountFactory, UnitFactory

from kaohe.office.monitoring.models import Event, EventState, Figure, FigureState, FigureVersion
from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.document.store import stored
from kaohe.office.planning.models import (
    AppraisedUnit,
    Cycle,
    CycleState,
    Indicator,
    SchemeVersion,
    Target,
    TargetState,
    TargetStep,
)
from kaohe.office.planning.publishing import write_indicators
from kaohe.scheme import SchemeSpec, content_hash, load_scheme, load_spec
from kaohe.scoring.facts import Dataset, Fact
from kaohe.scoring.reading.data import read_data

PRESETS = Path(__file__).parents[3] / "src" / "kaohe" / "presets"
PRESET = PRESETS / "county-four-in-one"
MARCH = datetime(2026, 3, 1, 8, tzinfo=UTC)


def published(spec: SchemeSpec, *, by: Account | None = None, root: Unit | None = None, **fields: Any) -> Cycle:
    """A running cycle whose scheme is published; units are added by `appraised`."""
    by = by or AccountFactory.create()
    root = root or UnitFactory.create()
    fields = {"code": f"cycle-{Cycle.objects.count()}", "title": spec.title, "year": spec.cycle.year, **fields}
    cycle = Cycle.objects.create(**{"state": CycleState.RUNNING, **fields}, root=root, created_by=by)
    version = SchemeVersion.objects.create(
        cycle=cycle, number=1, document=stored(spec), hash=content_hash(spec), made_by=by, published_at=MARCH
    )
    write_indicators(version)
    return cycle


def appraised(cycle: Cycle, class_id: str, **fields: Any) -> Unit:
    """A unit of the cycle below its root."""
    attributes = fields.pop("attributes", {})
    unit = UnitFactory.create(**{"parent": cycle.root, **fields})
    AppraisedUnit.objects.create(
        cycle=cycle, unit=unit, class_id=class_id, attributes=json.dumps(attributes, ensure_ascii=False)
    )
    return unit


def figure(cycle: Cycle, unit: Unit, code: str, value: object = None, **fields: Any) -> Figure:
    """A figure with its first version; accepted on 1 March 2026 unless said otherwise."""
    at = fields.pop("at", MARCH)
    indicator = Indicator.objects.get(cycle=cycle, code=code)
    number = None if value is None else Decimal(str(value))
    given = {"state": FigureState.ACCEPTED, "period": str(cycle.year), "recorded_by": cycle.created_by, **fields}
    row = Figure.objects.create(cycle=cycle, unit=unit, indicator=indicator, value=number, recorded_at=at, **given)
    version_of(row, at)
    return row


def version_of(row: Figure, at: datetime) -> None:
    """Keep a figure as it stands."""
    FigureVersion.objects.create(
        figure=row,
        revision=row.revision,
        value=row.value,
        text=row.text,
        is_applicable=row.is_applicable,
        state=row.state,
        at=at,
        by=row.recorded_by,
    )


def changed(row: Figure, at: datetime, **fields: Any) -> None:
    """Change a figure as monitoring does: the next revision, and a version of it."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.revision += 1
    row.recorded_at = at
    row.save()
    version_of(row, at)


def locked_target(cycle: Cycle, unit: Unit, code: str, value: object, at: datetime = MARCH) -> Target:
    """A target that holds since a moment."""
    indicator = Indicator.objects.get(cycle=cycle, code=code)
    number, by = Decimal(str(value)), cycle.created_by
    target = Target.objects.create(
        cycle=cycle,
        indicator=indicator,
        unit=unit,
        value=number,
        state=TargetState.LOCKED,
        proposed_by=by,
        changed_by=by,
    )
    TargetStep.objects.create(target=target, kind=TargetStep.Kind.LOCK, value=number, at=at, by=by)
    return target


def approved_event(cycle: Cycle, unit: Unit, item: str, at: datetime = MARCH, **fields: Any) -> Event:
    """An entry of the ledger that counts since a moment."""
    given = {"happened_on": date(2026, 2, 1), "grounds": "通报", "document": f"文号{Event.objects.count()}", **fields}
    return Event.objects.create(
        cycle=cycle,
        unit=unit,
        item=item,
        state=EventState.APPROVED,
        filed_by=cycle.created_by,
        decided_at=at,
        approved_at=at,
        **given,
    )


def from_preset(folder: Path = PRESET) -> tuple[Cycle, Dataset]:
    """A cycle that holds the data of a preset as rows, and the same data as `kaohe score` reads them.

    Ballots and decisions, which have no rows yet, are left out of both.
    """
    data = read_data(folder / "data", load_scheme(folder))
    cycle = published(load_spec(folder))
    units = {u.id: appraised(cycle, u.class_id, code=u.id, name=u.name, attributes=u.attributes) for u in data.units}
    indicators = {i.code: i for i in Indicator.objects.filter(cycle=cycle)}
    rows = [row for fact in data.facts for row in _figures(cycle, units[fact.unit], indicators[fact.indicator], fact)]
    Figure.objects.bulk_create(rows)
    FigureVersion.objects.bulk_create(
        FigureVersion(
            figure=r,
            revision=0,
            value=r.value,
            text=r.text,
            is_applicable=r.is_applicable,
            state=r.state,
            at=MARCH,
            by=cycle.created_by,
        )
        for r in rows
    )
    for fact in data.facts:
        if fact.target is not None:
            locked_target(cycle, units[fact.unit], fact.indicator, fact.target)
    for n, e in enumerate(data.events):
        approved_event(
            cycle,
            units[e.unit],
            e.item,
            happened_on=date.fromisoformat(e.date or "2026-01-01"),
            count=e.count,
            points=e.points,
            input=e.level or e.input or "",
            grounds=e.grounds,
            document=f"文号{n}",
        )
    return cycle, Dataset(units=data.units, facts=data.facts, events=data.events)


def _figures(cycle: Cycle, unit: Unit, indicator: Indicator, fact: Fact) -> list[Figure]:
    """One row for the figure itself, one for each named input."""
    same: dict[str, Any] = {
        "cycle": cycle,
        "unit": unit,
        "indicator": indicator,
        "period": fact.period,
        "state": FigureState.ACCEPTED,
        "recorded_by": cycle.created_by,
        "recorded_at": MARCH,
    }
    rows = []
    if fact.actual is not None or not fact.inputs:
        rows.append(Figure(**same, value=fact.actual, is_applicable=fact.applicable))
    for name, value in fact.inputs.items():
        given: dict[str, Any] = {"value": value} if isinstance(value, Decimal) else {"text": _text(value)}
        rows.append(Figure(**same, input=name, **given))
    return rows


def _text(value: bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else value
