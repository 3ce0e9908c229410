"""What units undertake, in a real browser: shares, a personal plan, a letter signed by both sides, the register."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.office.factories import PASSWORD, account_with
from tests.office.planning.factories import spec
from tests.office.planning.undertakings import VETOES, World, locked_targets, registered, world

from kaohe.office.planning.actions import decomposition, letters, mappings
from kaohe.office.planning.models import Decomposition, Letter, PersonalPlan, RegisterItem, Target

pytestmark = pytest.mark.django_db(transaction=True)
SignedIn = Callable[..., Page]
Axe = Callable[[Page], None]
Shot = Callable[..., None]
VIEWS = [(1280, "zh-hans"), (390, "zh-hans"), (1280, "en"), (390, "en")]
on_desk_and_phone = pytest.mark.parametrize(("width", "language"), VIEWS)


@pytest.fixture
def w(site: str) -> World:
    w = world(document=spec(vetoes=VETOES, consequences=["优秀单位给予通报表扬", "末位单位约谈主要负责人"]))
    locked_targets(w.cycle)
    registered(w.cycle)
    return w


def press(page: Page, deed: str) -> None:
    """Press a button that redraws the lines, and wait until they are there."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(f"[name=deed][value='{deed}']").click()
    page.wait_for_timeout(150)


@on_desk_and_phone
def test_shares_are_mended_and_confirmed(
    width: int, language: str, w: World, signed_in: SignedIn, axe: Axe, shot: Shot
) -> None:
    page = signed_in(w.head, width, language)
    page.goto(f"/planning/decomposition/{w.cycle.code}/{w.unit.pk}/")
    axe(page)
    page.locator("a.kaohe-row-link").first.click()
    press(page, "add")
    press(page, "add")
    page.locator("[name=line-0-bearer]").select_option(f"section:{w.section.pk}")
    page.locator("[name=line-1-bearer]").select_option(f"section:{w.other_section.pk}")
    page.locator("[name=line-0-percent]").fill("50")
    page.locator("[name=line-1-percent]").fill("３７.5%")
    press(page, "check")
    expect(page.locator("#lacks")).to_contain_text("12.5%")
    axe(page)
    shot(page, f"decomposition-{width}-{language}", full=True)
    press(page, "below:0")
    page.locator("[name=line-1-bearer]").select_option(f"person:{w.person.pk}")
    press(page, "equal:1")
    press(page, "equal")
    expect(page.locator("[name=line-1-percent]")).to_have_value("100")
    expect(page.locator("[name=line-2-percent]")).to_have_value("50")
    page.locator("[name=deed][value=save]").click()
    page.locator("[name=deed][value=confirm]").click()
    expect(page.locator("[name=deed][value=reopen]")).to_be_visible()
    assert Decomposition.objects.get().is_confirmed
    page.goto(f"/planning/decomposition/{w.cycle.code}/{w.unit.pk}/matrix/")
    expect(page.locator("table")).to_contain_text(w.person.name)
    axe(page)


@on_desk_and_phone
def test_plan_is_submitted_and_agreed(
    width: int, language: str, w: World, signed_in: SignedIn, axe: Axe, shot: Shot
) -> None:
    row = decomposition.divide_indicator(
        by=w.head, indicator=w.indicator, unit=w.unit, lines=[w.line("person", w.person, value=Decimal(1000))]
    )
    decomposition.confirm_decomposition(by=w.head, decomposition=row)
    page = signed_in(account_with(person=w.person), width, language)
    page.goto("/planning/plans/own/")
    axe(page)
    page.locator("form[action$='/open/'] button").click()
    page.locator(".card a.btn-primary").click()
    press(page, "add")
    page.locator("[name=item-1-task]").fill("参加业务学习")
    press(page, "equal")
    expect(page.locator("[name=item-1-weight_pct]")).to_have_value("50")
    axe(page)
    shot(page, f"personal-plan-{width}-{language}", full=True)
    page.locator("[name=deed][value=submit]").click()
    expect(page.locator("[name=deed][value=submit]")).to_have_count(0)
    plan = PersonalPlan.objects.get()
    assert plan.state == "submitted"
    head = signed_in(w.head, width, language)
    head.goto(f"/planning/plans/{plan.pk}/")
    axe(head)
    head.locator("form[action$='/agree/'] button").click()
    expect(head.locator("form[action$='/agree/']")).to_have_count(0)
    plan.refresh_from_db()
    assert plan.state == "agreed"


