"""Personal plans: from confirmed shares to agreement, weights that add up exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.office.factories import account_with, person_in
from tests.office.planning.undertakings import World, locked_targets, world

from kaohe.office.audit.models import Entry
from kaohe.office.people.models import Account, Appointment
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions import decomposition
from kaohe.office.planning.actions import personal_plans as actions
from kaohe.office.planning.actions.personal_plans import ItemLine
from kaohe.office.planning.models import CycleState, Indicator, PersonalPlan
from kaohe.office.revisions import StaleError

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def w() -> World:
    w = world()
    locked_targets(w.cycle, "1000")
    return w


@pytest.fixture
def mine(w: World) -> Account:
    return account_with(person=w.person)


def confirmed(w: World, code: str, *lines: object) -> None:
    indicator = Indicator.objects.get(cycle=w.cycle, code=code)
    row = decomposition.divide_indicator(by=w.head, indicator=indicator, unit=w.unit, lines=lines)  # type: ignore[arg-type]
    decomposition.confirm_decomposition(by=w.head, decomposition=row)


def drawn_up(w: World) -> PersonalPlan:
    confirmed(
        w, "A1", w.line("person", w.person, "60", value=D(600)), w.line("person", w.colleague, "40", value=D(400))
    )
    actions.draw_up_plans(by=w.head, cycle=w.cycle, unit=w.unit)
    plan: PersonalPlan = PersonalPlan.objects.get(person=w.person)
    return plan


def test_drawn_up_from_confirmed_shares_by_name_and_by_post(w: World) -> None:
    confirmed(w, "A2", w.line("post", w.post))
    plan = drawn_up(w)
    assert PersonalPlan.objects.count() == 2
    items = [(item.task, item.measure, item.weight_pct) for item in plan.items.all()]
    assert items == [("粮食总产量", "600 吨", D(50)), ("规上工业增加值增速", "", D(50))]
    assert actions.draw_up_plans(by=w.head, cycle=w.cycle, unit=w.unit) == 0
    assert Entry.objects.filter(action="draw_up_plans").count() == 1


def test_draft_shares_make_no_plan(w: World) -> None:
    decomposition.divide_indicator(by=w.head, indicator=w.indicator, unit=w.unit, lines=[w.line("person", w.person)])
    assert actions.draw_up_plans(by=w.head, cycle=w.cycle, unit=w.unit) == 0


def test_only_liaison_and_head_draw_up(w: World) -> None:
    for by in (w.officer, w.leader, w.stranger, account_with(person=w.person)):
        with pytest.raises(PermissionDenied):
            actions.draw_up_plans(by=by, cycle=w.cycle, unit=w.unit)
    w.cycle.state = CycleState.ASSESSING
    w.cycle.save()
    with pytest.raises(ValidationError):
        actions.draw_up_plans(by=w.head, cycle=w.cycle, unit=w.unit)


def test_own_plan_is_opened_where_one_works(w: World, mine: Account) -> None:
    plan = actions.open_own_plan(by=mine, cycle=w.cycle, unit=w.unit)
    assert plan.items.count() == 0
    confirmed(w, "A1", w.line("person", w.person))
    assert actions.open_own_plan(by=mine, cycle=w.cycle, unit=w.unit) == plan
    assert plan.items.count() == 1
    for by in (account_with(), account_with(person=person_in(w.cycle.root))):
        with pytest.raises(PermissionDenied):
            actions.open_own_plan(by=by, cycle=w.cycle, unit=w.unit)


def test_written_submitted_returned_and_agreed(w: World, mine: Account) -> None:
    plan = drawn_up(w)
    item = plan.items.get()
    lines = [ItemLine(item.task, D("66.6667"), key=item.pk), ItemLine("学习", D("33.3332"))]
    plan = actions.write_plan(by=mine, plan=plan, items=lines, seen=plan.revision)
    with pytest.raises(ValidationError, match=r"0\.0001"):
        actions.submit_plan(by=mine, plan=plan)
    own = plan.items.get(share=None)
    plan = actions.write_plan(by=mine, plan=plan, items=[lines[0], ItemLine("学习", D("33.3333"), key=own.pk)])
    plan = actions.submit_plan(by=mine, plan=plan, seen=plan.revision)
    with pytest.raises(ValidationError):
        actions.write_plan(by=mine, plan=plan, items=lines)
    with pytest.raises(ValidationError):
        actions.return_plan(by=w.head, plan=plan, remarks=" ")
    plan = actions.return_plan(by=w.head, plan=plan, remarks="请量化")
    assert (plan.state, plan.remarks) == ("returned", "请量化")
    plan = actions.agree_plan(by=w.head, plan=actions.submit_plan(by=mine, plan=plan))
    assert (plan.state, plan.agreed_by) == ("agreed", w.head)
    said = [e.action for e in Entry.objects.filter(subject=f"PersonalPlan:{plan.pk}").order_by("serial")]
    assert said == ["write_plan", "write_plan", "submit_plan", "return_plan", "submit_plan", "agree_plan"]


def test_nobody_else_writes_and_nobody_agrees_to_the_own_plan(w: World, mine: Account) -> None:
    plan = drawn_up(w)
    for by in (w.head, w.officer, w.leader, account_with(person=w.colleague)):
        with pytest.raises(PermissionDenied):
            actions.write_plan(by=by, plan=plan, items=[])
        with pytest.raises(PermissionDenied):
            actions.submit_plan(by=by, plan=plan)
    for by in (mine, w.officer, w.liaison, w.stranger):
        with pytest.raises(PermissionDenied):
            actions.agree_plan(by=by, plan=plan)
    heads = actions.open_own_plan(by=w.head, cycle=w.cycle, unit=w.unit)
    with pytest.raises(PermissionDenied):
        actions.agree_plan(by=w.head, plan=heads)
    with pytest.raises(ValidationError):
        actions.agree_plan(by=w.leader, plan=heads)  # not submitted, but the leader may


def test_share_stays_in_the_plan_and_bad_lines_are_named(w: World, mine: Account) -> None:
    plan = drawn_up(w)
    bad = [ItemLine(" ", D(5)), ItemLine("甲", D("100.00001")), ItemLine("乙", D(1), key=10**9)]
    with pytest.raises(ValidationError) as caught:
        actions.write_plan(by=mine, plan=plan, items=bad)
    assert len(caught.value.messages) == 4
    with pytest.raises(StaleError):
        actions.write_plan(by=mine, plan=plan, items=[], seen=plan.revision + 1)


def test_new_share_must_be_taken_in_before_submitting(w: World, mine: Account) -> None:
    plan = drawn_up(w)
    confirmed(w, "A2", w.line("person", w.person))
    with pytest.raises(ValidationError):
        actions.submit_plan(by=mine, plan=plan)
    plan = actions.open_own_plan(by=mine, cycle=w.cycle, unit=w.unit)
    assert actions.submit_plan(by=mine, plan=plan).state == "submitted"


def test_seen_by_oneself_the_head_and_the_office(w: World, mine: Account) -> None:
    drawn_up(w)
    plans = PersonalPlan.objects
    numbers = [plans.visible_to(a).count() for a in (mine, w.head, w.officer, w.leader, w.stranger, w.liaison)]
    assert numbers == [1, 2, 2, 2, 0, 0]
    assert not plans.visible_to(account_with(Role.SYSTEM_ADMIN)).exists()


def test_who_moved_gets_no_plan_here(w: World) -> None:
    confirmed(w, "A1", w.line("person", w.person))
    Appointment.objects.filter(person=w.person).delete()
    assert actions.draw_up_plans(by=w.head, cycle=w.cycle, unit=w.unit) == 0
