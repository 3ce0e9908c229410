"""The ledger of events (加分/扣分事项): filed with a document, approved by somebody else, counted once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.actions import telling
from kaohe.office.monitoring.event_items import event_items
from kaohe.office.monitoring.models import Event, EventState
from kaohe.office.monitoring.policies.events import events
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.policies import require
from kaohe.office.planning.models import AppraisedUnit, Cycle


@transaction.atomic
def file_event(
    *,
    by: Account,
    cycle: Cycle,
    unit: Unit,
    item: str,
    happened_on: date,
    grounds: str,
    document: str,
    input: str = "",  # noqa: A002  (the model's and the engine's name)
    count: Decimal | None = None,
    points: Decimal | None = None,
) -> Event:
    """File grounds for a bonus, a deduction or a veto.

    Parameters
    ----------
    item, input
        Code in the published scheme, and the name of its criterion's input when it has several.
    count
        How often; None: once.
    points
        Only where the criterion leaves them to a person.

    Raises
    ------
    PermissionDenied
        Unless the account is of the department that manages the item, a supervisor or the office.
    ValidationError
        For an item that is not in the scheme or not for this unit's class, a day outside the year, or a document
        that is counted already.
    """
    known = {found.code: found for found in event_items(cycle)}
    if item not in known:
        raise ValidationError({"item": _("The scheme has no item {code} that counts events.").format(code=item)})
    require(events.may_file(by, cycle, known[item].owner))
    appraised = AppraisedUnit.objects.filter(cycle=cycle, unit=unit).first()
    if appraised is None:
        raise ValidationError({"unit": _("{unit} is not appraised in this cycle.").format(unit=unit)})
    known[item].check(appraised.class_id, input, points)
    if happened_on.year != cycle.year or happened_on > timezone.localdate():
        raise ValidationError({"happened_on": _("The day lies outside the year, or ahead.")})
    if count is not None and count <= 0:
        raise ValidationError({"count": _("Give a number above zero.")})
    twice = Event.objects.counted().filter(cycle=cycle, unit=unit, item=item, input=input, document=document).first()
    if twice is not None:
        message = _("{document} is counted already: {grounds} ({state}).")
        told = message.format(document=document, grounds=twice.grounds, state=twice.get_state_display())
        raise ValidationError({"document": told})
    event = Event(
        cycle=cycle,
        unit=unit,
        item=item,
        input=input,
        happened_on=happened_on,
        count=count,
        points=points,
        grounds=grounds,
        document=document,
        filed_by=by,
    )
    event.full_clean()
    event.save()
    _log("file_event", by, event)
    return event


def approve_event(*, by: Account, event: Event, remarks: str = "") -> Event:
    """Approve an event; from now on it is counted. Who filed it does not approve it."""
    return _decide(by, event, EventState.APPROVED, remarks)


def refuse_event(*, by: Account, event: Event, remarks: str) -> Event:
    """Refuse an event, with the reason."""
    if not remarks.strip():
        raise ValidationError({"remarks": _("Say why.")})
    return _decide(by, event, EventState.REFUSED, remarks)


@transaction.atomic
def approve_events(*, by: Account, filed: Iterable[Event]) -> int:
    """Approve several events together, all or none; says how many."""
    return len([approve_event(by=by, event=event) for event in filed])


@transaction.atomic
def cancel_event(*, by: Account, event: Event, reason: str) -> Event:
    """Cancel an event: one's own while it waits, an approved one by the office when its ground falls away."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    require(events.may_cancel(by, event))
    if event.state not in (EventState.FILED, EventState.APPROVED):
        raise ValidationError(_("This event is “{state}”.").format(state=event.get_state_display()))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    event.state, event.remarks = EventState.CANCELLED, reason
    event.decided_by, event.decided_at = by, timezone.now()
    event.save()
    _log("cancel_event", by, event)
    return event


@transaction.atomic
def _decide(by: Account, event: Event, state: EventState, remarks: str) -> Event:
    event = Event.objects.select_for_update().get(pk=event.pk)
    require(events.may_decide(by, event))
    if event.state == state:
        return event  # asked for twice
    if event.state != EventState.FILED:
        raise ValidationError(_("This event is “{state}”.").format(state=event.get_state_display()))
    event.state, event.remarks = state, remarks
    event.decided_by, event.decided_at = by, timezone.now()
    event.approved_at = event.decided_at if state == EventState.APPROVED else None
    event.save()
    telling.event_decided(event, by)
    _log("decide_event", by, event)
    return event


def _log(action: str, by: Account, event: Event) -> None:
    details = {"unit": event.unit_id, "item": event.item, "document": event.document, "state": event.state}
    record(action=action, actor=by, subject=event, details=details, chain=event.cycle.chain)
