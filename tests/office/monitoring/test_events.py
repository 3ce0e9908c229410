"""Events are filed by who manages the item, approved by somebody else, and counted once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.office.factories import UnitFactory, account_with
from tests.office.monitoring.process_factories import TODAY, Area, area

from kaohe.office.audit.models import Entry
from kaohe.office.monitoring.actions import events
from kaohe.office.monitoring.event_items import event_items
from kaohe.office.monitoring.models import Event, EventState
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Area:
    return area()


def filed(here: Area, by: Account | None = None, **fields: Any) -> Event:
    values: dict[str, Any] = {
        "cycle": here.cycle,
        "unit": here.town,
        "item": "J2",
        "happened_on": TODAY,
        "grounds": "工作被通报",
        "document": "通报第1号",
    }
    return events.file_event(by=by or here.officer, **(values | fields))


def test_items_are_those_of_the_published_scheme(here: Area) -> None:
    items = {item.code: item for item in event_items(here.cycle)}
    assert list(items) == ["J1", "J2", "B", "V1"]  # A takes a figure, no events
    assert items["J1"].owner == "组织部"
    assert len(items["J1"].inputs) == 2


def test_filed_approved_logged(here: Area) -> None:
    event = filed(here)
    events.approve_event(by=here.second_officer, event=event)
    event.refresh_from_db()
    assert (event.state, event.decided_by) == (EventState.APPROVED, here.second_officer)
    actions = Entry.objects.filter(chain__key=here.cycle.chain).values_list("action", flat=True)
    assert list(actions) == ["file_event", "decide_event"]


def test_who_filed_does_not_approve(here: Area) -> None:
    with pytest.raises(PermissionDenied):
        events.approve_event(by=here.officer, event=filed(here))


@pytest.mark.parametrize("who", ["head", "liaison", "leader"])
def test_units_file_nothing_for_themselves(here: Area, who: str) -> None:
    with pytest.raises(PermissionDenied):
        filed(here, by=getattr(here, who))


def test_managing_department_files_its_own_item_only(here: Area) -> None:
    department = UnitFactory.create(parent=here.root, name="组织部")
    owner = account_with(Role.DATA_OWNER, department)
    first = event_items(here.cycle)[0].inputs[0]
    assert filed(here, by=owner, item="J1", input=first).state == EventState.FILED
    with pytest.raises(PermissionDenied):
        filed(here, by=owner, item="J2")


def test_document_is_counted_once(here: Area) -> None:
    event = filed(here)
    with pytest.raises(ValidationError, match="通报第1号"):
        filed(here, by=here.supervisor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(
            cycle=here.cycle,
            unit=here.town,
            item="J2",
            happened_on=TODAY,
            grounds="x",
            document="通报第1号",
            filed_by=here.officer,
        )
    events.refuse_event(by=here.second_officer, event=event, remarks="重复")
    filed(here, by=here.supervisor)


@pytest.mark.parametrize(
    "wrong",
    [
        {"item": "A"},
        {"item": "??"},
        {"happened_on": TODAY + timedelta(days=1)},
        {"happened_on": TODAY.replace(year=TODAY.year - 1, day=1)},
        {"count": Decimal(0)},
        {"points": Decimal(1)},
        {"item": "J1"},
        {"input": "没有"},
    ],
)
def test_what_the_scheme_cannot_count_is_refused(here: Area, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        filed(here, **wrong)
    assert not Event.objects.exists()


def test_item_of_another_class_and_unit_outside_the_cycle(here: Area) -> None:
    with pytest.raises(ValidationError):
        filed(here, unit=here.street)
    with pytest.raises(ValidationError):
        filed(here, unit=UnitFactory.create(parent=here.root))


def test_cancelled_later_it_still_counted_before(here: Area) -> None:
    event = filed(here)
    events.approve_event(by=here.second_officer, event=event)
    between = timezone.now()
    events.cancel_event(by=here.second_officer, event=event, reason="撤销通报")
    assert Event.objects.approved_at(between).get() == event
    assert not Event.objects.approved_at(timezone.now()).exists()
    with pytest.raises(ValidationError):
        events.cancel_event(by=here.officer, event=event, reason="x")


def test_own_event_is_withdrawn_only_while_it_waits(here: Area) -> None:
    event = filed(here, by=here.supervisor)
    events.approve_event(by=here.officer, event=event)
    with pytest.raises(PermissionDenied):
        events.cancel_event(by=here.supervisor, event=Event.objects.get(), reason="x")


def test_approving_twice_does_nothing_twice(here: Area) -> None:
    event = filed(here)
    events.approve_event(by=here.second_officer, event=event)
    events.approve_event(by=here.second_officer, event=event)
    assert Entry.objects.filter(action="decide_event").count() == 1


def test_several_are_approved_all_or_none(here: Area) -> None:
    mine, other = filed(here, by=here.second_officer), filed(here, document="2号")
    with pytest.raises(PermissionDenied):
        events.approve_events(by=here.second_officer, filed=[other, mine])
    assert not Event.objects.filter(state=EventState.APPROVED).exists()
    assert events.approve_events(by=here.second_officer, filed=[other]) == 1


def test_units_see_their_own_events(here: Area) -> None:
    event = filed(here)
    assert Event.objects.visible_to(here.head).get() == event
    assert not Event.objects.visible_to(here.other_head).exists()
