"""No sequence of actions locks a target that nobody but its proposer has approved; two people at once lose nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.office.factories import account_with
from tests.office.planning.factories import published_cycle, units_of

from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions.adjustments import ask_adjustment, decide_adjustment
from kaohe.office.planning.actions.target_review import approve_target, lock_targets, return_target
from kaohe.office.planning.actions.targets import propose_target
from kaohe.office.planning.models import Adjustment, Cycle, Indicator, Target, TargetState, TargetStep
from kaohe.office.planning.proposal import NEW, Proposal

NAMES = ("head", "liaison", "officer", "second", "leader")
STEPS = st.tuples(
    st.sampled_from(["propose", "low", "floor", "return", "approve", "lock", "ask", "decide"]), st.sampled_from(NAMES)
)


class Year:
    """One unit with one indicator, and everybody who may do something."""

    def __init__(self) -> None:
        self.cycle: Cycle = published_cycle(industrial=0, farming=1)
        Indicator.objects.filter(cycle=self.cycle, code="A3").update(needs_target=False)
        self.indicator = Indicator.objects.get(cycle=self.cycle, code="A1")
        self.unit = units_of(self.cycle, "farming")[0]
        self.accounts: dict[str, Account] = {
            "head": account_with(Role.UNIT_HEAD, self.unit),
            "liaison": account_with(Role.LIAISON, self.unit),
            "officer": account_with(Role.OFFICER, self.cycle.root),
            "second": account_with(Role.OFFICER, self.cycle.root),
            "leader": account_with(Role.LEADER, self.cycle.root),
        }
        self.count = 0

    def try_step(self, deed: str, name: str) -> None:
        with suppress(ValidationError, PermissionDenied):
            self._do(deed, self.accounts[name])

    def _do(self, deed: str, by: Account) -> None:
        target = Target.objects.filter(cycle=self.cycle).first()
        self.count += 1
        if deed in ("propose", "low", "floor"):
            self._propose(deed, by)
        elif deed == "lock":
            lock_targets(by=by, cycle=self.cycle)
        elif target is not None and deed == "return":
            return_target(by=by, target=target, reason="低")
        elif target is not None and deed == "approve":
            approve_target(by=by, target=target)
        elif target is not None and deed == "ask":
            ask_adjustment(by=by, target=target, new_value=Decimal(self.count + 1000), reason="洪灾")
        elif deed == "decide":
            asked = Adjustment.objects.filter(target__cycle=self.cycle).last()
            if asked:
                decide_adjustment(by=by, adjustment=asked, is_approved=True)

    def _propose(self, deed: str, by: Account) -> None:
        value = Decimal(1 if deed == "low" else 100 + self.count)
        floor = Decimal(100) if deed == "floor" else None
        reason = "洪灾" if deed == "low" else ""
        proposal = Proposal(self.unit, self.indicator, value, floor_reason=reason, superior_value=floor)
        propose_target(by=by, cycle=self.cycle, proposal=proposal)

    def check(self) -> None:
        """Read the life of the target as an auditor would, from its steps alone."""
        target = Target.objects.filter(cycle=self.cycle).first()
        if target is None:
            return
        proposer, approver = None, None
        for step in target.steps.order_by("pk"):
            if step.kind == TargetStep.Kind.PROPOSE:
                proposer, approver = step.by, None
            elif step.kind == TargetStep.Kind.RETURN:
                approver = None
            elif step.kind == TargetStep.Kind.APPROVE:
                approver = step.by
                assert approver != proposer
            elif step.kind == TargetStep.Kind.LOCK:
                assert approver is not None
        if target.state == TargetState.LOCKED:
            assert approver is not None
            assert approver != proposer
            if target.superior_value is not None and target.value < target.superior_value:
                assert approver == self.accounts["leader"]
        decided = Adjustment.objects.filter(target=target, state="approved")
        assert all(a.asked_by_id != a.decided_by_id == self.accounts["leader"].pk for a in decided)


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=14))
def test_no_sequence_locks_what_only_its_proposer_approved(steps: list[tuple[str, str]]) -> None:
    year = Year()
    for deed, name in steps:
        year.try_step(deed, name)
        year.check()


@pytest.mark.django_db
def test_the_machine_does_reach_the_lock() -> None:
    """The property above would hold for a machine that never moves."""
    year = Year()
    for deed, name in [
        ("propose", "head"),
        ("approve", "officer"),
        ("lock", "second"),
        ("ask", "head"),
        ("decide", "leader"),
    ]:
        year.try_step(deed, name)
    target = Target.objects.get()
    assert (target.state, target.steps.count()) == (TargetState.LOCKED, 4)
    year.check()


def at_once(*deeds: Callable[[], object]) -> list[bool]:
    """Do deeds in threads that start together; tell which were done and which refused."""
    ready, done = threading.Barrier(len(deeds)), [False] * len(deeds)

    def work(number: int, deed: Callable[[], object]) -> None:
        ready.wait()
        try:
            deed()
            done[number] = True
        except ValidationError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def proposing(year: Year, name: str, value: int, seen: int) -> Callable[[], object]:
    proposal = Proposal(year.unit, year.indicator, Decimal(value), revision=seen)
    return lambda: propose_target(by=year.accounts[name], cycle=year.cycle, proposal=proposal)


@pytest.mark.django_db(transaction=True)
def test_two_first_values_at_once() -> None:
    year = Year()
    done = at_once(proposing(year, "head", 10, NEW), proposing(year, "liaison", 20, NEW))
    assert sorted(done) == [False, True]
    assert (Target.objects.count(), TargetStep.objects.count()) == (1, 1)
    assert Target.objects.get().value == (10 if done[0] else 20)


@pytest.mark.django_db(transaction=True)
def test_two_changes_of_one_target_at_once() -> None:
    year = Year()
    proposing(year, "head", 5, NEW)()
    done = at_once(*(proposing(year, "head", value, 0) for value in (10, 20, 30)))
    assert sum(done) == 1
    assert TargetStep.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_form_five_times_at_once() -> None:
    year = Year()
    done = at_once(*(proposing(year, "head", 10, NEW) for _ in range(5)))
    assert all(done)
    assert TargetStep.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_and_its_approval_at_once() -> None:
    """Either the approval was of the value that stands, or it did not happen."""
    year = Year()
    proposing(year, "head", 5, NEW)()
    target = Target.objects.get()
    at_once(
        proposing(year, "head", 10, 0), lambda: approve_target(by=year.accounts["officer"], target=target, revision=0)
    )
    target.refresh_from_db()
    assert (target.state, target.value) in {("approved", Decimal(5)), ("proposed", Decimal(10))}


@pytest.mark.django_db(transaction=True)
def test_five_locks_at_once() -> None:
    year = Year()
    proposing(year, "head", 5, NEW)()
    approve_target(by=year.accounts["officer"], target=Target.objects.get())
    at_once(*[lambda: lock_targets(by=year.accounts["officer"], cycle=year.cycle)] * 5)
    assert TargetStep.objects.filter(kind=TargetStep.Kind.LOCK).count() == 1