@on_desk_and_phone
def test_letter_is_signed_by_both_and_outdated_by_an_adjustment(
    width: int, language: str, w: World, signed_in: SignedIn, axe: Axe, shot: Shot
) -> None:
    officer = signed_in(w.officer, width, language)
    officer.goto("/planning/letters/make/")
    axe(officer)
    officer.locator("[name=cycle]").select_option(str(w.cycle.pk))
    officer.locator("form.kaohe-form button.btn-primary").click()
    expect(officer.locator("a.kaohe-row-link")).to_have_count(3)
    axe(officer)
    letter = Letter.objects.get(unit=w.unit)
    head = signed_in(w.head, width, language)
    head.goto(f"/planning/letters/{letter.pk}/")
    head.locator("[name=password]").fill(PASSWORD)
    head.locator("#sign button").click()
    expect(head.locator("#sign")).to_have_count(0)
    leader = signed_in(w.leader, width, language)
    leader.goto("/planning/letters/sign/")
    axe(leader)
    leader.locator("[name=password]").fill(PASSWORD)
    leader.locator("main form button.btn-primary").click()
    leader.goto(f"/planning/letters/{letter.pk}/")
    expect(leader.locator(".parties")).to_contain_text("镇长")
    expect(leader.locator(".parties")).to_contain_text("县长")
    axe(leader)
    shot(leader, f"letter-{width}-{language}", full=True)
    leader.goto(f"/planning/letters/{letter.pk}/verify/")
    expect(leader.locator(".alert-success")).to_be_visible()
    axe(leader)
    Target.objects.filter(unit=w.unit).update(value=Decimal(1200), changed_at=timezone.now())
    head.goto(f"/planning/letters/{letter.pk}/")
    expect(head.locator(".alert-warning")).to_be_visible()
    letters.make_letters(by=w.officer, cycle=w.cycle)
    head.reload()
    expect(head.locator(".alert-info")).to_be_visible()
    axe(head)


@on_desk_and_phone
def test_item_is_filed_and_approved(
    width: int, language: str, w: World, signed_in: SignedIn, axe: Axe, shot: Shot
) -> None:
    officer = signed_in(w.officer, width, language)
    officer.goto("/planning/register/file/")
    officer.locator("[name=kind]").select_option("inspection")
    officer.locator("[name=name]").fill("安全生产大检查")
    officer.locator("[name=organiser]").select_option(str(w.cycle.root.pk))
    officer.locator("[name=level]").fill("乡镇")
    officer.locator("[name=basis]").fill("《安全生产法》第六十二条")
    axe(officer)
    officer.locator("form.kaohe-form button.btn-primary").click()
    officer.wait_for_url("**/register/*/")
    item = RegisterItem.objects.get(name="安全生产大检查")
    leader = signed_in(w.leader, width, language)
    leader.goto(f"/planning/register/{item.pk}/")
    axe(leader)
    leader.goto(f"/planning/register/{item.pk}/approve/")
    leader.locator("[name=approving_body]").fill("县委办公室")
    leader.locator("[name=approval_document]").fill("县督考〔2026〕3号")
    leader.locator("form.kaohe-form button.btn-primary").click()
    leader.wait_for_url(f"**/register/{item.pk}/")
    item.refresh_from_db()
    assert item.state == "approved"
    leader.goto("/planning/register/")
    axe(leader)
    shot(leader, f"register-{width}-{language}", full=True)
    for path in ("official/", f"unit/{w.unit.pk}/"):
        leader.goto(f"/planning/register/{path}")
        expect(leader.locator("main")).to_contain_text("安全生产大检查")
        axe(leader)


@on_desk_and_phone
def test_superior_is_mapped(width: int, language: str, w: World, signed_in: SignedIn, axe: Axe) -> None:
    today = timezone.localdate()
    row = mappings.enter_superior(
        by=w.officer, cycle=w.cycle, code="S1", name="营商环境", source="市1号", handed_down_on=today
    )
    page = signed_in(w.officer, width, language)
    page.goto("/planning/superior/coverage/")
    axe(page)
    page.goto(f"/planning/superior/{row.pk}/")
    page.locator("[name=unit]").select_option(str(w.unit.pk))
    page.locator("[name=due_on]").fill(today.isoformat())
    page.locator("form.kaohe-form button.btn-primary").click()
    expect(page.locator("main table")).to_contain_text(w.unit.name)
    axe(page)
    for path in ("", "deadlines/", "enter/"):
        page.goto(f"/planning/superior/{path}")
        axe(page)
