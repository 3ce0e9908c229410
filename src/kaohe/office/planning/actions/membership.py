"""Units of a published cycle: their attributes, a change of class, leaving in mid-cycle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people.models import Account, Succession, Unit
from kaohe.office.people.policies import require
from kaohe.office.planning.document.in_force import written_in_force
from kaohe.office.planning.models import AppraisedUnit, Cycle, CycleState
from kaohe.office.planning.policies.cycles import cycles
from kaohe.office.revisions import held

OPEN = (CycleState.PUBLISHED, CycleState.RUNNING, CycleState.ASSESSING)
"""States in which units of a cycle may still change; later the results are decided."""


@transaction.atomic
def change_class(
    *, by: Account, appraised: AppraisedUnit, class_id: str, reason: str, document: str = "", seen: int | None = None
) -> AppraisedUnit:
    """Compare a unit with another class from now on.

    Relative methods keep their comparison group, which is frozen at publication: the reason is recorded, and
    `kaohe.office.planning.impact.of_class_change` tells before what is affected.

    Raises
    ------
    ValidationError
        Without a reason, for a class that the scheme does not have, or when results are decided.
    """
    appraised = _open(by, appraised, reason, seen)
    _refuse_class(appraised.cycle, class_id)
    details = {"from": appraised.class_id, "to": class_id, "reason": reason, "document": document}
    appraised.class_id = class_id
    return _saved("change_class", by, appraised, details)


@transaction.atomic
def leave_cycle(
    *, by: Account, appraised: AppraisedUnit, on: date, reason: str, document: str = "", seen: int | None = None
) -> AppraisedUnit:
    """Take a unit out of the appraisal from a day on: it was closed or merged; what it reported before stays.

    Raises
    ------
    ValidationError
        Without a reason, before the unit's year begins, or when it has left already.
    """
    appraised = _open(by, appraised, reason, seen)
    if appraised.left_on is not None:
        raise ValidationError(_("The unit left the cycle on {day}.").format(day=appraised.left_on))
    if on.year < appraised.cycle.year:
        raise ValidationError(
            _("A day of {year} or later is expected, found {day}.").format(year=appraised.cycle.year, day=on)
        )
    appraised.left_on = on
    return _saved("leave_cycle", by, appraised, {"on": on, "reason": reason, "document": document})


@transaction.atomic
def rejoin_cycle(*, by: Account, appraised: AppraisedUnit, reason: str, seen: int | None = None) -> AppraisedUnit:
    """Take back that a unit has left, when it was entered by mistake.

    Raises
    ------
    ValidationError
        Without a reason, or for a unit that has not left.
    """
    appraised = _open(by, appraised, reason, seen)
    if appraised.left_on is None:
        raise ValidationError(_("{unit} has not left the cycle.").format(unit=appraised.unit))
    details = {"left_on": appraised.left_on, "reason": reason}
    appraised.left_on = None
    return _saved("rejoin_cycle", by, appraised, details)


@transaction.atomic
def add_unit(*, by: Account, cycle: Cycle, unit: Unit, class_id: str, reason: str, document: str = "") -> AppraisedUnit:
    """Take a unit of the area into a published cycle: one that was founded or came out of a merger."""
    require(cycles.may_keep(by, cycle))
    cycle = held(cycle, None)
    _in_time(cycle)
    _refuse_class(cycle, class_id)
    if not reason.strip():
        raise ValidationError(_("Say why, and by which document."))
    if not unit.path.startswith(cycle.root.path) or unit.pk == cycle.root_id:
        raise ValidationError(_("{unit} does not stand below {root}.").format(unit=unit, root=cycle.root))
    if cycle.appraised_units.filter(unit=unit).exists():
        raise ValidationError(_("{unit} is in the cycle already.").format(unit=unit))
    appraised = AppraisedUnit.objects.create(cycle=cycle, unit=unit, class_id=class_id)
    details = {"unit": unit.pk, "class": class_id, "reason": reason, "document": document}
    record(action="add_unit", actor=by, subject=appraised, details=details, chain=cycle.chain)
    return appraised


@transaction.atomic
def follow_succession(*, by: Account, cycle: Cycle, reason: str) -> list[AppraisedUnit]:
    """Let the units that closed after the year began leave the cycle, and take in heirs that nobody appraises yet.

    An heir enters with the class of the unit it follows; units of several classes that merge need a decision, so
    their heir is left to `add_unit`.
    """
    require(cycles.may_keep(by, cycle))
    cycle = held(cycle, None)
    _in_time(cycle)
    if not reason.strip():
        raise ValidationError(_("Say why, and by which document."))
    closed = cycle.appraised_units.select_for_update(of=("self",)).select_related("unit")
    left = list(closed.filter(left_on__isnull=True, unit__closed_on__isnull=False))
    for appraised in left:
        appraised.left_on = appraised.unit.closed_on
        appraised.revision += 1
    AppraisedUnit.objects.bulk_update(left, ["left_on", "revision"])
    heirs = _heirs(cycle, left)
    details = {"left": [a.unit_id for a in left], "entered": [a.unit_id for a in heirs], "reason": reason}
    record(action="follow_succession", actor=by, subject=cycle, details=details, chain=cycle.chain)
    return [*left, *heirs]


def _heirs(cycle: Cycle, left: list[AppraisedUnit]) -> list[AppraisedUnit]:
    classes: dict[int, set[str]] = {}
    for appraised in left:
        for heir in Succession.objects.heirs_of(appraised.unit):
            classes.setdefault(heir, set()).add(appraised.class_id)
    known = set(cycle.appraised_units.values_list("unit", flat=True))
    return AppraisedUnit.objects.bulk_create(
        AppraisedUnit(cycle=cycle, unit_id=unit, class_id=ids.pop())
        for unit, ids in classes.items()
        if unit not in known and len(ids) == 1
    )


@transaction.atomic
def set_attributes(
    *, by: Account, cycle: Cycle, attributes: Mapping[AppraisedUnit, Mapping[str, str]]
) -> list[AppraisedUnit]:
    """Write attributes of units (population, group) that coefficients and corrections ask for; says which changed.

    An attribute with an empty value is taken away; those not named stay.
    """
    require(cycles.may_keep(by, cycle))
    cycle = held(cycle, None)
    _in_time(cycle)
    rows = {a.pk: a for a in cycle.appraised_units.select_for_update(of=("self",))}
    changed, told = [], {}
    for asked, values in attributes.items():
        row = rows.get(asked.pk)
        if row is None:
            raise ValidationError(_("{unit} is not appraised in this cycle.").format(unit=asked.unit))
        before = json.loads(row.attributes)
        after = {k: v for k, v in {**before, **values}.items() if v != ""}
        if after != before:
            row.attributes = json.dumps(after, ensure_ascii=False, sort_keys=True)
            row.revision += 1
            changed.append(row)
            told[row.unit_id] = {k: [before.get(k), after.get(k)] for k in values if before.get(k) != after.get(k)}
    AppraisedUnit.objects.bulk_update(changed, ["attributes", "revision"], batch_size=500)
    if changed:
        record(action="set_attributes", actor=by, subject=cycle, details={"units": told}, chain=cycle.chain)
    return changed


def _open(by: Account, appraised: AppraisedUnit, reason: str, seen: int | None) -> AppraisedUnit:
    require(cycles.may_keep(by, appraised.cycle))
    cycle = held(appraised.cycle, None)
    appraised = held(appraised, seen)
    _in_time(cycle)
    if not reason.strip():
        raise ValidationError(_("Say why, and by which document."))
    return appraised


def _refuse_class(cycle: Cycle, class_id: str) -> None:
    known = [c.id for c in written_in_force(cycle).scheme.classes]
    if class_id not in known:
        message = _("{found} is no class of the scheme; it has {known}.")
        raise ValidationError(message.format(found=class_id, known=", ".join(known)))


def _in_time(cycle: Cycle) -> None:
    if cycle.state not in OPEN:
        raise ValidationError(_("Units of a cycle change between its publication and the decision on its results."))


def _saved(name: str, by: Account, appraised: AppraisedUnit, details: Mapping[str, object]) -> AppraisedUnit:
    appraised.revision += 1
    appraised.save()
    record(
        action=name,
        actor=by,
        subject=appraised,
        details={"unit": appraised.unit_id, **details},
        chain=appraised.cycle.chain,
    )
    return appraised
