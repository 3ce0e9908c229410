"""Problems are closed by whoever verified them, never by who reported them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.office.factories import account_with
from tests.office.monitoring.process_factories import TODAY, Area, area

from kaohe.office.audit.models import Entry
from kaohe.office.monitoring.actions import rectification
from kaohe.office.monitoring.actions.rectification import MeasureSet
from kaohe.office.monitoring.models import Problem, ProblemState
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Cycle
from kaohe.office.revisions import StaleError

DUE = TODAY + timedelta(days=30)


@pytest.fixture
def here(db: None) -> Area:
    return area()


def filed(here: Area, **fields: Any) -> Problem:
    values: dict[str, Any] = {
        "cycle": here.cycle,
        "unit": here.town,
        "source": Problem.Source.INSPECTION,
        "text": "台账不全",
        "found_on": TODAY,
        "due_on": DUE,
    }
    return rectification.file_problem(by=here.supervisor, **(values | fields))


def planned(here: Area, **fields: Any) -> Problem:
    return rectification.set_measures(
        by=here.liaison, problem=filed(here, **fields), measures=[MeasureSet("补齐台账", DUE)]
    )


def reported(here: Area, **fields: Any) -> Problem:
    problem = planned(here, **fields)
    rectification.complete_measure(by=here.liaison, measure=problem.measures.get(), on=TODAY)
    return rectification.report_rectified(by=here.head, problem=problem, result="已补齐")


def test_four_lists_from_finding_to_closure(here: Area) -> None:
    problem = reported(here)
    rectification.close_problem(by=here.supervisor, problem=problem, verification="现场查看台账")
    problem.refresh_from_db()
    assert (problem.state, problem.closed_by) == (ProblemState.CLOSED, here.supervisor)
    assert list(problem.steps.values_list("kind", flat=True)) == ["file", "plan", "report", "close"]
    assert Entry.objects.filter(chain__key=here.cycle.chain, action="rectify").count() == 4


def test_sent_back_with_a_new_deadline_and_measures_to_do_again(here: Area) -> None:
    problem = rectification.send_back(
        by=here.supervisor, problem=reported(here), reason="仍缺两项", due_on=DUE + timedelta(10)
    )
    assert (problem.state, problem.due_on) == (ProblemState.PLANNED, DUE + timedelta(10))
    with pytest.raises(ValidationError):
        rectification.report_rectified(by=here.head, problem=problem, result="x")


def test_not_reported_before_every_measure_is_done(here: Area) -> None:
    with pytest.raises(ValidationError):
        rectification.report_rectified(by=here.head, problem=planned(here), result="x")


def test_who_reported_does_not_verify(here: Area) -> None:
    both = account_with(Role.UNIT_HEAD, here.town)
    both.grants.create(role=Role.OFFICER, unit=here.root, since=TODAY)
    problem = planned(here)
    rectification.complete_measure(by=here.liaison, measure=problem.measures.get(), on=TODAY)
    rectification.report_rectified(by=both, problem=problem, result="x")
    with pytest.raises(PermissionDenied):
        rectification.close_problem(by=both, problem=problem, verification="x")


@pytest.mark.parametrize("who", ["head", "liaison", "other_head", "leader"])
def test_the_unit_does_not_close_its_own_problems(here: Area, who: str) -> None:
    with pytest.raises(PermissionDenied):
        rectification.close_problem(by=getattr(here, who), problem=reported(here), verification="x")


def test_the_liaison_does_not_report_for_the_head(here: Area) -> None:
    problem = planned(here)
    rectification.complete_measure(by=here.liaison, measure=problem.measures.get(), on=TODAY)
    with pytest.raises(PermissionDenied):
        rectification.report_rectified(by=here.liaison, problem=problem, result="x")


def test_measures_lie_within_the_deadline(here: Area) -> None:
    with pytest.raises(ValidationError, match="太晚"):
        rectification.set_measures(
            by=here.liaison, problem=filed(here), measures=[MeasureSet("太晚", DUE + timedelta(1))]
        )


def test_finding_of_the_superior_is_claimed_part_by_part(here: Area) -> None:
    finding = filed(here, source=Problem.Source.SUPERIOR)
    part = rectification.claim_part(by=here.other_head, finding=finding, unit=here.street, text="街道部分", due_on=DUE)
    rectification.set_measures(by=here.liaison, problem=finding, measures=[MeasureSet("牵头", DUE, done_on=TODAY)])
    with pytest.raises(ValidationError):
        rectification.report_rectified(by=here.head, problem=finding, result="x")
    Problem.objects.filter(pk=part.pk).update(state=ProblemState.CLOSED)
    rectification.report_rectified(by=here.head, problem=finding, result="x")
    with pytest.raises(ValidationError):
        rectification.claim_part(by=here.other_head, finding=filed(here), unit=here.street, text="x", due_on=DUE)


def test_what_is_open_is_carried_over(here: Area) -> None:
    problem = planned(here)
    into = Cycle.objects.create(
        code="next", title="下年", year=here.cycle.year + 1, root=here.root, created_by=here.officer
    )
    with pytest.raises(ValidationError):
        rectification.carry_over(by=here.officer, problem=problem, into=here.cycle, due_on=DUE)
    follower = rectification.carry_over(by=here.officer, problem=problem, into=into, due_on=DUE)
    problem.refresh_from_db()
    assert (problem.state, follower.state) == (ProblemState.CARRIED, ProblemState.OPEN)
    assert follower.carried_from == problem
    with pytest.raises(ValidationError):
        rectification.carry_over(by=here.officer, problem=problem, into=into, due_on=DUE)


def test_deadline_is_changed_with_its_reason(here: Area) -> None:
    problem = rectification.change_deadline(
        by=here.officer, problem=filed(here), due_on=DUE + timedelta(5), reason="汛期"
    )
    assert "汛期" in problem.steps.get(kind="extend").text
    with pytest.raises(PermissionDenied):
        rectification.change_deadline(by=here.head, problem=problem, due_on=DUE, reason="x")


def test_overdue_until_reported(here: Area) -> None:
    problem = planned(here)
    late = DUE + timedelta(1)
    assert Problem.objects.overdue_on(late).get() == problem
    assert not Problem.objects.overdue_on(DUE).exists()
    rectification.complete_measure(by=here.liaison, measure=problem.measures.get(), on=TODAY)
    rectification.report_rectified(by=here.head, problem=problem, result="x")
    assert not Problem.objects.overdue_on(late).exists()


def test_change_from_an_old_form_is_refused(here: Area) -> None:
    problem = filed(here)
    rectification.set_measures(by=here.liaison, problem=problem, measures=[MeasureSet("甲", DUE)], seen=0)
    with pytest.raises(StaleError):
        rectification.set_measures(by=here.head, problem=problem, measures=[MeasureSet("乙", DUE)], seen=0)
    assert problem.measures.get().text == "甲"


def test_units_see_their_own_problems(here: Area) -> None:
    problem = filed(here)
    assert Problem.objects.visible_to(here.head).get() == problem
    assert not Problem.objects.visible_to(here.other_head).exists()
    assert not Problem.objects.visible_to(account_with(Role.AUDIT_ADMIN)).exists()


class TestNoWayAroundVerification(TestCase):
    """No sequence of what a unit may do closes a problem."""

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.sampled_from(["plan", "do", "report", "close", "back", "extend"]), max_size=8))
    def test_unit_alone_never_closes(self, steps: list[str]) -> None:
        here = area()
        problem = filed(here)
        moves = {
            "plan": lambda who: rectification.set_measures(by=who, problem=problem, measures=[MeasureSet("x", DUE)]),
            "do": lambda who: [
                rectification.complete_measure(by=who, measure=m, on=TODAY) for m in problem.measures.all()
            ],
            "report": lambda who: rectification.report_rectified(by=who, problem=problem, result="x"),
            "close": lambda who: rectification.close_problem(by=who, problem=problem, verification="x"),
            "back": lambda who: rectification.send_back(by=who, problem=problem, reason="x", due_on=DUE),
            "extend": lambda who: rectification.change_deadline(by=who, problem=problem, due_on=DUE, reason="x"),
        }
        for step in steps:
            for who in (here.liaison, here.head, here.other_head):
                try:
                    moves[step](who)
                except (PermissionDenied, ValidationError):
                    continue
        problem.refresh_from_db()
        assert problem.state != ProblemState.CLOSED
