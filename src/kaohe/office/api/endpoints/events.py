"""The ledger of events."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router
from ninja.pagination import LimitOffsetPagination, paginate

from kaohe.office.api.authentication import For
from kaohe.office.api.endpoints.finding import account_of, cycle_of, unit_of
from kaohe.office.api.scopes import Scope
from kaohe.office.api.shapes import EventIn, EventOut
from kaohe.office.monitoring.actions.events import file_event
from kaohe.office.monitoring.models import Event

router = Router(tags=["events"], auth=For(Scope.READ))


@router.get("/cycles/{code}/events", response=list[EventOut], summary="Bonus and deduction events")
@paginate(LimitOffsetPagination)
def events(request: HttpRequest, code: str, state: str | None = None) -> QuerySet[Any]:
    """Give events that the account may see."""
    cycle_of(request, code)
    rows = Event.objects.visible_to(account_of(request)).filter(cycle__code=code)
    rows = rows.filter(state=state) if state is not None else rows
    return rows.select_related("unit").order_by("-happened_on", "-pk")


@router.post("/cycles/{code}/events", response={201: EventOut}, auth=For(Scope.EVENTS), summary="File an event")
def file(request: HttpRequest, code: str, body: EventIn) -> tuple[int, Event]:
    """File an event; it is counted once somebody else has approved it in the office."""
    fields = body.model_dump(exclude={"unit"})
    event = file_event(
        by=account_of(request), cycle=cycle_of(request, code), unit=unit_of(request, body.unit), **fields
    )
    return 201, event
