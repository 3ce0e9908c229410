"""What each role sees first: its own board, only what it may see, at a cost that does not grow."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings
from tests.office.factories import UnitFactory, account_with, person_in
from tests.office.monitoring.reporting import Stage, staged

from kaohe.office.boards.burden import by_month, by_organiser, by_unit, complaints_by_unit, loads
from kaohe.office.boards.lights import cells_of, share_by_month
from kaohe.office.boards.own_shares import borne_by
from kaohe.office.boards.standing import greatest_losses, scored
from kaohe.office.boards.waiting import waiting
from kaohe.office.monitoring.actions.signing_off import accept_figures
from kaohe.office.monitoring.models import Figure
from kaohe.office.people.models import Account, Charge
from kaohe.office.people.roles import ADMINISTRATORS, Role
from kaohe.office.planning.models import Decomposition, Share, Target, TargetState, TargetStep

pytestmark = pytest.mark.django_db
BOARDS = ("office", "leader", "unit", "person", "burden")


def with_targets(stage: Stage) -> None:
    """Lock a target of 20 wherever one is needed."""
    for row in stage.cycle.appraised_units.all():
        for indicator in stage.cycle.indicators.filter(needs_target=True):
            target = Target.objects.create(
                cycle=stage.cycle,
                indicator=indicator,
                unit=row.unit,
                value=20,
                state=TargetState.LOCKED,
                proposed_by=stage.officer,
                changed_by=stage.officer,
            )
            TargetStep.objects.create(target=target, kind=TargetStep.Kind.LOCK, value=20, by=stage.officer)


@pytest.fixture
def stage(settings: Settings) -> Stage:
    settings.KAOHE_SECOND_FACTOR = "none"
    stage = staged()
    with_targets(stage)
    return stage


def reported(stage: Stage, period: str = "2026-01") -> None:
    stage.signed(stage.report(period))
    accept_figures(by=stage.data_owner, figures=list(Figure.objects.filter(period=period, state="signed")))


def page(account: Account, name: str, **query: Any) -> Any:
    client = Client()
    client.force_login(account)
    return client.get(reverse(f"boards:{name}"), query)


def test_each_role_is_led_to_its_board(stage: Stage) -> None:
    leader = account_with(Role.LEADER, stage.cycle.root)
    person = account_with(person=person_in(stage.unit))
    for account, name in ((stage.officer, "office"), (leader, "leader"), (stage.head, "unit"), (person, "person")):
        assert page(account, "board")["Location"] == reverse(f"boards:{name}")
        assert page(account, name).status_code == 200


def test_boards_before_any_figure(stage: Stage) -> None:
    assert page(stage.officer, "office").status_code == 200
    assert page(stage.head, "unit").status_code == 200
    assert page(stage.officer, "burden").status_code == 200


def test_boards_before_any_cycle(settings: Settings) -> None:
    settings.KAOHE_SECOND_FACTOR = "none"
    unit = UnitFactory.create()
    for role, name in ((Role.OFFICER, "office"), (Role.LEADER, "leader"), (Role.UNIT_HEAD, "unit")):
        assert page(account_with(role, unit), name).status_code == 200
    assert page(account_with(person=person_in(unit)), "person").status_code == 200


@pytest.mark.parametrize("name", BOARDS)
def test_administrators_have_no_board(stage: Stage, name: str) -> None:
    for role in ADMINISTRATORS:
        assert page(account_with(role), name).status_code == 403


def test_office_sees_the_state_of_collection(stage: Stage) -> None:
    before = dict(page(stage.officer, "office").context["counts"])
    reported(stage)
    after = dict(page(stage.officer, "office").context["counts"])
    done = after["reported"] + after["late"]
    assert done == before["reported"] + before["late"] + 1
    assert sum(after.values()) == sum(before.values())


def test_lights_count_units_on_pace(stage: Stage) -> None:
    reported(stage)
    cells = {(c.code, c.class_id): c for c in cells_of(stage.officer, stage.cycle, 1)}
    one = next(cell for (code, _class), cell in cells.items() if code == "C1")
    assert (one.measured, one.on_pace, one.share) == (1, 1, Decimal(100))
    later = next(c for c in cells_of(stage.officer, stage.cycle, 1) if c.code == "C1")
    assert later == one
    assert share_by_month(stage.officer, stage.cycle, 1)[0] == (1, Decimal(100))


def test_unit_sees_where_it_loses_points(stage: Stage) -> None:
    reported(stage)
    context = page(stage.head, "unit").context
    ((unit, lines),) = context["losses"]
    assert unit == stage.unit
    points = [loss.points for _name, loss in lines]
    assert points == sorted(points, reverse=True)
    assert points[0] > 0
    found = scored(stage.cycle)
    assert found is not None
    assert [loss for _name, loss in lines] == greatest_losses(found, stage.unit.code)
    assert [s.key for s in context["standings"]] == [stage.unit.pk]


def test_unit_does_not_see_other_units(stage: Stage) -> None:
    other = stage.cycle.appraised_units.exclude(unit=stage.unit).get().unit
    assert other.name not in page(stage.head, "unit").content.decode()
    stranger = account_with(Role.UNIT_HEAD, UnitFactory.create())
    assert page(stranger, "unit", cycle=stage.cycle.code).status_code == 404


def test_leader_sees_the_own_field_only(stage: Stage) -> None:
    person = person_in(stage.cycle.root)
    leader = account_with(Role.LEADER, UnitFactory.create(), person)
    Charge.objects.create(person=person, unit=stage.unit, since=stage.unit.opened_on)
    reported(stage)
    content = page(leader, "leader").content.decode()
    assert stage.unit.name in content
    assert stage.cycle.appraised_units.exclude(unit=stage.unit).get().unit.name not in content


def test_person_sees_its_part_multiplied_through_the_levels(stage: Stage) -> None:
    person = person_in(stage.unit)
    boss = person_in(stage.unit)
    division = Decomposition.objects.create(
        cycle=stage.cycle,
        indicator=stage.indicator("C1"),
        unit=stage.unit,
        changed_by=stage.head,
        is_confirmed=True,
    )
    above = Share.objects.create(decomposition=division, kind="leader", person=boss, percent=Decimal(40))
    Share.objects.create(decomposition=division, parent=above, kind="person", person=person, percent=Decimal(50))
    reported(stage)
    (borne,) = borne_by(person, stage.cycle)
    assert borne.whole_pct == Decimal(20)
    assert borne.pace is not None
    content = page(account_with(person=person), "person").content.decode()
    assert "20" in content
    assert "达到进度" in content
    assert "on_pace" not in content
    Decomposition.objects.update(is_confirmed=False)
    assert borne_by(person, stage.cycle) == []


def test_burden_counts_what_is_demanded(stage: Stage, settings: Settings) -> None:
    found = loads(stage.officer, stage.cycle)
    one = [load for load in found if load.unit == stage.unit.pk]
    reports = stage.cycle.reports.filter(unit=stage.unit, side="unit", due_on__isnull=False)
    assert sum(load.demands for load in one) == reports.count()
    units = {total.name: total for total in by_unit(found, complaints_by_unit(stage.cycle))}
    assert units[stage.unit.name].demands == reports.count()
    assert sum(t.fields for t in by_month(found)) == sum(t.fields for t in by_organiser(found))
    assert {load.unit for load in loads(stage.head, stage.cycle)} == {stage.unit.pk}
    settings.KAOHE_BURDEN_MINUTES = {**settings.KAOHE_BURDEN_MINUTES, "field": 0, "report": 60}
    first = loads(stage.head, stage.cycle)[0]
    assert first.minutes == 60 * first.demands


def test_what_waits_is_counted_for_each_role(stage: Stage) -> None:
    assert not [line for line in waiting(stage.data_owner) if line.label == "待认定或退回的数据"]
    report = stage.submitted(stage.report())
    assert [line.count for line in waiting(stage.head) if "state=submitted" in line.url] == [1]
    stage.signed(stage.report("2026-02"))
    owner = Account.objects.get(pk=stage.data_owner.pk)
    assert [line.count for line in waiting(owner) if line.url == reverse("monitoring:figure_review")] == [4]
    assert report.state == "submitted"


def test_waiting_leads_to_pages_that_open(stage: Stage) -> None:
    reported(stage)
    for account in (stage.officer, stage.head, stage.liaison, stage.data_owner):
        client = Client()
        client.force_login(account)
        for line in waiting(account):
            assert client.get(line.url).status_code == 200, line


@pytest.mark.parametrize(("name", "who"), [("office", "officer"), ("unit", "head"), ("burden", "officer")])
def test_board_costs_the_same_for_one_unit_more(settings: Settings, name: str, who: str) -> None:
    settings.KAOHE_SECOND_FACTOR = "none"
    counts = []
    for units in (2, 3):
        stage = staged(units=units)
        with_targets(stage)
        reported(stage)
        page(getattr(stage, who), name, cycle=stage.cycle.code)
        with CaptureQueriesContext(connection) as queries:
            assert page(getattr(stage, who), name, cycle=stage.cycle.code).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_fragment_of_the_home_page(stage: Stage) -> None:
    answer = page(stage.officer, "waiting")
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
