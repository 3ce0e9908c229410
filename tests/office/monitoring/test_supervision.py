"""A task moves in the order of the regulation, and only for those who may move it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.office.factories import UnitFactory, account_with
from tests.office.monitoring.process_factories import TODAY, Area, area, registered

from kaohe.office.audit.models import Entry
from kaohe.office.monitoring.actions import rectification, supervised, supervision
from kaohe.office.monitoring.models import (
    Node,
    Objection,
    Problem,
    Supervised,
    SupervisionState,
    SupervisionStep,
    SupervisionTask,
)
from kaohe.office.monitoring.supervision_order import MOVES
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import RegisterItem
from kaohe.office.revisions import StaleError

pytestmark = pytest.mark.django_db
S = SupervisionState


@pytest.fixture
def here() -> Area:
    return area()


def filed(here: Area, **fields: Any) -> SupervisionTask:
    values: dict[str, Any] = {
        "cycle": here.cycle,
        "register_item": fields.pop("register_item", None) or registered(here),
        "title": "防汛工程督办",
        "kind": SupervisionTask.Kind.INVESTMENT,
        "basis": "县政府令",
        "organiser": here.root,
        "units": [here.town, here.street],
    }
    return supervision.file_task(by=here.supervisor, **(values | fields))


def begun(here: Area, **fields: Any) -> SupervisionTask:
    task = filed(here, **fields)
    supervision.approve_task(by=here.leader, task=task, document="批示")
    supervision.plan_task(by=here.supervisor, task=task, content="工程进度", scope="两镇")
    return supervision.begin_task(by=here.supervisor, task=task)


def fed_back(here: Area) -> SupervisionTask:
    task = begun(here)
    supervision.conclude_task(by=here.supervisor, task=task, conclusion="进度滞后")
    return supervision.hand_over_conclusion(by=here.supervisor, task=task)


def test_from_filing_to_archive(here: Area) -> None:
    task = fed_back(here)
    supervision.start_rectification(by=here.supervisor, task=task)
    supervision.check_rectification(by=here.supervisor, task=task)
    supervision.use_result(by=here.leader, task=task, use="纳入年度考核")
    supervision.archive_task(by=here.supervisor, task=task)
    task.refresh_from_db()
    assert task.state == S.ARCHIVED
    states = list(SupervisionStep.objects.filter(task=task).values_list("state", flat=True))
    assert states == [s for s in S if s is not S.REFUSED]
    assert Entry.objects.filter(chain__key=here.cycle.chain, action="supervise").count() == len(states)


MOVERS: dict[SupervisionState, Callable[[Area, SupervisionTask], Any]] = {
    S.APPROVED: lambda a, t: supervision.approve_task(by=a.leader, task=t, document="1"),
    S.REFUSED: lambda a, t: supervision.refuse_task(by=a.leader, task=t, reason="重复"),
    S.PLANNED: lambda a, t: supervision.plan_task(by=a.supervisor, task=t, content="x", scope="y"),
    S.DOING: lambda a, t: supervision.begin_task(by=a.supervisor, task=t),
    S.CONCLUDED: lambda a, t: supervision.conclude_task(by=a.supervisor, task=t, conclusion="x"),
    S.FED_BACK: lambda a, t: supervision.hand_over_conclusion(by=a.supervisor, task=t),
    S.RECTIFYING: lambda a, t: supervision.start_rectification(by=a.supervisor, task=t),
    S.CHECKED: lambda a, t: supervision.check_rectification(by=a.supervisor, task=t),
    S.USED: lambda a, t: supervision.use_result(by=a.leader, task=t, use="x"),
    S.ARCHIVED: lambda a, t: supervision.archive_task(by=a.supervisor, task=t),
}


@pytest.mark.parametrize("now", list(S))
@pytest.mark.parametrize("then", list(MOVERS))
def test_no_step_is_left_out(here: Area, now: SupervisionState, then: SupervisionState) -> None:
    task = filed(here)
    SupervisionTask.objects.filter(pk=task.pk).update(state=now)
    if then in MOVES[now]:
        MOVERS[then](here, task)
        task.refresh_from_db()
        assert task.state == then
    else:
        with pytest.raises(ValidationError):
            MOVERS[then](here, task)


def test_who_filed_does_not_decide(here: Area) -> None:
    both = account_with(Role.LEADER, here.root)
    both.grants.create(role=Role.SUPERVISOR, unit=here.root, since=TODAY)
    task = filed(here)
    SupervisionStep.objects.filter(task=task).update(by=both)
    with pytest.raises(ValidationError):
        supervision.approve_task(by=both, task=task, document="1")


@pytest.mark.parametrize("who", ["officer", "supervisor", "head", "liaison"])
def test_only_a_leader_approves(here: Area, who: str) -> None:
    task = filed(here)
    with pytest.raises(PermissionDenied):
        supervision.approve_task(by=getattr(here, who), task=task, document="1")


def test_nothing_begins_that_is_not_in_force_in_the_register(here: Area) -> None:
    item = registered(here)
    task = filed(here, register_item=item)
    supervision.approve_task(by=here.leader, task=task, document="1")
    supervision.plan_task(by=here.supervisor, task=task, content="x", scope="y")
    RegisterItem.objects.filter(pk=item.pk).update(expires_on=TODAY)
    with pytest.raises(ValidationError, match=item.name):
        supervision.begin_task(by=here.supervisor, task=task)


def test_item_of_another_kind_allows_nothing(here: Area) -> None:
    with pytest.raises(ValidationError):
        filed(here, register_item=registered(here, RegisterItem.Kind.APPRAISAL))


def test_clocks_and_nodes_start_with_the_task(here: Area) -> None:
    task = begun(here)
    one = task.supervised.get(unit=here.town)
    assert (one.arrange_by, one.report_by, one.settle_by) == (TODAY, TODAY + timedelta(3), TODAY + timedelta(7))
    assert one.nodes.count() == 3
    hard = begun(here, is_hard=True, kind=SupervisionTask.Kind.OTHER).supervised.get(unit=here.town)
    assert hard.settle_by == TODAY + timedelta(30)


def test_overdue_when_a_clock_has_run_out(here: Area) -> None:
    one = begun(here).supervised.get(unit=here.town)
    both = Supervised.objects.overdue_on
    assert not both(TODAY).exists()
    assert both(TODAY + timedelta(1)).count() == 2
    supervised.arrange(by=here.liaison, supervised=one, arrangement="李负责")
    assert one not in both(TODAY + timedelta(1))
    assert one in both(TODAY + timedelta(4))


def test_unit_answers_and_the_supervisor_clears(here: Area) -> None:
    one = begun(here).supervised.get(unit=here.town)
    with pytest.raises(ValidationError):
        supervised.clear(by=here.supervisor, supervised=one)
    supervised.report_result(by=here.liaison, supervised=one, report="已完成")
    with pytest.raises(PermissionDenied):
        supervised.clear(by=here.head, supervised=one)
    supervised.clear(by=here.supervisor, supervised=one)
    one.refresh_from_db()
    assert one.settled_at is not None
    with pytest.raises(ValidationError):
        supervised.report_result(by=here.liaison, supervised=one, report="再报")


def test_other_units_answer_for_themselves_only(here: Area) -> None:
    one = begun(here).supervised.get(unit=here.town)
    with pytest.raises(PermissionDenied):
        supervised.arrange(by=here.other_head, supervised=one, arrangement="x")


def test_nodes_are_met_in_their_order(here: Area) -> None:
    first, second, _third = Node.objects.filter(supervised=begun(here).supervised.get(unit=here.town))
    with pytest.raises(ValidationError, match=first.name):
        supervised.meet_node(by=here.head, node=second, on=TODAY)
    with pytest.raises(ValidationError):
        supervised.meet_node(by=here.head, node=first, on=TODAY + timedelta(1))
    supervised.meet_node(by=here.head, node=first, on=TODAY)
    supervised.meet_node(by=here.head, node=second, on=TODAY)


def test_two_people_at_the_same_report(here: Area) -> None:
    one = begun(here).supervised.get(unit=here.town)
    supervised.report_result(by=here.liaison, supervised=one, report="甲", seen=0)
    with pytest.raises(StaleError):
        supervised.report_result(by=here.head, supervised=one, report="乙", seen=0)
    one.refresh_from_db()
    assert one.report == "甲"


def objected(here: Area) -> Objection:
    one = fed_back(here).supervised.get(unit=here.town)
    return supervised.object_to_conclusion(by=here.head, supervised=one, text="数据有误")


def test_objection_is_decided_by_somebody_else_and_changes_the_conclusion(here: Area) -> None:
    objection = objected(here)
    with pytest.raises(PermissionDenied):
        supervised.decide_objection(by=here.supervisor, objection=objection, is_upheld=True, answer="x")
    supervised.decide_objection(by=here.leader, objection=objection, is_upheld=True, answer="更正为完成")
    assert "更正为完成" in SupervisionTask.objects.get().conclusion
    with pytest.raises(ValidationError):
        supervised.decide_objection(by=here.leader, objection=objection, is_upheld=False, answer="x")


def test_objection_holds_up_the_use_of_the_result(here: Area) -> None:
    objection = objected(here)
    task = objection.supervised.task
    supervision.start_rectification(by=here.supervisor, task=task)
    supervision.check_rectification(by=here.supervisor, task=task)
    with pytest.raises(ValidationError):
        supervision.use_result(by=here.leader, task=task, use="x")
    supervised.decide_objection(by=here.leader, objection=objection, is_upheld=False, answer="维持")
    supervision.use_result(by=here.leader, task=task, use="x")


def test_objection_within_thirty_days_and_once(here: Area) -> None:
    task = fed_back(here)
    one, two = task.supervised.order_by("pk")
    long_ago = timezone.now() - timedelta(days=31)
    SupervisionStep.objects.filter(task=task, state=S.FED_BACK).update(at=long_ago)
    with pytest.raises(ValidationError):
        supervised.object_to_conclusion(by=here.head, supervised=one, text="x")
    SupervisionStep.objects.filter(task=task, state=S.FED_BACK).update(at=long_ago + timedelta(days=1))
    supervised.object_to_conclusion(by=here.head, supervised=one, text="x")
    with pytest.raises(ValidationError):
        supervised.object_to_conclusion(by=here.head, supervised=one, text="x")
    with pytest.raises(PermissionDenied):
        supervised.object_to_conclusion(by=here.head, supervised=two, text="x")


def test_rectification_is_checked_when_every_problem_is_closed(here: Area) -> None:
    task = fed_back(here)
    supervision.start_rectification(by=here.supervisor, task=task)
    problem = rectification.file_problem(
        by=here.supervisor,
        cycle=here.cycle,
        unit=here.town,
        source=Problem.Source.SUPERVISION,
        text="滞后",
        found_on=TODAY,
        due_on=TODAY + timedelta(30),
        supervised=task.supervised.get(unit=here.town),
    )
    with pytest.raises(ValidationError, match=str(problem.number)):
        supervision.check_rectification(by=here.supervisor, task=task)
    Problem.objects.update(state="closed")
    supervision.check_rectification(by=here.supervisor, task=task)


def test_units_learn_of_a_task_when_it_has_begun(here: Area) -> None:
    task = filed(here, units=[here.town])
    assert not SupervisionTask.objects.visible_to(here.head).exists()
    supervision.approve_task(by=here.leader, task=task, document="1")
    supervision.plan_task(by=here.supervisor, task=task, content="x", scope="y")
    supervision.begin_task(by=here.supervisor, task=task)
    assert SupervisionTask.objects.visible_to(here.head).get() == task
    assert not SupervisionTask.objects.visible_to(here.other_head).exists()
    assert not SupervisionTask.objects.visible_to(account_with(Role.SYSTEM_ADMIN)).exists()
    elsewhere = account_with(Role.SUPERVISOR, UnitFactory.create())
    assert not SupervisionTask.objects.visible_to(elsewhere).exists()
