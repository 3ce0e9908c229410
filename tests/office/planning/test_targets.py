"""Propose, return, approve and lock targets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
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
from kaohe.office.planning.actions.target_review import (
    approve_target,
    approve_targets,
    lock_targets,
    return_target,
    set_area_target,
)
from kaohe.office.planning.actions.targets import propose_target, propose_targets
from kaohe.office.planning.models import Cycle, CycleState, Indicator, Target, TargetState
from kaohe.office.planning.proposal import NEW, Proposal
from kaohe.office.revisions import StaleError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def cycle() -> Cycle:
    return published_cycle()


@pytest.fixture
def unit(cycle: Cycle) -> Unit:
    return units_of(cycle, "industrial")[0]


@pytest.fixture
def officer(cycle: Cycle) -> Account:
    return account_with(Role.OFFICER, cycle.root)


@pytest.fixture
def head(unit: Unit) -> Account:
    return account_with(Role.UNIT_HEAD, unit)


def indicator(cycle: Cycle, code: str = "A1") -> Indicator:
    found: Indicator = Indicator.objects.get(cycle=cycle, code=code)
    return found


def value(cycle: Cycle, unit: Unit, amount: str = "100", code: str = "A1", **more: Any) -> Proposal:
    return Proposal(unit, indicator(cycle, code), Decimal(amount), **more)


def steps(target: Target) -> list[tuple[str, Decimal]]:
    return list(target.steps.values_list("kind", "value"))


def test_a_target_from_proposal_to_lock(cycle: Cycle, unit: Unit, head: Account, officer: Account) -> None:
    target = propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, basis="三年平均"))
    return_target(by=officer, target=target, reason="低于去年", revision=0)
    target = propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, "120", revision=1))
    propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, "5", code="A2"))
    assert (
        approve_targets(by=officer, cycle=cycle, seen=dict.fromkeys(Target.objects.values_list("pk", flat=True))) == 2
    )
    assert lock_targets(by=officer, cycle=cycle, unit=unit) == 2
    target.refresh_from_db()
    assert (target.state, target.value, target.revision) == (TargetState.LOCKED, Decimal("120"), 4)
    kinds = [("propose", 100), ("return", 100), ("propose", 120), ("approve", 120), ("lock", 120)]
    assert steps(target) == [(kind, Decimal(amount)) for kind, amount in kinds]
    actions = list(Entry.objects.order_by("serial").values_list("action", "chain__key"))
    names = ["propose_target", "return_target", "propose_target", "propose_target", "approve_targets", "lock_targets"]
    assert actions == [(name, cycle.chain) for name in names]


REFUSED = [role for role in Role if role not in (Role.OFFICER, Role.LIAISON, Role.UNIT_HEAD)]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LIAISON, Role.UNIT_HEAD])
def test_who_proposes(role: Role, cycle: Cycle, unit: Unit) -> None:
    other = units_of(cycle, "industrial")[1]
    account = account_with(role, unit)
    propose_target(by=account, cycle=cycle, proposal=value(cycle, unit))
    with pytest.raises(PermissionDenied):
        propose_target(by=account, cycle=cycle, proposal=value(cycle, other))


@pytest.mark.parametrize("role", REFUSED)
def test_who_does_not_propose(role: Role, cycle: Cycle, unit: Unit) -> None:
    with pytest.raises(PermissionDenied):
        propose_target(by=account_with(role, cycle.root), cycle=cycle, proposal=value(cycle, unit))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_only_the_office_returns_approves_and_locks(role: Role, cycle: Cycle, unit: Unit, head: Account) -> None:
    target = propose_target(by=head, cycle=cycle, proposal=value(cycle, unit))
    account = account_with(role, cycle.root)
    for deed in (
        lambda: return_target(by=account, target=target, reason="低"),
        lambda: approve_target(by=account, target=target),
        lambda: lock_targets(by=account, cycle=cycle),
        lambda: set_area_target(by=account, indicator=indicator(cycle), value=Decimal(1), source="文件"),
    ):
        with pytest.raises(PermissionDenied):
            deed()
    target.refresh_from_db()
    assert target.state == TargetState.PROPOSED


def test_nobody_approves_the_own_proposal(cycle: Cycle, unit: Unit, officer: Account) -> None:
    target = propose_target(by=officer, cycle=cycle, proposal=value(cycle, unit))
    with pytest.raises(ValidationError, match="another account"):
        approve_target(by=officer, target=target)
    approve_target(by=account_with(Role.OFFICER), target=target)


def test_bulk_approval_is_all_or_nothing(cycle: Cycle, unit: Unit, head: Account, officer: Account) -> None:
    one = propose_target(by=head, cycle=cycle, proposal=value(cycle, unit))
    own = propose_target(by=officer, cycle=cycle, proposal=value(cycle, unit, code="A2"))
    with pytest.raises(ValidationError):
        approve_targets(by=officer, cycle=cycle, seen={one.pk: 0, own.pk: 0})
    assert not Target.objects.filter(state=TargetState.APPROVED).exists()


def test_a_form_sent_twice_does_nothing_twice(cycle: Cycle, unit: Unit, head: Account) -> None:
    for _ in range(2):
        target = propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, revision=NEW))
    assert (len(steps(target)), target.revision, Entry.objects.count()) == (1, 0, 1)


def test_two_forms_of_one_target(cycle: Cycle, unit: Unit, head: Account) -> None:
    propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, revision=NEW))
    propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, "110", revision=0))
    for seen in (NEW, 0):
        with pytest.raises(StaleError):
            propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, "90", revision=seen))
    target = Target.objects.get()
    with pytest.raises(StaleError):
        approve_target(by=account_with(Role.OFFICER), target=target, revision=0)
    assert target.value == 110


@pytest.mark.parametrize(
    ("code", "amount", "message"),
    [
        ("B1", "1", "takes no target"),
        ("A", "1", "takes no target"),
        ("A3", "1", "takes no target"),
        ("A1", "1.00001", "decimal places"),
        ("A1", "10000000000000000", "decimal places"),
    ],
)
def test_what_is_no_target(code: str, amount: str, message: str, cycle: Cycle, unit: Unit, head: Account) -> None:
    with pytest.raises(ValidationError, match=message):
        propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, amount, code=code))
    assert not Target.objects.exists()


def test_all_refusals_of_many_at_once(cycle: Cycle, unit: Unit, head: Account) -> None:
    with pytest.raises(ValidationError) as raised:
        propose_targets(by=head, cycle=cycle, proposals=[value(cycle, unit, code=c) for c in ("A1", "A3", "B1")])
    assert len(raised.value.messages) == 2
    assert not Target.objects.exists()


@pytest.mark.parametrize("state", [s for s in CycleState if s not in (CycleState.PUBLISHED, CycleState.RUNNING)])
def test_targets_are_set_between_publication_and_assessment(
    state: str, cycle: Cycle, unit: Unit, head: Account
) -> None:
    Cycle.objects.update(state=state)
    with pytest.raises(ValidationError, match="once the scheme is published"):
        propose_target(by=head, cycle=cycle, proposal=value(cycle, unit))


def test_the_superiors_target_is_the_floor(cycle: Cycle, unit: Unit, head: Account, officer: Account) -> None:
    with pytest.raises(PermissionDenied):
        propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, superior_value=Decimal(1)))
    propose_target(by=officer, cycle=cycle, proposal=value(cycle, unit, superior_value=Decimal(100)))
    with pytest.raises(ValidationError, match="superior asks for 100"):
        propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, "90"))
    target = propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, "90", floor_reason="洪灾"))
    with pytest.raises(PermissionDenied):
        approve_target(by=officer, target=target)
    with pytest.raises(PermissionDenied):
        approve_target(by=account_with(Role.LEADER, unit), target=target)
    approve_target(by=account_with(Role.LEADER, cycle.root), target=target)
    assert "洪灾" in Entry.objects.order_by("serial").last().details


def test_less_is_more_when_smaller_is_better(cycle: Cycle, unit: Unit, officer: Account) -> None:
    Indicator.objects.filter(code="A1").update(smaller_is_better=True)
    propose_target(by=officer, cycle=cycle, proposal=value(cycle, unit, "90", superior_value=Decimal(100)))
    with pytest.raises(ValidationError, match="superior"):
        propose_target(by=officer, cycle=cycle, proposal=value(cycle, unit, "110"))


def test_most_attainable_needs_its_basis(cycle: Cycle, unit: Unit, head: Account) -> None:
    with pytest.raises(ValidationError, match="basis"):
        propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, is_most_attainable=True))


def test_nothing_is_locked_while_something_is_missing(
    cycle: Cycle, unit: Unit, head: Account, officer: Account
) -> None:
    target = propose_target(by=head, cycle=cycle, proposal=value(cycle, unit))
    approve_target(by=officer, target=target)
    with pytest.raises(ValidationError) as raised:
        lock_targets(by=officer, cycle=cycle)
    assert raised.value.messages[0].startswith("Nothing was locked: 5 ")
    assert len(raised.value.messages) == 6
    assert f"{unit} · A2 规上工业增加值增速" in raised.value.messages
    assert not Target.objects.filter(state=TargetState.LOCKED).exists()


def test_units_that_left_are_not_waited_for(cycle: Cycle, unit: Unit, head: Account, officer: Account) -> None:
    cycle.appraised_units.exclude(unit=unit).update(left_on=date(2026, 1, 1))
    propose_targets(by=head, cycle=cycle, proposals=[value(cycle, unit, code=c) for c in ("A1", "A2")])
    approve_targets(by=officer, cycle=cycle, seen=dict.fromkeys(Target.objects.values_list("pk", flat=True)))
    assert lock_targets(by=officer, cycle=cycle) == 2
    assert lock_targets(by=officer, cycle=cycle) == 0
    for deed in (
        lambda: propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, "1")),
        lambda: return_target(by=officer, target=Target.objects.first(), reason="低"),
    ):
        with pytest.raises(ValidationError):
            deed()


def test_an_approved_target_goes_back_before_it_changes(
    cycle: Cycle, unit: Unit, head: Account, officer: Account
) -> None:
    target = propose_target(by=head, cycle=cycle, proposal=value(cycle, unit))
    approve_target(by=officer, target=target)
    with pytest.raises(ValidationError, match="is approved"):
        propose_target(by=head, cycle=cycle, proposal=value(cycle, unit, "1"))
    with pytest.raises(ValidationError, match="Say why"):
        return_target(by=officer, target=target, reason=" ")
    assert return_target(by=officer, target=target, reason="笔误").state == TargetState.RETURNED


def test_late_is_what_was_first_proposed_after_the_last_day(cycle: Cycle, unit: Unit, head: Account) -> None:
    target = propose_target(by=head, cycle=cycle, proposal=value(cycle, unit))
    for last, is_late in ((date(2020, 1, 1), True), (date(2999, 1, 1), False), (None, False)):
        target.cycle.targets_until = last
        assert target.is_late is is_late


def test_area_target_counts_its_changes(cycle: Cycle, officer: Account) -> None:
    for amount, seen in ((100, None), (120, 0)):
        row = set_area_target(by=officer, indicator=indicator(cycle), value=Decimal(amount), source="文", revision=seen)
    assert (row.value, row.revision) == (120, 1)
    with pytest.raises(StaleError):
        set_area_target(by=officer, indicator=indicator(cycle), value=Decimal(1), source="文", revision=0)


def test_the_log_tells_what_warned_against_an_approved_target(
    cycle: Cycle, unit: Unit, head: Account, officer: Account
) -> None:
    target = propose_target(by=officer, cycle=cycle, proposal=value(cycle, unit, "99", superior_value=Decimal(90)))
    cycle.past_results.create(
        unit=unit, indicator_code="A1", year=2025, actual=Decimal(105), source="年报", recorded_by=officer
    )
    approve_target(by=account_with(Role.OFFICER), target=target)
    details = json.loads(Entry.objects.order_by("serial").last().details)
    assert details["warned"][0]["warnings"] == ["easier than what was reached last year, 105吨"]
    target.refresh_from_db()
    assert target.signs == ["actual"]


@pytest.mark.parametrize("count", [3, 4])
def test_queries_of_many_proposals_are_constant(count: int, django_assert_num_queries: Any) -> None:
    cycle = published_cycle(industrial=count)
    officer = account_with(Role.OFFICER)
    proposals = [value(cycle, u) for u in units_of(cycle, "industrial")]
    with django_assert_num_queries(18):
        propose_targets(by=officer, cycle=cycle, proposals=proposals)
