"""Pages of the ledger of events."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.exact import show_decimal
from kaohe.office.monitoring.actions.events import approve_event, cancel_event, file_event, refuse_event
from kaohe.office.monitoring.event_items import event_items
from kaohe.office.monitoring.forms.events import EventForm
from kaohe.office.monitoring.forms.words import NeededRemarksForm, ReasonForm, RemarksForm
from kaohe.office.monitoring.models import Event, EventState
from kaohe.office.monitoring.policies.events import events
from kaohe.office.monitoring.views.cycles import choose_cycle, cycle_filter
from kaohe.office.monitoring.views.steps import Offered, Step, offered, take
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.planning.models import Cycle
from kaohe.office.ui import panel
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin, show_table


def _waits(account: Account, event: Event) -> bool:
    return event.state == EventState.FILED and events.may_decide(account, event)


def _counts(account: Account, event: Event) -> bool:
    return event.state in (EventState.FILED, EventState.APPROVED) and events.may_cancel(account, event)


STEPS = (
    Step("approve", gettext_lazy("Approve"), approve_event, "event", _waits, RemarksForm, "btn-primary"),
    Step("refuse", gettext_lazy("Refuse"), refuse_event, "event", _waits, NeededRemarksForm),
    Step("cancel", gettext_lazy("Cancel the event"), cancel_event, "event", _counts, ReasonForm),
)


@signed_in
def event_list(request: Request) -> HttpResponseBase:
    """List the events that the account may see."""
    new = reverse("monitoring:event_new") if _fileable(request.user) else ""
    table = Table(
        "events",
        [
            Column("unit", _("unit"), "unit.name", sort="unit__name", link=Event.get_absolute_url),
            Column("item", _("item"), sort="item"),
            Column("grounds", _("grounds")),
            Column("happened_on", _("happened on"), kind="date", sort="happened_on"),
            Column("count", _("times"), kind="number", phone=False),
            Column("points", _("points"), kind="number", phone=False),
            Column("document", _("document")),
            Column("state", _("state"), kind="badge", sort="state"),
            Column("filed_by", _("filed by"), "filed_by.get_full_name", hidden=True),
            Column("decided_by", _("decided by"), "decided_by.get_full_name", hidden=True),
        ],
        Event.objects.visible_to(request.user).select_related("unit", "filed_by__person", "decided_by__person"),
        filters=[
            cycle_filter(request.user),
            Choice("state", _("state"), EventState.choices, "state"),
            UnitWithin("unit", _("unit"), "unit__path"),
        ],
        search=["grounds", "document", "unit__name"],
        default_sort="-happened_on",
        row_link=Event.get_absolute_url,
        panel=True,
        empty=Empty(_("No grounds for a bonus or a deduction have been filed yet."), new, _("File an event")),
    )
    return show_table(
        request,
        table,
        "monitoring/list.html",
        title=_("Bonus and deduction"),
        new_url=new,
        new_label=_("File an event"),
    )


@signed_in
def event_new(request: Request) -> HttpResponseBase:
    """Choose the cycle of a new event."""
    return choose_cycle(
        request, _files_in, lambda cycle: reverse("monitoring:event_file", args=[cycle.code]), _("File an event")
    )


@signed_in
def event_file(request: Request, code: str) -> HttpResponseBase:
    """File an event."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).select_related("root"), code=code)
    items = [item for item in event_items(cycle) if events.may_file(request.user, cycle, item.owner)]
    require(bool(items))
    form = EventForm(request.POST or None, cycle=cycle, items=items)
    if request.method == "POST":
        event = submit(request, form, partial(file_event, by=request.user, cycle=cycle))
        if event is not None:
            messages.success(request, _("Filed; it is counted once somebody else has approved it."))
            return redirect(event.get_absolute_url())
    shown = {
        "title": _("File an event"),
        "button": _("File for approval"),
        "form": form,
        "items": items,
        "subtitle": cycle,
        "cancel_url": reverse("monitoring:event_list"),
    }
    return render(request, "monitoring/form.html", shown)


@signed_in
def event(request: Request, pk: int, refused: Offered | None = None) -> HttpResponseBase:
    """Show an event, with what may be decided."""
    rows = Event.objects.visible_to(request.user).select_related(
        "unit", "cycle__root", "filed_by__person", "decided_by"
    )
    row = get_object_or_404(rows, pk=pk)
    return _page(request, row, refused)


@signed_in
def event_step(request: Request, pk: int, step: str) -> HttpResponseBase:
    """Decide on an event, or cancel it."""
    row = get_object_or_404(Event.objects.visible_to(request.user).select_related("unit", "cycle__root"), pk=pk)
    return take(request, row, STEPS, step, _page)


def _page(request: Request, row: Event, refused: Offered | None = None) -> HttpResponseBase:
    shown = {
        "event": row,
        "facts": _facts(row),
        "steps": offered(request.user, row, STEPS, refused),
        "step_url": "monitoring:event_step",
    }
    return panel.show(request, "monitoring/event.html", shown)


def _facts(row: Event) -> list[tuple[str, Any]]:
    item = next((item for item in event_items(row.cycle) if item.code == row.item), None)
    decided_at = timezone.localtime(row.decided_at).date() if row.decided_at else None
    return [
        (_("item"), f"{row.item} {item.name if item else ''} {row.input}".strip()),
        (_("criterion"), item.criterion if item else ""),
        (_("happened on"), row.happened_on),
        (_("times"), show_decimal(row.count or Decimal(1))),
        (_("points"), show_decimal(row.points) if row.points is not None else ""),
        (_("document"), row.document),
        (_("filed by"), f"{row.filed_by.get_full_name()} {timezone.localtime(row.filed_at).date()}"),
        (_("decided by"), f"{row.decided_by.get_full_name()} {decided_at}" if row.decided_by else ""),
        (_("remarks"), row.remarks),
    ]


def _fileable(account: Account) -> bool:
    return any(
        _files_in(account, cycle)
        for cycle in Cycle.objects.visible_to(account).filter(versions__published_at__isnull=False).distinct()
    )


def _files_in(account: Account, cycle: Cycle) -> bool:
    return any(events.may_file(account, cycle, item.owner) for item in event_items(cycle))
