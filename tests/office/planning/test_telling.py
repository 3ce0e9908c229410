"""Who is told of a step: those who wait for it, on the page of the thing, never who took it, nobody else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from tests.office.factories import PASSWORD, AccountFactory, account_with
from tests.office.planning.factories import CycleFactory, classified, published_cycle, saved_version, spec, units_of
from tests.office.planning.undertakings import TODAY, VETOES, World, locked_targets, registered, world

from kaohe.office.people.models import Account, Notification
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions import consultation, decomposition, letters, personal_plans, publication, register
from kaohe.office.planning.actions.adjustments import ask_adjustment, decide_adjustment
from kaohe.office.planning.actions.target_review import approve_targets, return_target
from kaohe.office.planning.actions.targets import propose_target
from kaohe.office.planning.models import (
    Approval,
    Comment,
    Cycle,
    CycleState,
    Indicator,
    Letter,
    PersonalPlan,
    Target,
    TargetState,
)
from kaohe.office.planning.proposal import Proposal

pytestmark = pytest.mark.django_db


def told() -> set[tuple[Account, str]]:
    """Who was told since the last look, and where it leads; each line reads in both languages."""
    rows = list(Notification.objects.select_related("account"))
    for row in rows:
        with override("en"):
            english = str(row)
        with override("zh-hans"):
            assert str(row) != english, f"no Chinese: {english}"
        assert "{" not in english
    Notification.objects.all().delete()
    return {(row.account, row.url) for row in rows}


def to(name: str, args: list[Any], *accounts: Account) -> set[tuple[Account, str]]:
    return {(account, reverse(f"planning:{name}", args=args)) for account in accounts}


@pytest.fixture
def w() -> World:
    return world(document=spec(vetoes=VETOES, consequences=["通报表扬"]))


def proposed(w: World, code: str = "A1") -> Target:
    indicator = Indicator.objects.get(cycle=w.cycle, code=code)
    return propose_target(by=w.head, cycle=w.cycle, proposal=Proposal(w.unit, indicator, Decimal(100)))


def test_targets_sent_back_and_approved(w: World) -> None:
    target = proposed(w)
    assert told() == set()
    return_target(by=w.officer, target=target, reason="低于去年")
    assert told() == to("target", [target.pk], w.head, w.liaison)
    Target.objects.update(state=TargetState.PROPOSED)
    other = proposed(w, "A2")
    approve_targets(by=w.officer, cycle=w.cycle, seen={target.pk: None, other.pk: None})
    assert Notification.objects.filter(account=w.head).count() == 1
    assert told() == to("target_unit", [w.cycle.code, w.unit.pk], w.head, w.liaison)


def test_adjustment_goes_to_the_leaders_and_its_decision_back(w: World) -> None:
    locked_targets(w.cycle, "1000")
    target = Target.objects.filter(cycle=w.cycle, unit=w.unit).earliest("pk")
    row = ask_adjustment(by=w.head, target=target, new_value=Decimal(80), reason="洪灾")
    assert told() == to("adjustment", [row.pk], w.leader)
    decide_adjustment(by=w.leader, adjustment=row, is_approved=True)
    assert told() == to("adjustment", [row.pk], w.head, w.liaison)
    row = ask_adjustment(by=w.officer, target=target, new_value=Decimal(70), reason="洪灾")
    told()
    decide_adjustment(by=w.leader, adjustment=row, is_approved=False, remarks="不足")
    assert told() == to("adjustment", [row.pk], w.head, w.liaison, w.officer)


def test_scheme_opens_for_comments_and_comments_are_answered() -> None:
    cycle: Cycle = CycleFactory.create()
    one, two = classified(cycle.root, "industrial", 2)
    classified(cycle.root, "farming")
    officer, head, liaison = (
        account_with(role, unit)
        for role, unit in ((Role.OFFICER, cycle.root), (Role.UNIT_HEAD, one), (Role.LIAISON, two))
    )
    account_with(Role.UNIT_HEAD, published_cycle().root)
    account_with(Role.LEADER, cycle.root)
    saved_version(cycle)
    consultation.open_consultation(by=officer, cycle=cycle, until=timezone.localdate())
    assert told() == to("comment_list", [cycle.code], head, liaison)
    comment = consultation.write_comment(by=liaison, cycle=cycle, unit=two, text="分值偏低")
    told()
    consultation.answer_comment(by=officer, comment=comment, outcome=Comment.Outcome.ADOPTED, reply="采纳")
    assert told() == to("comment_detail", [cycle.code, comment.pk], liaison)


def test_scheme_published() -> None:
    cycle: Cycle = CycleFactory.create(state=CycleState.APPROVED)
    one = classified(cycle.root, "industrial")[0]
    classified(cycle.root, "farming")
    officer, head = account_with(Role.OFFICER, cycle.root), account_with(Role.UNIT_HEAD, one)
    version = saved_version(cycle)
    version.approved_at = timezone.now()
    version.save()
    by = {"decided_by": AccountFactory.create(), "decided_on": TODAY}
    Approval.objects.create(version=version, is_approved=True, meeting="第1次会议", **by)
    registered(cycle)
    publication.publish_scheme(by=officer, cycle=cycle)
    assert told() == to("scheme_published", [cycle.code], head)


def test_letters_to_sign_and_signed(w: World) -> None:
    locked_targets(w.cycle)
    registered(w.cycle)
    letters.make_letters(by=w.officer, cycle=w.cycle)
    letter, other = (Letter.objects.get(unit=unit) for unit in units_of(w.cycle, "industrial"))
    assert told() == {
        *to("letter_detail", [letter.pk], w.head),
        *to("letter_detail", [other.pk], w.stranger),
        *to("letter_list", [], w.leader),
    }
    AccountFactory.create()
    letters.sign_letters(by=w.head, letters=[letter], seen={letter.pk: letter.hash}, password=PASSWORD)
    assert told() == to("letter_detail", [letter.pk], w.leader, w.officer)
    letters.sign_letters(by=w.leader, letters=[letter], seen={letter.pk: letter.hash}, password=PASSWORD)
    assert told() == to("letter_detail", [letter.pk], w.head, w.officer)


def test_plan_submitted_returned_and_agreed(w: World) -> None:
    locked_targets(w.cycle, "1000")
    mine = account_with(person=w.person)
    lines = [w.line("person", w.person, "100", value=Decimal(1000))]
    row = decomposition.divide_indicator(by=w.head, indicator=w.indicator, unit=w.unit, lines=lines)
    decomposition.confirm_decomposition(by=w.head, decomposition=row)
    personal_plans.draw_up_plans(by=w.head, cycle=w.cycle, unit=w.unit)
    plan = PersonalPlan.objects.get(person=w.person)
    told()
    personal_plans.submit_plan(by=mine, plan=plan)
    assert told() == to("personal_plan_detail", [plan.pk], w.head)
    personal_plans.return_plan(by=w.head, plan=plan, remarks="请量化")
    assert told() == to("personal_plan_detail", [plan.pk], mine)
    personal_plans.submit_plan(by=mine, plan=plan)
    told()
    personal_plans.agree_plan(by=w.head, plan=plan)
    assert told() == to("personal_plan_detail", [plan.pk], mine)


def test_register_items_to_decide_and_decided(w: World) -> None:
    known: dict[str, Any] = {"kind": "inspection", "year": TODAY.year, "organiser": w.cycle.root, "basis": "1号文"}
    one, two = (register.file_item(by=w.officer, name=name, **known) for name in ("综合督查", "专项督查"))
    assert told() == to("register_item", [one.pk], w.leader) | to("register_item", [two.pk], w.leader)
    register.approve_item(by=w.leader, item=one, approving_body="县委", approval_document="1号", approved_on=TODAY)
    assert told() == to("register_item", [one.pk], w.officer)
    register.refuse_item(by=w.leader, item=two, remarks="重复")
    assert told() == to("register_item", [two.pk], w.officer)


def test_queries_do_not_grow_with_who_is_told(w: World) -> None:
    target = proposed(w)
    return_target(by=w.officer, target=target, reason="低于去年")  # the account remembers its roles from now on
    told()
    counts, numbers = [], []
    for _round in range(2):
        Target.objects.update(state=TargetState.PROPOSED)
        with CaptureQueriesContext(connection) as captured:
            return_target(by=w.officer, target=target, reason="低于去年")
        counts.append(len(captured))
        numbers.append(len(told()))
        for _n in range(8):
            account_with(Role.LIAISON, w.unit)
    assert numbers == [2, 10]
    assert counts[0] == counts[1]
