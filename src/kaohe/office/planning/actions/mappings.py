"""Enter the superior's indicators, one by one or as a list, and say who answers them until when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people.models import Account, Person, Unit
from kaohe.office.people.policies import require
from kaohe.office.planning.imports.superior import SuperiorRow, read_superior
from kaohe.office.planning.models import Cycle, CycleState, Indicator, Mapping, SuperiorIndicator
from kaohe.office.planning.policies.undertakings import superior as policy
from kaohe.office.revisions import held

OVER = (CycleState.DECIDED, CycleState.PUBLICISED, CycleState.CLOSED)


@transaction.atomic
def enter_superior(
    *,
    by: Account,
    cycle: Cycle,
    code: str,
    name: str,
    source: str,
    handed_down_on: date,
    points: Decimal | None = None,
    requirement: str = "",
) -> SuperiorIndicator:
    """Enter an indicator by which the superior appraises the area.

    Raises
    ------
    PermissionDenied
        Unless the office of the area.
    ValidationError
        When the code is there already.
    """
    require(policy.may_change(by, cycle))
    _check_open(cycle)
    row = SuperiorIndicator(
        cycle=cycle,
        code=code,
        name=name,
        source=source,
        handed_down_on=handed_down_on,
        points=points,
        requirement=requirement,
    )
    row.full_clean()
    row.save()
    record(action="enter_superior", actor=by, subject=row, details={"code": code, "name": name}, chain=cycle.chain)
    return row


@transaction.atomic
def change_superior(
    *,
    by: Account,
    superior: SuperiorIndicator,
    name: str,
    source: str,
    handed_down_on: date,
    points: Decimal | None = None,
    requirement: str = "",
    seen: int | None = None,
) -> SuperiorIndicator:
    """Correct a superior's indicator; its code stays."""
    row = held(superior, seen)
    require(policy.may_change(by, row.cycle))
    _check_open(row.cycle)
    before = {"name": row.name, "points": row.points, "requirement": row.requirement}
    row.name, row.source, row.handed_down_on = name, source, handed_down_on
    row.points, row.requirement = points, requirement
    row.revision += 1
    row.full_clean()
    row.save()
    details = {"code": row.code, "before": before}
    record(action="change_superior", actor=by, subject=row, details=details, chain=row.cycle.chain)
    return row


@transaction.atomic
def remove_superior(*, by: Account, superior: SuperiorIndicator, seen: int | None = None) -> None:
    """Take out an indicator entered by mistake; one that somebody answers stays until its mappings are taken off."""
    row = held(superior, seen)
    require(policy.may_change(by, row.cycle))
    _check_open(row.cycle)
    if row.mappings.exists():
        raise ValidationError(_("{name} is mapped: take its mappings off first.").format(name=row.name))
    details = {"code": row.code, "name": row.name}
    record(action="remove_superior", actor=by, subject=row, details=details, chain=row.cycle.chain)
    row.delete()


@transaction.atomic
def import_superior(*, by: Account, cycle: Cycle, path: Path) -> int:
    """Add a batch of the superior's indicators, with who answers them where the list says so; says how many are new.

    Raises
    ------
    PermissionDenied
        Unless the office of the area.
    Problems
        With everything wrong in the list; nothing is written.
    """
    require(policy.may_change(by, cycle))
    cycle = Cycle.objects.select_for_update().select_related("root").get(pk=cycle.pk)  # two lists wait for each other
    _check_open(cycle)
    rows = read_superior(path, cycle)
    new = [_superior(cycle, row) for row in rows]
    SuperiorIndicator.objects.bulk_create(new, batch_size=500)
    Mapping.objects.bulk_create(
        [
            Mapping(superior=one, unit=row.unit, indicator=row.indicator, leader=row.leader, due_on=row.due_on)
            for one, row in zip(new, rows, strict=True)
            if row.unit is not None
        ],
        batch_size=500,
    )
    details = {"file": path.name, "indicators": len(new)}
    record(action="import_superior", actor=by, subject=cycle, details=details, chain=cycle.chain)
    return len(new)


@transaction.atomic
def map_superior(
    *,
    by: Account,
    superior: SuperiorIndicator,
    unit: Unit,
    due_on: date,
    indicator: Indicator | None = None,
    leader: Person | None = None,
    note: str = "",
) -> Mapping:
    """Say which unit answers a superior's indicator, by which own indicator, until when.

    Raises
    ------
    ValidationError
        When the unit is not of the area, the indicator of another cycle, or the mapping there already.
    """
    row = held(superior, None)
    require(policy.may_change(by, row.cycle))
    _check_open(row.cycle)
    if not unit.path.startswith(row.cycle.root.path):
        raise ValidationError({"unit": _("{unit} is not of the cycle's area.").format(unit=unit.name)})
    if indicator is not None and indicator.cycle_id != row.cycle_id:
        raise ValidationError({"indicator": _("The indicator belongs to another cycle.")})
    mapping = Mapping(superior=row, unit=unit, indicator=indicator, leader=leader, due_on=due_on, note=note)
    mapping.full_clean()
    mapping.save()
    details = {"code": row.code, "unit": unit.code, "indicator": indicator and indicator.code, "due_on": due_on}
    record(action="map_superior", actor=by, subject=row, details=details, chain=row.cycle.chain)
    return mapping


@transaction.atomic
def unmap_superior(*, by: Account, mapping: Mapping) -> None:
    """Take a mapping off."""
    row = held(mapping.superior, None)
    require(policy.may_change(by, row.cycle))
    _check_open(row.cycle)
    removed, _rows = Mapping.objects.filter(pk=mapping.pk).delete()
    if removed:
        details = {"code": row.code, "unit": mapping.unit.code}
        record(action="unmap_superior", actor=by, subject=row, details=details, chain=row.cycle.chain)


def _check_open(cycle: Cycle) -> None:
    if cycle.state in OVER:
        raise ValidationError(_("The year is decided; nothing is mapped any more."))


def _superior(cycle: Cycle, row: SuperiorRow) -> SuperiorIndicator:
    return SuperiorIndicator(
        cycle=cycle,
        code=row.code,
        name=row.name,
        source=row.source,
        handed_down_on=row.handed_down_on,
        points=row.points,
        requirement=row.requirement,
    )
