"""Adjust a locked target: asked, decided by another, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override
from tests.office.factories import account_with
from tests.office.planning.factories import published_cycle, units_of

from kaohe.office.audit.models import Entry
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions.adjustments import ask_adjustment, decide_adjustment, withdraw_adjustment
from kaohe.office.planning.actions.target_review import approve_targets, lock_targets
from kaohe.office.planning.actions.targets import propose_target
from kaohe.office.planning.models import Adjustment, Cycle, Indicator, Target
from kaohe.office.planning.proposal import Proposal
from kaohe.office.revisions import StaleError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def cycle() -> Cycle:
    return published_cycle(industrial=0, farming=1)


@pytest.fixture
def unit(cycle: Cycle) -> Unit:
    return units_of(cycle, "farming")[0]


@pytest.fixture
def head(unit: Unit) -> Account:
    return account_with(Role.UNIT_HEAD, unit)


@pytest.fixture
def leader(cycle: Cycle) -> Account:
    return account_with(Role.LEADER, cycle.root)


@pytest.fixture
def target(cycle: Cycle, unit: Unit, head: Account) -> Target:
    officer = account_with(Role.OFFICER, cycle.root)
    for code in ("A1", "A3"):
        indicator = Indicator.objects.get(cycle=cycle, code=code)
        propose_target(by=head, cycle=cycle, proposal=Proposal(unit, indicator, Decimal(100)))
    approve_targets(by=officer, cycle=cycle, seen=dict.fromkeys(Target.objects.values_list("pk", flat=True)))
    lock_targets(by=officer, cycle=cycle)
    found: Target = Target.objects.get(indicator__code="A1")
    return found


def asked(by: Account, target: Target, value: int = 80, **more: Any) -> Adjustment:
    return ask_adjustment(by=by, target=target, new_value=Decimal(value), reason="洪灾", **more)


def test_the_target_changes_when_a_leader_approves(target: Target, head: Account, leader: Account) -> None:
    adjustment = asked(head, target, document="县政发〔2026〕3号")
    target.refresh_from_db()
    assert target.value == 100
    decide_adjustment(by=leader, adjustment=adjustment, is_approved=True)
    target.refresh_from_db()
    assert (target.value, target.state, target.revision) == (80, "locked", 3)
    last = target.steps.last()
    assert (last.kind, last.value, last.reason, last.by) == ("adjust", 80, "洪灾", leader)
    names = list(Entry.objects.order_by("-serial").values_list("action", flat=True)[:2])
    assert names == ["decide_adjustment", "ask_adjustment"]


def test_a_refusal_needs_a_reason_and_changes_nothing(target: Target, head: Account, leader: Account) -> None:
    adjustment = asked(head, target)
    with pytest.raises(ValidationError, match="Say why"):
        decide_adjustment(by=leader, adjustment=adjustment, is_approved=False)
    decide_adjustment(by=leader, adjustment=adjustment, is_approved=False, remarks="理由不足")
    target.refresh_from_db()
    assert target.value == 100
    with pytest.raises(ValidationError, match="already"):
        decide_adjustment(by=leader, adjustment=adjustment, is_approved=True)
    assert asked(head, target).state == Adjustment.State.ASKED


def test_who_asked_does_not_decide(target: Target, cycle: Cycle, head: Account) -> None:
    both = account_with(Role.LEADER, cycle.root)
    both.grants.create(role=Role.OFFICER, unit=cycle.root, since=both.grants.get().since)
    adjustment = asked(both, target)
    with pytest.raises(PermissionDenied):
        decide_adjustment(by=both, adjustment=adjustment, is_approved=True)


@pytest.mark.parametrize("role", list(Role))
def test_roles(role: Role, target: Target, cycle: Cycle, head: Account) -> None:
    account = account_with(role, cycle.root)
    adjustment = asked(head, target)
    if role is Role.LEADER:
        assert decide_adjustment(by=account, adjustment=adjustment, is_approved=True).state == "approved"
    else:
        with pytest.raises(PermissionDenied):
            decide_adjustment(by=account, adjustment=adjustment, is_approved=True)
    if role not in (Role.OFFICER, Role.UNIT_HEAD):
        with pytest.raises(PermissionDenied):
            asked(account, target)
    with pytest.raises(PermissionDenied):
        withdraw_adjustment(by=account, adjustment=adjustment)


def test_a_leader_of_a_part_does_not_decide(target: Target, unit: Unit, head: Account) -> None:
    adjustment = asked(head, target)
    with pytest.raises(PermissionDenied):
        decide_adjustment(by=account_with(Role.LEADER, unit), adjustment=adjustment, is_approved=True)


def test_the_asker_withdraws_while_it_is_open(target: Target, head: Account, leader: Account) -> None:
    adjustment = asked(head, target)
    assert withdraw_adjustment(by=head, adjustment=adjustment).state == Adjustment.State.WITHDRAWN
    for deed in (
        lambda: withdraw_adjustment(by=head, adjustment=adjustment),
        lambda: decide_adjustment(by=leader, adjustment=adjustment, is_approved=True),
    ):
        with pytest.raises(ValidationError):
            deed()


def test_one_open_request_a_target(target: Target, head: Account) -> None:
    asked(head, target)
    with pytest.raises(ValidationError, match="already"):
        asked(head, target, 70)
    assert Adjustment.objects.count() == 1


@pytest.mark.parametrize(("value", "reason"), [(100, "洪灾"), (80, " ")])
def test_what_is_no_request(value: int, reason: str, target: Target, head: Account) -> None:
    with pytest.raises(ValidationError):
        ask_adjustment(by=head, target=target, new_value=Decimal(value), reason=reason)


def test_only_locked_targets_of_a_running_year(target: Target, head: Account, cycle: Cycle) -> None:
    with pytest.raises(StaleError):
        asked(head, target, revision=0)
    Cycle.objects.update(state="assessing")
    with pytest.raises(ValidationError, match="until the assessment"):
        asked(head, target)
    Cycle.objects.update(state="running")
    Target.objects.update(state="approved")
    with pytest.raises(ValidationError, match="not locked"):
        asked(head, target)


def test_two_requests_after_one_another_count_from_what_stands(target: Target, head: Account, leader: Account) -> None:
    first = asked(head, target)
    Target.objects.filter(pk=target.pk).update(value=Decimal(90))
    with pytest.raises(ValidationError, match="changed after"):
        decide_adjustment(by=leader, adjustment=first, is_approved=True)
