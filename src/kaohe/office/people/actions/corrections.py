"""Put right what was entered wrongly about a unit; the log keeps what stood before, and the reason."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people import policies
from kaohe.office.people.actions.units import hold_tree
from kaohe.office.people.models import Account, Succession, Unit, UnitVersion
from kaohe.office.revisions import held


@transaction.atomic
def correct_version(
    *, by: Account, version: UnitVersion, revision: int, name: str, kind: str, since: date, document: str, reason: str
) -> UnitVersion:
    """Correct the last version of an open unit: its name, kind, first day or document.

    This rewrites no history: what the version said was never so. What changed later is a new version, by `rename_unit`.

    Raises
    ------
    StaleError
        When somebody else corrected the version after the form was opened.
    ValidationError
        Without a reason, for an earlier version, or when the day does not lie after the version before.
    """
    unit, version = _last(by, version, revision, reason)
    before = _described(version)
    _move_start(unit, version, since)
    version.name, version.kind, version.document = name, kind, document
    version.revision += 1
    version.full_clean()
    version.save()
    Unit.objects.filter(pk=unit.pk).update(name=name, kind=kind)
    details = {"reason": reason, "before": before, "after": _described(version)}
    record(action="correct_version", actor=by, subject=unit, details=details)
    return version


@transaction.atomic
def withdraw_version(*, by: Account, version: UnitVersion, revision: int, reason: str) -> Unit:
    """Take back the last change of a unit, a renaming or a move that never was: the version before holds again.

    Raises
    ------
    ValidationError
        When there is none before, or the unit would come to stand under itself or under a closed one.
    """
    unit, version = _last(by, version, revision, reason)
    previous = unit.versions.filter(until=version.since).first()
    if previous is None:
        raise ValidationError(_("This is the first version of {name}; there is none to go back to.").format(name=unit))
    _check_place(by, unit, previous)
    version.delete()
    UnitVersion.objects.filter(pk=previous.pk).update(until=None)
    unit.name, unit.kind = previous.name, previous.kind
    unit.save(update_fields=["name", "kind"])
    if unit.parent_id != previous.parent_id:
        unit.place_under(previous.parent)
    details = {"reason": reason, "withdrawn": _described(version)}
    record(action="withdraw_version", actor=by, subject=unit, details=details)
    return unit


@transaction.atomic
def withdraw_closing(*, by: Account, unit: Unit, reason: str) -> Unit:
    """Take back the closing of a unit that goes on. Roles that ended with it are granted anew by whoever grants them.

    Raises
    ------
    ValidationError
        When the unit is open, or others carry on its work: a merger is not undone by opening one of its parts.
    """
    hold_tree()
    unit = Unit.objects.select_related("parent").get(pk=unit.pk)
    policies.require(policies.units.may_change(by, unit))
    if unit.closed_on is None:
        raise ValidationError(_("{name} is open.").format(name=unit.name))
    if Succession.objects.filter(predecessor=unit).exists():
        message = _("Others carry on the work of {name}: open a new unit, or move what has to go back.")
        raise ValidationError(message.format(name=unit.name))
    if unit.parent is not None and not unit.parent.is_open_on(timezone.localdate()):
        raise ValidationError(_("{name} is closed, too: open it first.").format(name=unit.parent.name))
    was = unit.closed_on
    UnitVersion.objects.filter(unit=unit, until=was).update(until=None)
    unit.closed_on = None
    unit.save(update_fields=["closed_on"])
    record(action="withdraw_closing", actor=by, subject=unit, details={"reason": reason, "closed_on": was})
    return unit


def _last(by: Account, version: UnitVersion, revision: int, reason: str) -> tuple[Unit, UnitVersion]:
    """Hold the tree and the version, which must be the one in force."""
    hold_tree()
    version = held(version, revision)
    unit: Unit = Unit.objects.get(pk=version.unit_id)
    policies.require(policies.units.may_change(by, unit))
    if version.until is not None:
        raise ValidationError(_("Only the version that holds now can be corrected."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, for those who read the log.")})
    return unit, version


def _move_start(unit: Unit, version: UnitVersion, since: date) -> None:
    """Let the version begin on another day: the one before ends there, or the unit was opened then."""
    if since == version.since:
        return
    if since > timezone.localdate():
        raise ValidationError({"since": _("{day} lies ahead.").format(day=since)})
    previous = unit.versions.filter(until=version.since).first()
    if previous is None:
        Unit.objects.filter(pk=unit.pk).update(opened_on=since)
    else:
        if since <= previous.since:
            least = previous.since + timedelta(days=1)
            raise ValidationError(
                {"since": _("The version before began later; {day} at the earliest.").format(day=least)}
            )
        UnitVersion.objects.filter(pk=previous.pk).update(until=since)
    version.since = since


def _check_place(by: Account, unit: Unit, previous: UnitVersion) -> None:
    parent = previous.parent
    policies.require(policies.units.may_change(by, parent) if parent != unit.parent else True)
    if parent is None:
        return
    if parent.is_within(unit):
        raise ValidationError(_("{name} cannot stand under itself or a unit below it.").format(name=unit.name))
    if not parent.is_open_on(timezone.localdate()):
        raise ValidationError(_("{name} is closed, too: open it first.").format(name=parent.name))


def _described(version: UnitVersion) -> dict[str, object]:
    return {
        "name": version.name,
        "kind": version.kind,
        "parent": version.parent_id,
        "since": version.since,
        "document": version.document,
    }
