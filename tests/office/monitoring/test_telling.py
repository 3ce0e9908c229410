"""Who is told of a step: those who wait for it, on the page of the thing, never who took it, nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django import Settings
from tests.office.factories import account_with
from tests.office.monitoring.process_factories import TODAY, Area, area, registered
from tests.office.monitoring.reporting import Stage, staged

from kaohe.office.monitoring.actions import complaints, events, rectification, supervised, supervision
from kaohe.office.monitoring.actions.cards import watch_cycle
from kaohe.office.monitoring.actions.reports import send_back_report, sign_report
from kaohe.office.monitoring.actions.signing_off import return_figures
from kaohe.office.monitoring.models import Complaint, Event, Figure, Problem, SupervisionTask
from kaohe.office.people.models import Account, Notification
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db
SOON = TODAY + timedelta(days=9)


def told() -> set[tuple[Account, str]]:
    """Who was told since the last look, by the beginning of the address; each line reads in both languages."""
    rows = list(Notification.objects.select_related("account"))
    for row in rows:
        with override("en"):
            english = str(row)
        with override("zh-hans"):
            assert str(row) != english, f"no Chinese: {english}"
        assert "{" not in english
    Notification.objects.all().delete()
    return {(row.account, row.url) for row in rows}


def to(url: str, *accounts: Account) -> set[tuple[Account, str]]:
    return {(account, url) for account in accounts}


@pytest.fixture
def here() -> Area:
    return area()


@pytest.fixture
def stage() -> Stage:
    return staged()


# --- reports and figures ----------------------------------------------------------------------------------------------


def test_report_from_the_liaison_to_the_data_owner_and_back(stage: Stage, settings: Settings) -> None:
    settings.KAOHE_SECOND_FACTOR = "none"
    account_with(Role.UNIT_HEAD, stage.owner)
    report = stage.submitted(stage.report())
    url = f"/monitoring/reports/{report.pk}/"
    assert told() == to(url, stage.head)
    report = send_back_report(by=stage.head, report=report, revision=None, reason="核对", until=TODAY)
    assert told() == to(url, stage.liaison)
    report = stage.submitted(report)
    told()
    sign_report(by=stage.head, report=report, revision=None)
    assert told() == to("/monitoring/figures/", stage.data_owner, stage.second_owner)
    return_figures(by=stage.data_owner, figures=[Figure.objects.all()[0]], reason="口径不符", until=TODAY)
    assert told() == to(url, stage.liaison, stage.head)
    client = Client()
    client.force_login(stage.liaison)
    assert client.get(url).status_code == 200


def test_figures_without_an_owner_come_to_the_office(stage: Stage) -> None:
    stage.cycle.indicators.update(owner=None)
    report = stage.submitted(stage.report())
    told()
    sign_report(by=stage.head, report=report, revision=None)
    assert told() == to("/monitoring/figures/", stage.officer)


def test_cards_are_told_to_who_reports_once(stage: Stage) -> None:
    report = stage.report()
    assert report.yellow_on
    assert report.red_on
    watch_cycle(cycle=stage.cycle, day=report.yellow_on + timedelta(days=1))
    lines = list(Notification.objects.filter(url=f"/monitoring/reports/{report.pk}/", account=stage.head))
    assert [line.text.split()[0] for line in lines] == ["Yellow"]
    assert (stage.liaison, f"/monitoring/reports/{report.pk}/") in told()
    watch_cycle(cycle=stage.cycle, day=report.yellow_on + timedelta(days=1))
    assert told() == set()
    watch_cycle(cycle=stage.cycle, day=date(2026, 12, 31))
    assert (stage.head, f"/monitoring/reports/{report.pk}/") in told()


# --- supervision and rectification ------------------------------------------------------------------------------------


def begun(here: Area) -> SupervisionTask:
    task = supervision.file_task(
        by=here.supervisor,
        cycle=here.cycle,
        register_item=registered(here),
        title="防汛工程督办",
        kind=SupervisionTask.Kind.INVESTMENT,
        basis="县政府令",
        organiser=here.root,
        units=[here.town],
    )
    supervision.approve_task(by=here.leader, task=task, document="批示")
    supervision.plan_task(by=here.supervisor, task=task, content="工程进度", scope="一镇")
    return supervision.begin_task(by=here.supervisor, task=task)


def test_supervision_begins_concludes_and_objections_are_decided(here: Area) -> None:
    task = begun(here)
    one = task.supervised.get()
    own = to(one.get_absolute_url(), here.head, here.liaison)
    assert told() == own
    supervision.conclude_task(by=here.supervisor, task=task, conclusion="滞后")
    assert told() == set()
    supervision.hand_over_conclusion(by=here.supervisor, task=task)
    assert told() == own
    objection = supervised.object_to_conclusion(by=here.head, supervised=one, text="汛期停工")
    supervised.decide_objection(by=here.leader, objection=objection, is_upheld=False, answer="维持")
    assert told() == own


def filed_problem(here: Area) -> Problem:
    return rectification.file_problem(
        by=here.supervisor,
        cycle=here.cycle,
        unit=here.town,
        source=Problem.Source.SUPERVISION,
        text="渗水",
        found_on=TODAY,
        due_on=SOON,
    )


def test_problem_filed_sent_back_and_closed(here: Area) -> None:
    problem = filed_problem(here)
    own = to(problem.get_absolute_url(), here.head, here.liaison)
    assert told() == own
    measures = [rectification.MeasureSet("压浸", SOON, done_on=TODAY)]
    rectification.set_measures(by=here.liaison, problem=problem, measures=measures)
    rectification.report_rectified(by=here.head, problem=problem, result="已处置")
    told()
    rectification.send_back(by=here.supervisor, problem=problem, reason="仍渗水", due_on=SOON)
    assert told() == own
    rectification.set_measures(by=here.liaison, problem=problem, measures=measures)
    rectification.report_rectified(by=here.head, problem=problem, result="已处置")
    told()
    rectification.close_problem(by=here.supervisor, problem=problem, verification="看过")
    assert told() == own


# --- events and complaints --------------------------------------------------------------------------------------------


def filed_event(here: Area, document: str) -> Event:
    values: dict[str, Any] = {"item": "J2", "happened_on": TODAY, "grounds": "被通报", "document": document}
    return events.file_event(by=here.officer, cycle=here.cycle, unit=here.town, **values)


def test_event_decided_is_told_to_who_filed_it_and_to_the_unit_once_it_counts(here: Area) -> None:
    event = filed_event(here, "通报1号")
    assert told() == set()
    events.approve_event(by=here.second_officer, event=event)
    assert told() == to(event.get_absolute_url(), here.officer, here.head, here.liaison)
    event = filed_event(here, "通报2号")
    events.refuse_event(by=here.second_officer, event=event, remarks="无据")
    assert told() == to(event.get_absolute_url(), here.officer)


def test_answer_is_told_to_who_complained(here: Area) -> None:
    about: dict[str, Any] = {"unit": here.town, "demand": "report-1", "demand_name": "一月报送", "text": "重复"}
    row = complaints.file_complaint(by=here.liaison, reason=Complaint.Reason.OTHER, cycle=here.cycle, **about)
    complaints.answer_complaint(by=here.officer, complaint=row, answer="取消")
    assert told() == to(row.get_absolute_url(), here.liaison)


# --- cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", [filed_problem, begun])
def test_queries_do_not_grow_with_who_is_told(here: Area, act: Callable[[Area], Any]) -> None:
    act(here)  # the account remembers its roles from now on
    told()
    counts, numbers = [], []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            act(here)
        counts.append(len(captured))
        numbers.append(len(told()))
        for _n in range(8):
            account_with(Role.LIAISON, here.town)
    assert numbers == [2, 10]
    assert counts[0] == counts[1]
