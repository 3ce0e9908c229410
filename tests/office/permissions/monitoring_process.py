"""Pages of events, supervision, rectification, notices and complaints."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from tests.office.factories import account_with
from tests.office.monitoring.process_factories import TODAY
from tests.office.permissions.table import ADMINISTRATORS, EVERYBODY, Page, World
from tests.office.planning.factories import published_cycle

from kaohe.office.monitoring.models import (
    Complaint,
    Event,
    Measure,
    Node,
    Notice,
    Objection,
    Problem,
    Supervised,
    SupervisionTask,
)
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import AppraisedUnit, RegisterItem

CONCERNED = "officer supervisor leader liaison unit_head"
WORKING = " ".join(role for role in EVERYBODY.split() if role not in ADMINISTRATORS.split())


def prepare(world: World) -> None:
    """One row of each noun, about the town."""
    other = account_with(Role.OFFICER, world.county)
    cycle = published_cycle(root=world.county, industrial=0, farming=0)
    AppraisedUnit.objects.create(cycle=cycle, unit=world.town, class_id="industrial")
    item = RegisterItem.objects.create(
        kind="supervision", name="督查", year=TODAY.year, organiser=world.county, basis="条例", state="approved"
    )
    task = SupervisionTask.objects.create(
        cycle=cycle,
        register_item=item,
        number=1,
        title="督办",
        basis="批示",
        organiser=world.county,
        state="doing",
        assigned_at=cycle.created_at,
    )
    one = Supervised.objects.create(task=task, unit=world.town, settle_by=TODAY + timedelta(days=7))
    objection = Objection.objects.create(
        supervised=one, text="有误", filed_by=other, answer_by=TODAY + timedelta(days=30)
    )
    problem = Problem.objects.create(
        cycle=cycle,
        unit=world.town,
        number=1,
        source="inspection",
        text="台账不全",
        found_on=TODAY,
        due_on=TODAY + timedelta(days=9),
    )
    world.process = SimpleNamespace(
        code=cycle.code,
        event=Event.objects.create(
            cycle=cycle, unit=world.town, item="J1", happened_on=TODAY, grounds="x", document="1号", filed_by=other
        ).pk,
        task=task.pk,
        supervised=one.pk,
        objection=objection.pk,
        node=Node.objects.create(supervised=one, position=1, name="启动").pk,
        problem=problem.pk,
        measure=Measure.objects.create(problem=problem, text="补齐", due_on=TODAY).pk,
        notice=Notice.objects.create(cycle=cycle, number=1, title="通报", period="2026", made_by=other).pk,
        complaint=Complaint.objects.create(
            cycle=cycle, demand="register:1", demand_name="月报", unit=world.town, reason="twice", filed_by=other
        ).pk,
    )


def _of(noun: str, **more: str):  # type: ignore[no-untyped-def]  # the type is that of Page.args
    return lambda world: {"pk": getattr(world.process, noun), **more}


def _code(world: World) -> dict[str, str]:
    return {"code": world.process.code}


PAGES: dict[str, Page] = {
    "monitoring:event_list": Page(EVERYBODY),
    "monitoring:event_new": Page("officer supervisor", given=302),
    "monitoring:event_file": Page(
        "officer supervisor",
        args=_code,
        others=dict.fromkeys(ADMINISTRATORS.split(), 404),
    ),
    "monitoring:event": Page(f"{CONCERNED} assessor", args=_of("event"), refused=404),
    "monitoring:event_step": Page(
        "officer",
        args=_of("event", step="approve"),
        method="post",
        given=302,
        others=dict.fromkeys([*ADMINISTRATORS.split(), "data_owner", "person"], 404),
    ),
    "monitoring:supervision_list": Page(EVERYBODY),
    "monitoring:supervision_new": Page("officer supervisor"),
    "monitoring:supervision_file": Page(
        "officer supervisor",
        args=_code,
        others=dict.fromkeys(ADMINISTRATORS.split(), 404),
    ),
    "monitoring:supervision": Page(CONCERNED, args=_of("task"), refused=404),
    "monitoring:supervision_step": Page(
        "officer supervisor",
        args=_of("task", step="conclude"),
        method="post",
        others={"leader": 403, "liaison": 403, "unit_head": 403},
        data=lambda world: {"conclude-conclusion": "进度滞后"},
        given=302,
        refused=404,
    ),
    "monitoring:supervised": Page(CONCERNED, args=_of("supervised"), refused=404),
    "monitoring:supervised_step": Page(
        "liaison unit_head",
        args=_of("supervised", step="arrange"),
        method="post",
        data=lambda world: {"arrange-arrangement": "李负责"},
        given=302,
        refused=404,
        others={"officer": 403, "supervisor": 403, "leader": 403},
    ),
    "monitoring:objection_decide": Page(
        "officer supervisor leader",
        args=_of("objection"),
        method="post",
        data=lambda world: {"decide-is_upheld": "0", "decide-answer": "维持"},
        given=302,
        refused=404,
        others={"liaison": 403, "unit_head": 403},
    ),
    "monitoring:node_meet": Page(
        "liaison unit_head",
        args=_of("node"),
        method="post",
        data=lambda world: {"on": TODAY},
        given=302,
        refused=404,
        others={"officer": 403, "supervisor": 403, "leader": 403},
    ),
    "monitoring:problem_list": Page(EVERYBODY),
    "monitoring:problem_new": Page("officer supervisor"),
    "monitoring:problem_file": Page(
        "officer supervisor",
        args=_code,
        others=dict.fromkeys(ADMINISTRATORS.split(), 404),
    ),
    "monitoring:problem": Page(CONCERNED, args=_of("problem"), refused=404),
    "monitoring:problem_step": Page(
        "officer supervisor",
        args=_of("problem", step="extend"),
        method="post",
        data=lambda world: {"extend-due_on": TODAY + timedelta(days=20), "extend-reason": "汛期"},
        given=302,
        refused=404,
        others={"leader": 403, "liaison": 403, "unit_head": 403},
    ),
    "monitoring:measure_done": Page(
        "liaison unit_head",
        args=_of("measure"),
        method="post",
        data=lambda world: {"on": TODAY},
        given=302,
        refused=404,
        others={"officer": 403, "supervisor": 403, "leader": 403},
    ),
    "monitoring:notice_list": Page(EVERYBODY),
    "monitoring:notice_new": Page("officer supervisor"),
    "monitoring:notice_compose": Page(
        "officer supervisor",
        args=_code,
        others=dict.fromkeys(ADMINISTRATORS.split(), 404),
    ),
    "monitoring:notice": Page("officer supervisor", args=_of("notice"), refused=404),
    "monitoring:notice_change": Page("officer supervisor", args=_of("notice"), refused=404),
    "monitoring:notice_step": Page(
        "officer supervisor",
        args=_of("notice", step="withdraw"),
        method="post",
        data=lambda world: {"withdraw-reason": "有误"},
        given=302,
        refused=404,
    ),
    "monitoring:complaint_list": Page(EVERYBODY),
    "monitoring:complain": Page(
        f"{CONCERNED}", args=lambda world: {"kind": "problem", "pk": world.process.problem}, refused=404
    ),
    "monitoring:complaint": Page("officer liaison unit_head", args=_of("complaint"), refused=404),
    "monitoring:complaint_step": Page(
        "officer",
        args=_of("complaint", step="answer"),
        method="post",
        data=lambda world: {"answer-answer": "合并"},
        given=302,
        refused=404,
        others={"liaison": 403, "unit_head": 403},
    ),
}
