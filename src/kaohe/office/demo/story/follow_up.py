"""Supervision tasks in the order of the regulation, and problems until they are verified and closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from kaohe.office.demo.story.scenes import Scene
from kaohe.office.demo.story.scheme import this_cycle
from kaohe.office.demo.story.stage import Stage
from kaohe.office.demo.story.words import words
from kaohe.office.monitoring.actions import supervision
from kaohe.office.monitoring.actions.rectification import (
    MeasureSet,
    close_problem,
    complete_measure,
    file_problem,
    report_rectified,
    set_measures,
)
from kaohe.office.monitoring.actions.supervised import arrange, clear, meet_node, report_result
from kaohe.office.monitoring.models import Problem, Supervised, SupervisionTask
from kaohe.office.people.models import Unit
from kaohe.office.planning.models import Indicator, RegisterItem

ARRANGED = "已召开专题会议，明确责任人和完成时限。"
REPORTED = "已逐项核实，情况和整改措施随文报告。"


def scenes(stage: Stage) -> Iterator[Scene]:
    """Give supervision and rectification, step by step."""
    for said in words()["supervision"]:
        yield from _Task(stage, said).scenes()
    for said in words()["problems"]:
        if stage.takes_part(said["unit"]):
            yield from _Rectified(stage, said).scenes()


class _Task:
    """One supervision task."""

    def __init__(self, stage: Stage, said: dict[str, Any]) -> None:
        self.stage, self.said = stage, said
        self.lead = stage.accounts["supervisor"]
        self.leader = stage.accounts["leader"]

    @property
    def task(self) -> SupervisionTask:
        """The task as it stands."""
        found: SupervisionTask = SupervisionTask.objects.get(cycle=this_cycle(), title=self.said["title"])
        return found

    def scenes(self) -> Iterator[Scene]:
        """Give the steps, up to the last one that the task has reached."""
        steps: list[tuple[str, int, Callable[[], object]]] = [
            ("doing", 0, self.begin),
            ("doing", 1, self.answer),
            ("fed_back", 8, self.conclude),
            ("archived", 70, self.finish),
        ]
        order = ("doing", "fed_back", "archived")
        for name, days, act in steps:
            if order.index(name) <= order.index(self.said["until"]):
                yield Scene(self.said["begins"] + timedelta(days=days), act)

    def begin(self) -> None:
        """File, approve, plan, begin."""
        said, cycle = self.said, this_cycle()
        task = supervision.file_task(
            by=self.lead,
            cycle=cycle,
            register_item=RegisterItem.objects.get(name=said["register"]),
            title=said["title"],
            kind=SupervisionTask.Kind(said["kind"]),
            basis="《政府督查工作条例》、清河县2026年督查检查考核计划",
            organiser=self.stage.unit("县委督查室"),
            units=[self.stage.unit(name) for name in said["units"]],
            indicator=Indicator.objects.get(cycle=cycle, code=said["indicator"]),
        )
        supervision.approve_task(by=self.leader, task=task, document="清督批〔2026〕号")
        supervision.plan_task(by=self.lead, task=task, content=said["content"], scope="、".join(said["units"]))
        supervision.begin_task(by=self.lead, task=task)

    def answer(self) -> None:
        """Arrange; all but the last unit report, pass the first nodes and are cleared."""
        rows = list(Supervised.objects.filter(task=self.task).select_related("unit").order_by("unit__code"))
        for number, row in enumerate(rows):
            liaison = self.stage.account_of("liaison", self.stage.units[row.unit.code])
            arrange(by=liaison, supervised=row, arrangement=ARRANGED)
            if number < len(rows) - 1 or self.said["until"] == "archived":
                report_result(by=liaison, supervised=row, report=REPORTED)
                for node in row.nodes.order_by("position")[: 2 + number]:
                    meet_node(by=liaison, node=node, on=self.said["begins"])
                clear(by=self.lead, supervised=row)

    def conclude(self) -> None:
        """Draw the conclusion and hand it over."""
        supervision.conclude_task(by=self.lead, task=self.task, conclusion=self.said["conclusion"])
        supervision.hand_over_conclusion(by=self.lead, task=self.task, document="清督反〔2026〕号")

    def finish(self) -> None:
        """Rectify, check, use the result, archive."""
        supervision.start_rectification(by=self.lead, task=self.task)
        supervision.check_rectification(by=self.lead, task=self.task, text="问题全部整改到位。")
        supervision.use_result(by=self.leader, task=self.task, use="结果纳入年度考核，督查报告送县委组织部。")
        supervision.archive_task(by=self.lead, task=self.task)


class _Rectified:
    """One problem."""

    def __init__(self, stage: Stage, said: dict[str, Any]) -> None:
        self.stage, self.said = stage, said
        self.unit: Unit = stage.unit(said["unit"])
        self.liaison = stage.account_of("liaison", self.unit)
        self.head = stage.account_of("unit_head", self.unit)

    @property
    def problem(self) -> Problem:
        """The problem as it stands."""
        found: Problem = Problem.objects.get(cycle=this_cycle(), unit=self.unit, text=self.said["text"])
        return found

    def scenes(self) -> Iterator[Scene]:
        """Give the steps, up to where the problem stands."""
        found, due = self.said["day"], self.said["due"]
        steps: list[tuple[str, date, Callable[[], object]]] = [
            ("open", found, self.file),
            ("planned", found + timedelta(days=3), self.plan),
            ("reported", self._done(due), self.report),
            ("closed", due - timedelta(days=1), self.close),
        ]
        order = ("open", "planned", "reported", "closed")
        for name, day, act in steps:
            if order.index(name) <= order.index(self.said["until"]):
                yield Scene(day, act)

    def file(self) -> None:
        """File the problem."""
        file_problem(
            by=self.stage.accounts["supervisor"],
            cycle=this_cycle(),
            unit=self.unit,
            source=Problem.Source(self.said["source"]),
            text=self.said["text"],
            found_on=self.said["day"],
            due_on=self.said["due"],
            kind=self.said.get("kind", ""),
        )

    def plan(self) -> None:
        """Set the measures, with who answers for them."""
        chief = self.stage.people[self.stage.county.chief(self.unit.code).staff_no]
        due_on = self.said["due"] - timedelta(days=5)
        measures = [MeasureSet(text, due_on, chief) for text in self.said["measures"]]
        set_measures(by=self.liaison, problem=self.problem, measures=measures, responsible=chief)

    def report(self) -> None:
        """Carry the measures out, and report."""
        day = self._done(self.said["due"])
        for measure in self.problem.measures.all():
            complete_measure(by=self.liaison, measure=measure, on=day)
        report_rectified(by=self.head, problem=self.problem, result=self.said["result"])

    def close(self) -> None:
        """Verify on the spot, and close."""
        close_problem(
            by=self.stage.accounts["supervisor"], problem=self.problem, verification=self.said["verification"]
        )

    def _done(self, due: date) -> date:
        return min(due - timedelta(days=4), date(2026, 11, 17))
