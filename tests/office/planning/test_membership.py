"""Units enter and leave a published cycle: by hand, by mistake, by a merger."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.office.factories import UnitFactory, account_with
from tests.office.planning.factories import CycleFactory, published_cycle, saved_version, spec, units_of

from kaohe.office.audit.models import Entry
from kaohe.office.people.models import Account, Succession, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions.membership import add_unit, follow_succession, leave_cycle, rejoin_cycle
from kaohe.office.planning.document.store import stored
from kaohe.office.planning.models import AppraisedUnit, Cycle
from kaohe.office.revisions import StaleError

pytestmark = pytest.mark.django_db
CLOSED = date(2026, 5, 1)
DEED = {"reason": "县政府批复", "document": "东政发〔2026〕5号"}


@pytest.fixture
def cycle() -> Cycle:
    return published_cycle(industrial=2, farming=1)


@pytest.fixture
def officer(cycle: Cycle) -> Account:
    return account_with(Role.OFFICER, cycle.root)


def place_of(cycle: Cycle, unit: Unit) -> AppraisedUnit:
    return cycle.appraised_units.get(unit=unit)


def said(action: str) -> list[dict[str, Any]]:
    """Details of every entry of the log about an action."""
    return [json.loads(e.details) for e in Entry.objects.filter(action=action)]


def merged(into: Unit, *units: Unit) -> None:
    """The units closed, and one carries on their work."""
    for unit in units:
        Succession.objects.create(predecessor=unit, successor=into, on=CLOSED)
        Unit.objects.filter(pk=unit.pk).update(closed_on=CLOSED)


def test_a_founded_unit_enters_with_its_class(cycle: Cycle, officer: Account) -> None:
    town = UnitFactory.create(parent=cycle.root)
    appraised = add_unit(by=officer, cycle=cycle, unit=town, class_id="farming", **DEED)
    assert place_of(cycle, town) == appraised
    assert (appraised.class_id, appraised.left_on) == ("farming", None)
    assert said("add_unit") == [{"unit": town.pk, "class": "farming", **DEED}]


@pytest.mark.parametrize("role", [None, *(r for r in Role if r is not Role.OFFICER)])
def test_only_the_office_changes_the_units(cycle: Cycle, role: Role | None) -> None:
    account, town = account_with(role, cycle.root if role else None), UnitFactory.create(parent=cycle.root)
    place = cycle.appraised_units.first()
    assert place is not None
    with pytest.raises(PermissionDenied):
        add_unit(by=account, cycle=cycle, unit=town, class_id="farming", **DEED)
    with pytest.raises(PermissionDenied):
        rejoin_cycle(by=account, appraised=place, reason="误录")
    with pytest.raises(PermissionDenied):
        follow_succession(by=account, cycle=cycle, reason="撤并")
    assert cycle.appraised_units.count() == 3


def test_units_that_do_not_belong_are_refused(cycle: Cycle, officer: Account) -> None:
    town = UnitFactory.create(parent=cycle.root)
    wrong: list[dict[str, Any]] = [
        {"unit": UnitFactory.create(), "class_id": "farming", "reason": "批复"},
        {"unit": cycle.root, "class_id": "farming", "reason": "批复"},
        {"unit": units_of(cycle, "farming")[0], "class_id": "farming", "reason": "批复"},
        {"unit": town, "class_id": "mining", "reason": "批复"},
        {"unit": town, "class_id": "farming", "reason": " "},
    ]
    for one in wrong:
        with pytest.raises(ValidationError):
            add_unit(by=officer, cycle=cycle, **one)
    assert cycle.appraised_units.count() == 3
    assert said("add_unit") == []


@pytest.mark.parametrize(("state", "is_open"), [("published", True), ("assessing", True), ("decided", False)])
def test_units_change_until_the_results_are_decided(
    cycle: Cycle, officer: Account, state: str, *, is_open: bool
) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(state=state)
    cycle.refresh_from_db()
    town = UnitFactory.create(parent=cycle.root)
    if is_open:
        add_unit(by=officer, cycle=cycle, unit=town, class_id="farming", **DEED)
    else:
        with pytest.raises(ValidationError):
            add_unit(by=officer, cycle=cycle, unit=town, class_id="farming", **DEED)
        with pytest.raises(ValidationError):
            follow_succession(by=officer, cycle=cycle, reason="撤并")
    assert cycle.appraised_units.filter(unit=town).exists() is is_open


def test_a_leaving_entered_by_mistake_is_taken_back(cycle: Cycle, officer: Account) -> None:
    place = place_of(cycle, units_of(cycle, "farming")[0])
    left = leave_cycle(by=officer, appraised=place, on=CLOSED, **DEED)
    with pytest.raises(ValidationError):
        rejoin_cycle(by=officer, appraised=left, reason="")
    with pytest.raises(StaleError):
        rejoin_cycle(by=officer, appraised=left, reason="误录", seen=left.revision - 1)
    back = rejoin_cycle(by=officer, appraised=left, reason="误录", seen=left.revision)
    back.refresh_from_db()
    assert (back.left_on, back.revision) == (None, place.revision + 2)
    assert said("rejoin_cycle") == [{"unit": back.unit_id, "left_on": "2026-05-01", "reason": "误录"}]


def test_a_unit_that_never_left_does_not_come_back(cycle: Cycle, officer: Account) -> None:
    place = place_of(cycle, units_of(cycle, "farming")[0])
    with pytest.raises(ValidationError):
        rejoin_cycle(by=officer, appraised=place, reason="误录")
    assert said("rejoin_cycle") == []


def test_the_heir_of_one_class_enters_and_the_closed_ones_leave(cycle: Cycle, officer: Account) -> None:
    one, two = units_of(cycle, "industrial")
    heir = UnitFactory.create(parent=cycle.root)
    merged(heir, one, two)
    changed = follow_succession(by=officer, cycle=cycle, reason="撤并")
    assert {a.unit_id for a in changed} == {one.pk, two.pk, heir.pk}
    assert [place_of(cycle, u).left_on for u in (one, two)] == [CLOSED, CLOSED]
    assert (place_of(cycle, heir).class_id, place_of(cycle, heir).left_on) == ("industrial", None)
    assert said("follow_succession") == [{"left": [one.pk, two.pk], "entered": [heir.pk], "reason": "撤并"}]


def test_following_again_changes_nothing(cycle: Cycle, officer: Account) -> None:
    heir = UnitFactory.create(parent=cycle.root)
    merged(heir, *units_of(cycle, "industrial"))
    follow_succession(by=officer, cycle=cycle, reason="撤并")
    rows = list(cycle.appraised_units.order_by("pk").values_list("pk", "left_on", "revision"))
    assert follow_succession(by=officer, cycle=cycle, reason="撤并") == []
    assert list(cycle.appraised_units.order_by("pk").values_list("pk", "left_on", "revision")) == rows


def test_an_heir_of_two_classes_waits_for_a_decision(cycle: Cycle, officer: Account) -> None:
    heir = UnitFactory.create(parent=cycle.root)
    merged(heir, units_of(cycle, "industrial")[0], units_of(cycle, "farming")[0])
    follow_succession(by=officer, cycle=cycle, reason="撤并")
    assert not cycle.appraised_units.filter(unit=heir).exists()
    assert cycle.appraised_units.filter(left_on=CLOSED).count() == 2
    assert add_unit(by=officer, cycle=cycle, unit=heir, class_id="farming", **DEED).class_id == "farming"


def test_an_heir_that_is_appraised_already_keeps_its_place(cycle: Cycle, officer: Account) -> None:
    one, two = units_of(cycle, "industrial")
    merged(one, two)
    follow_succession(by=officer, cycle=cycle, reason="并入")
    assert cycle.appraised_units.count() == 3
    assert place_of(cycle, one).left_on is None
    with pytest.raises(ValidationError):
        follow_succession(by=officer, cycle=cycle, reason=" ")


def test_the_database_keeps_saved_versions() -> None:
    version = saved_version(CycleFactory.create())
    forged = stored(spec(title="另一办法"))
    for statement, values in (
        ("UPDATE planning_schemeversion SET document = %s", [forged]),
        ("UPDATE planning_schemeversion SET hash = %s", ["0" * 64]),
        ("UPDATE planning_schemeversion SET number = 9", []),
        ("DELETE FROM planning_schemeversion", []),
    ):
        with (
            pytest.raises(ProgrammingError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values)
    version.note = "送审稿"
    version.save()
    version.refresh_from_db()
    assert version.note == "送审稿"
