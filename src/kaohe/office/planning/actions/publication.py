"""Publish an approved scheme: its indicators and units become rows that targets and figures refer to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.policies import require
from kaohe.office.planning import moves
from kaohe.office.planning.actions import telling
from kaohe.office.planning.document.store import spec_of
from kaohe.office.planning.models import AppraisedUnit, Cycle, CycleState, Indicator, SchemeVersion
from kaohe.office.planning.policies.cycles import cycles
from kaohe.office.planning.publishing import freeze_units, write_indicators


@transaction.atomic
def publish_scheme(*, by: Account, cycle: Cycle, seen: int | None = None) -> SchemeVersion:
    """Publish the approved version; in mid-year the approved change.

    The first publication freezes the units with their classes; a later one leaves them as they stand.

    Raises
    ------
    ValidationError
        When nothing is approved, the scheme has errors, or a class has no units: everything at once.
    """
    name = "publish_change" if cycle.state in (CycleState.PUBLISHED, CycleState.RUNNING) else "publish_scheme"
    cycle = moves.begin(name, by=by, cycle=cycle, seen=seen)
    version = moves.approved_version(cycle)
    if version is None:
        raise ValidationError(_("The last version has not been approved by the leading group."))
    _refuse_lost_classes(cycle, version)
    version.published_at = timezone.now()
    version.save(update_fields=["published_at"])
    indicators = write_indicators(version)
    units = [] if name == "publish_change" else freeze_units(cycle, [c.id for c in spec_of(version.document).classes])
    moves.finish(name, cycle)
    details = {
        "version": version.number,
        "hash": version.hash,
        "indicators": len(indicators),
        "units": len(units),
        "withdrawn": list(version.cycle.indicators.filter(withdrawn_in=version).values_list("code", flat=True)),
        "note": version.note,
    }
    telling.scheme_published(cycle, by)
    record(action="publish_scheme", actor=by, subject=version, details=details, chain=cycle.chain)
    return version


def _refuse_lost_classes(cycle: Cycle, version: SchemeVersion) -> None:
    """A class that appraised units stand in cannot go: they would be compared with nobody."""
    ids = {c.id for c in spec_of(version.document).classes}
    used = set(AppraisedUnit.objects.filter(cycle=cycle).values_list("class_id", flat=True)) if ids else set()
    lost = sorted(used - ids)
    if lost:
        raise ValidationError(
            _("Units stand in classes that the scheme no longer has: {classes}. Give them another class first.").format(
                classes=", ".join(lost)
            )
        )


@transaction.atomic
def assign_owner(*, by: Account, indicator: Indicator, owner: Unit | None, lead: Unit | None) -> Indicator:
    """Say which units the data owner and the lead department of an indicator are, where the names found none."""
    require(cycles.may_keep(by, indicator.cycle))
    indicator = Indicator.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=indicator.pk)
    details = {
        "indicator": indicator.code,
        "owner": [indicator.owner_id, owner and owner.pk],
        "lead": [indicator.lead_id, lead and lead.pk],
    }
    indicator.owner, indicator.lead = owner, lead
    indicator.save(update_fields=["owner", "lead"])
    record(action="assign_owner", actor=by, subject=indicator, details=details, chain=indicator.cycle.chain)
    return indicator
