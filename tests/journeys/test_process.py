"""Supervision from filing to archive in a browser, with the unit's part on a phone; events, notices, complaints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.office.factories import person_in
from tests.office.monitoring.process_factories import TODAY, Area, area, registered

from kaohe.office.monitoring.actions.complaints import file_complaint
from kaohe.office.monitoring.actions.events import file_event
from kaohe.office.monitoring.models import (
    Complaint,
    Event,
    EventState,
    Problem,
    ProblemState,
    Supervised,
    SupervisionState,
    SupervisionTask,
)

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def here(db: None) -> Area:
    return area()


@pytest.fixture
def look(axe: Check, shot: Any) -> Callable[[Page, str], None]:
    """Check a page against the rules of access, and that nothing stands beyond its edge; keep a picture."""

    def looked(page: Page, name: str) -> None:
        axe(page)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"{page.url} is {beyond} pixels too wide"
        shot(page, f"process-{name}", full=True)

    return looked


def take(page: Page, step: str, **fields: str) -> None:
    """Open the form of a step, fill it in and send it."""
    form = page.locator(f'form[action$="/{step}"]')
    page.locator("details", has=form).locator("summary").click()
    for name, value in fields.items():
        form.locator(f'[name="{step}-{name}"]').fill(value)
    send(page, form)


def send(page: Page, form: Any) -> None:
    before = page.url
    with page.expect_navigation():
        form.locator("button[type=submit]").click()
    expect(page.locator("main .is-invalid, main [data-errors]"), f"refused at {before}").to_have_count(0)


def filed(supervisor: Page, here: Area, look: Callable[[Page, str], None]) -> SupervisionTask:
    item = registered(here)
    supervisor.goto(reverse("monitoring:supervision_file", args=[here.cycle.code]))
    form = supervisor.locator("main form[method=post]").last
    for name, value in {"title": "防汛工程督办", "basis": "县政府令第3号"}.items():
        form.locator(f"[name={name}]").fill(value)
    chosen = {"register_item": item.pk, "organiser": here.root.pk, "kind": SupervisionTask.Kind.INVESTMENT.value}
    for name, key in chosen.items():
        form.locator(f"[name={name}]").select_option(str(key))
    form.locator("[name=units]").select_option([str(here.town.pk), str(here.street.pk)])
    look(supervisor, "file-1280-zh")
    send(supervisor, form)
    return SupervisionTask.objects.get()


def test_supervision_from_filing_to_archive(here: Area, signed_in: OpenPage, look: Callable[[Page, str], None]) -> None:
    worker = person_in(here.town)
    supervisor, leader = signed_in(here.supervisor), signed_in(here.leader)
    liaison, head = signed_in(here.liaison, 390, "en"), signed_in(here.head, 390, "en")
    task = filed(supervisor, here, look)
    url = task.get_absolute_url()

    leader.goto(url)
    look(leader, "approve-1280-zh")
    take(leader, "approve", document="县长批示〔2026〕7号")
    supervisor.goto(url)
    take(supervisor, "plan", content="工程进度、资金拨付", scope="一镇一街道")
    take(supervisor, "begin")
    look(supervisor, "doing-1280-zh")

    town = Supervised.objects.get(task=task, unit=here.town)
    for page in (liaison, head):
        page.goto(reverse("monitoring:supervision_list"))
        expect(page.get_by_text("防汛工程督办").first).to_be_visible()
    look(liaison, "list-390-en")
    liaison.goto(town.get_absolute_url())
    look(liaison, "unit-390-en")
    take(liaison, "arrange", arrangement="水利站三日内排查")
    take(liaison, "report", report="排查完毕，隐患两处已处理")
    look(liaison, "unit-reported-390-en")
    supervisor.goto(town.get_absolute_url())
    take(supervisor, "clear")
    look(supervisor, "cleared-1280-zh")

    supervisor.goto(url)
    take(supervisor, "conclude", conclusion="进度滞后，资金到位")
    take(supervisor, "hand-over", document="督查反馈〔2026〕1号")
    head.goto(town.get_absolute_url())
    take(head, "object", text="停工因汛期，请予说明")
    look(head, "objected-390-en")
    leader.goto(town.get_absolute_url())
    decision = leader.locator('form[action*="objections/"]')
    leader.locator("details", has=decision).locator("summary").click()
    decision.locator("input[value='0']").check()
    decision.locator("[name=decide-answer]").fill("通知要求汛期照常施工")
    look(leader, "decide-1280-zh")
    send(leader, decision)

    problem = rectified(supervisor, liaison, head, town, worker.pk, look)
    assert problem.state == ProblemState.CLOSED

    supervisor.goto(url)
    take(supervisor, "check", text="现场核实")
    leader.goto(url)
    take(leader, "use", use="纳入年度考核", document="常务会纪要")
    supervisor.goto(url)
    take(supervisor, "archive")
    look(supervisor, "archived-1280-zh")
    expect(supervisor.locator("main details")).to_have_count(0)
    task.refresh_from_db()
    assert task.state == SupervisionState.ARCHIVED


def rectified(
    supervisor: Page, liaison: Page, head: Page, town: Supervised, worker: int, look: Callable[[Page, str], None]
) -> Problem:
    """Take a problem from filing to its closing."""
    supervisor.goto(town.task.get_absolute_url())
    supervisor.locator(f'main a[href$="supervised={town.pk}"]').click()
    form = supervisor.locator("main form[method=post]").last
    form.locator("[name=text]").fill("堤防两处渗水")
    form.locator("[name=due_on]").fill(str(TODAY + timedelta(days=20)))
    look(supervisor, "problem-file-1280-zh")
    send(supervisor, form)
    problem = Problem.objects.get()
    supervisor.goto(town.task.get_absolute_url())
    take(supervisor, "rectify")

    liaison.goto(problem.get_absolute_url())
    plan = liaison.locator('form[action$="/plan"]')
    liaison.locator("details", has=plan).locator("summary").click()
    plan.locator("[name=plan-responsible]").select_option(str(worker))
    plan.locator("[name=plan-text_1]").fill("堤脚压浸")
    look(liaison, "measures-390-en")
    send(liaison, plan)
    send(liaison, liaison.locator('form[action*="/measures/"]'))
    look(liaison, "planned-390-en")
    head.goto(problem.get_absolute_url())
    take(head, "report", result="渗水已处置，三日无复发")
    supervisor.goto(problem.get_absolute_url())
    look(supervisor, "verify-1280-zh")
    take(supervisor, "close", verification="到现场看过堤脚")
    look(supervisor, "closed-1280-zh")
    supervisor.goto(reverse("monitoring:problem_list"))
    look(supervisor, "problems-1280-zh")
    problem.refresh_from_db()
    return problem


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
def test_an_event_is_approved_by_another_hand(
    here: Area, signed_in: OpenPage, look: Callable[[Page, str], None], language: str, width: int
) -> None:
    values = {"item": "J2", "happened_on": TODAY, "grounds": "被县委通报", "document": "通报〔2026〕4号"}
    event = file_event(by=here.officer, cycle=here.cycle, unit=here.town, **values)  # type: ignore[arg-type]
    page = signed_in(here.second_officer, width, language)
    page.goto(reverse("monitoring:event_list"))
    expect(page.get_by_text("被县委通报").first).to_be_visible()
    look(page, f"events-{width}-{language}")
    page.goto(reverse("monitoring:event", args=[event.pk]))
    look(page, f"event-{width}-{language}")
    take(page, "approve")
    assert Event.objects.get().state == EventState.APPROVED


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
def test_complaints_and_notices(
    here: Area, signed_in: OpenPage, look: Callable[[Page, str], None], language: str, width: int
) -> None:
    about: dict[str, Any] = {"demand": "report-1", "demand_name": "一月报送", "cycle": here.cycle}
    reason = Complaint.Reason.OTHER
    row = file_complaint(
        by=here.liaison, unit=here.town, organiser=here.root, reason=reason, text="与统计局重复", **about
    )
    page = signed_in(here.officer, width, language)
    page.goto(reverse("monitoring:complaint_list"))
    look(page, f"complaints-{width}-{language}")
    page.goto(reverse("monitoring:complaint", args=[row.pk]))
    take(page, "answer", answer="自下月起由统计局代报")
    look(page, f"complaint-{width}-{language}")
    row.refresh_from_db()
    assert row.answered_by == here.officer
    page.goto(reverse("monitoring:notice_list"))
    look(page, f"notices-{width}-{language}")
    page.goto(reverse("monitoring:notice_compose", args=[here.cycle.code]))
    look(page, f"notice-{width}-{language}")
