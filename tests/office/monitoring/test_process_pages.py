"""Pages of events, supervision, rectification, notices, complaints: who sees them, what they offer and cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings
from tests.office.factories import account_with
from tests.office.monitoring.process_factories import TODAY, Area, area, registered

from kaohe.office.monitoring.actions import complaints, events, notices, rectification, supervision
from kaohe.office.monitoring.models import Complaint, Event, Notice, Problem, SupervisionTask
from kaohe.office.monitoring.notice_sections import Section
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings: Settings) -> Area:
    settings.KAOHE_SECOND_FACTOR = "none"  # else administrators are led to set one up
    return area()


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def an_event(here: Area, n: int = 0) -> Event:
    return events.file_event(
        by=here.officer,
        cycle=here.cycle,
        unit=here.town,
        item="J2",
        happened_on=TODAY,
        grounds=f"通报{n}",
        document=f"{n}号",
    )


def a_task(here: Area, n: int = 0) -> SupervisionTask:
    task = supervision.file_task(
        by=here.supervisor,
        cycle=here.cycle,
        register_item=registered(here),
        title=f"督办{n}",
        kind=SupervisionTask.Kind.DECISION,
        basis="批示",
        organiser=here.root,
        units=[here.town, here.street],
    )
    supervision.approve_task(by=here.leader, task=task, document="1")
    supervision.plan_task(by=here.supervisor, task=task, content="x", scope="y")
    return supervision.begin_task(by=here.supervisor, task=task)


def a_problem(here: Area, n: int = 0) -> Problem:
    return rectification.file_problem(
        by=here.supervisor,
        cycle=here.cycle,
        unit=here.town,
        source=Problem.Source.INSPECTION,
        text=f"问题{n}",
        found_on=TODAY,
        due_on=TODAY + timedelta(days=9),
    )


def a_notice(here: Area, n: int = 0) -> Notice:
    notice = notices.compose_notice(
        by=here.officer, cycle=here.cycle, title=f"通报{n}", period="2026", sections=[Section("problems", "问题")]
    )
    return notices.issue_notice(by=here.officer, notice=notice)


def a_complaint(here: Area, n: int = 0) -> Complaint:
    return complaints.file_complaint(
        by=here.liaison,
        unit=here.town,
        demand=f"register:{n}",
        demand_name="月报",
        reason=Complaint.Reason.TWICE,
        cycle=here.cycle,
    )


MADE: dict[str, Callable[[Area, int], Any]] = {
    "event": an_event,
    "supervision": a_task,
    "problem": a_problem,
    "notice": a_notice,
    "complaint": a_complaint,
}


@pytest.mark.parametrize("noun", MADE)
def test_list_shows_what_the_account_may_see(here: Area, noun: str) -> None:
    url = reverse(f"monitoring:{noun}_list")
    empty = signed_in(here.officer).get(url)
    assert empty.status_code == 200
    row = MADE[noun](here, 7)
    address = row.get_absolute_url()
    assert address in signed_in(here.officer).get(url).content.decode()
    assert address in signed_in(here.head).get(url).content.decode()
    assert address not in signed_in(account_with(Role.SYSTEM_ADMIN)).get(url).content.decode()


@pytest.mark.parametrize("noun", MADE)
def test_list_costs_the_same_for_one_row_more(here: Area, noun: str) -> None:
    url = reverse(f"monitoring:{noun}_list")
    for n in range(2):
        MADE[noun](here, n)
    signed_in(here.officer).get(url)
    with CaptureQueriesContext(
        connection,
    ) as before:
        signed_in(here.officer).get(url)
    MADE[noun](here, 2)
    with CaptureQueriesContext(connection) as after:
        signed_in(here.officer).get(url)
    assert len(after) == len(before)


@pytest.mark.parametrize("noun", MADE)
def test_list_is_downloaded_as_a_workbook(here: Area, noun: str) -> None:
    MADE[noun](here, 0)
    answer = signed_in(here.officer).get(reverse(f"monitoring:{noun}_list"), {"format": "xlsx"})
    assert b"".join(answer.streaming_content).startswith(b"PK")
    answer.close()


@pytest.mark.parametrize("noun", MADE)
def test_page_for_those_who_may_see_it_and_for_no_one_else(here: Area, noun: str) -> None:
    url = MADE[noun](here, 0).get_absolute_url()
    for who in ("officer", "head"):
        assert signed_in(getattr(here, who)).get(url).status_code == 200
    assert signed_in(account_with(Role.AUDIT_ADMIN)).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def post(account: Account, url: str, **data: Any) -> Any:
    return signed_in(account).post(url, data)


def test_event_is_filed_and_approved_on_its_pages(here: Area) -> None:
    new = signed_in(here.officer).get(reverse("monitoring:event_new"))
    assert new["Location"] == reverse("monitoring:event_file", args=["c"])
    data = {"item": "J2", "unit": here.town.pk, "happened_on": TODAY, "grounds": "迟报", "document": "3号"}
    filed = post(here.officer, new["Location"], **data)
    event = Event.objects.get()
    assert filed["Location"] == event.get_absolute_url()
    again = post(here.officer, new["Location"], **data)
    assert again.status_code == 200
    assert "3号" in again.content.decode()
    step = reverse("monitoring:event_step", args=[event.pk, "approve"])
    assert post(here.officer, step).status_code == 403
    assert post(here.second_officer, step)["Location"] == event.get_absolute_url()
    event.refresh_from_db()
    assert event.state == "approved"


def test_refused_step_keeps_what_was_filled_in(here: Area) -> None:
    problem = a_problem(here)
    url = reverse("monitoring:problem_step", args=[problem.pk, "plan"])
    data = {"plan-seen": 0, "plan-responsible": "", "plan-text_1": "补齐台账", "plan-due_on_1": TODAY}
    answer = post(here.liaison, url, **data)
    assert answer.status_code == 200
    assert "补齐台账" in answer.content.decode()
    assert problem.measures.count() == 0


def test_task_is_filed_and_moved_on_its_page(here: Area) -> None:
    url = reverse("monitoring:supervision_file", args=["c"])
    data = {
        "title": "防汛",
        "register_item": registered(here).pk,
        "kind": "other",
        "basis": "批示",
        "organiser": here.root.pk,
        "units": [here.town.pk],
    }
    assert post(here.supervisor, url, **data).status_code == 302
    task = SupervisionTask.objects.get()
    step = reverse("monitoring:supervision_step", args=[task.pk, "approve"])
    assert post(here.leader, step, **{"approve-document": "批示", "approve-seen": 0}).status_code == 302
    task.refresh_from_db()
    assert task.state == "approved"
    stale = post(
        here.supervisor,
        reverse("monitoring:supervision_step", args=[task.pk, "plan"]),
        **{"plan-content": "x", "plan-scope": "y", "plan-seen": 0},
    )
    assert stale.status_code == 200
    task.refresh_from_db()
    assert task.state == "approved"


def test_complaint_from_the_page_of_a_task(here: Area) -> None:
    task = a_task(here)
    url = reverse("monitoring:complain", args=["supervision", task.pk])
    assert post(here.liaison, url, reason="too_short").status_code == 302
    complaint = Complaint.objects.get()
    assert (complaint.unit, complaint.organiser) == (here.town, here.root)
    assert (
        post(here.other_head, reverse("monitoring:complain", args=["problem", 99]), reason="twice").status_code == 404
    )


def test_notice_is_composed_changed_and_issued(here: Area) -> None:
    url = reverse("monitoring:notice_compose", args=["c"])
    assert post(here.officer, url, title="通报", period="2026-13", kinds=["problems"]).status_code == 200
    assert post(here.officer, url, title="通报", period="2026-03", kinds=["problems"]).status_code == 302
    notice = Notice.objects.get()
    change = reverse("monitoring:notice_change", args=[notice.pk])
    post(here.officer, change, title="通报", period="2026-03", words="请抓紧", seen=0)
    assert post(here.officer, reverse("monitoring:notice_step", args=[notice.pk, "issue"])).status_code == 302
    assert "请抓紧" in signed_in(here.head).get(notice.get_absolute_url()).content.decode()
    assert signed_in(here.officer).get(change).status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("noun", MADE)
def test_pages_speak_both_languages(here: Area, noun: str, language: str) -> None:
    here.officer.language = language
    here.officer.save()
    client = signed_in(here.officer)
    client.cookies["django_language"] = language
    page = client.get(reverse(f"monitoring:{noun}_list")).content.decode()
    assert f'lang="{language}"' in page
