"""A scheme in a real browser: drafted from a preset, edited, commented, answered, approved, published."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.journeys.conftest import Complaints
from tests.office.factories import UnitFactory, account_with
from tests.office.planning.factories import CycleFactory, classified, published_cycle

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.document import tree
from kaohe.office.planning.document.store import plain, spec_of
from kaohe.office.planning.models import Cycle, SchemeDraft

pytestmark = pytest.mark.django_db(transaction=True)
SignedIn = Callable[..., Page]
Axe = Callable[[Page], None]
SHOTS = os.environ.get("SCHEME_SHOTS", "")


def look(page: Page, name: str) -> None:
    """Keep a picture where ``SCHEME_SHOTS`` says."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=False)


def cell(page: Page, code: str, field: str) -> Locator:
    return page.locator(f'tr[data-code="{code}"] td[data-field="{field}"]')


def document(code: str) -> tree.Plain:
    return plain(SchemeDraft.objects.get(cycle__code=code).document)


def node(code: str, of: str) -> tree.Plain:
    return tree.find(document(code), of).node


@pytest.fixture
def county() -> Unit:
    return UnitFactory.create(name="东山县", code="DS")


def accounts(county: Unit) -> tuple[Account, Account]:
    return account_with(Role.OFFICER, county), account_with(Role.LEADER, county)


def test_from_a_preset_to_publication(county: Unit, signed_in: SignedIn, axe: Axe) -> None:
    officer, leader = accounts(county)
    page = signed_in(officer)
    page.goto("/planning/cycles/")
    page.get_by_role("link", name="新建周期").click()
    page.get_by_label("代号").fill("towns-2026")
    page.get_by_label("名称", exact=True).fill("2026年乡镇综合绩效考核")
    page.get_by_label("年度", exact=True).fill("2026")
    page.get_by_label("考核区域").fill("DS")
    page.get_by_label("内置办法名称").select_option("county-two-track/town-economy")
    look(page, "new")
    axe(page)
    page.get_by_role("button", name="建立周期").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("考核办法")
    look(page, "editor")
    axe(page)
    _edit(page)
    axe(page)
    cycle = Cycle.objects.get(code="towns-2026")
    spec = spec_of(cycle.draft.document)
    units = [unit for c in spec.classes for unit in classified(county, c.id)] or classified(county, "town", 2)
    _consult(page, units[0], signed_in, axe)
    _approve(leader, signed_in, axe)
    page.goto("/planning/cycles/towns-2026/step/publish_scheme/")
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_text("已办理。")).to_be_visible()
    cycle.refresh_from_db()
    assert (cycle.state, cycle.indicators.exists()) == ("published", True)
    page.goto("/planning/cycles/towns-2026/scheme/")
    expect(page.get_by_role("table").first).to_be_visible()
    look(page, "published")
    axe(page)


def _edit(page: Page) -> None:
    """One criterion with live reading, one cell by the keyboard."""
    leaf = next(n for n in tree.walk(document("towns-2026")) if n.node.get("criterion"))
    code = leaf.node["code"]
    cell(page, code, "criterion").click()
    area = page.locator("#cell-text")
    expect(page.get_by_text("规范表述")).to_be_visible()
    area.fill("每迟报一次扣0.5分，情节严重的加倍扣分")
    expect(page.locator("#reading mark")).to_have_text("扣分")
    page.get_by_role("button", name="采用").first.click()
    expect(page.locator("#reading")).to_contain_text("已识别")
    area.fill("每迟报一次扣0.5分，扣完为止")
    expect(page.locator("#reading")).to_contain_text("迟报每1次扣0.5分")
    page.locator('[name="value-0"]').fill("2")
    expect(page.locator("#tried")).to_contain_text("扣1分")
    look(page, "criterion")
    area.press("Enter")
    expect(cell(page, code, "criterion")).to_have_text("每迟报一次扣0.5分，扣完为止")
    name = cell(page, code, "name")
    name.focus()
    name.press("Enter")
    expect(page.locator("#cell-text")).to_be_focused()
    page.locator("#cell-text").fill("报送及时率")
    page.locator("#cell-text").press("Tab")
    expect(name).to_contain_text("报送及时率")
    expect(page.locator("#cell-form")).to_have_attribute("data-field", "points")
    page.locator("#cell-text").press("Escape")
    expect(page.locator("#cell-form")).to_have_count(0)
    assert node("towns-2026", code)["name"] == "报送及时率"
    page.get_by_role("button", name="撤销").click()
    expect(name).not_to_contain_text("报送及时率")


def _consult(page: Page, unit: Unit, signed_in: SignedIn, axe: Axe) -> None:
    page.goto("/planning/cycles/towns-2026/")
    look(page, "detail")
    axe(page)
    page.locator("main").get_by_role("link", name="征求意见").first.click()
    page.get_by_label("意见截止日期").fill("2099-12-31")
    page.get_by_role("button", name="征求意见").click()
    expect(page.get_by_text("已办理。")).to_be_visible()
    head = signed_in(account_with(Role.UNIT_HEAD, unit), 390)
    head.goto("/planning/cycles/towns-2026/scheme/")
    look(head, "phone-scheme")
    axe(head)
    head.goto("/planning/cycles/towns-2026/comments/write/")
    head.get_by_label("意见建议").fill("目标偏高，建议下调")
    look(head, "phone-comment")
    axe(head)
    head.get_by_role("button", name="提交考核办").click()
    expect(head.get_by_text("目标偏高，建议下调")).to_be_visible()
    page.goto("/planning/cycles/towns-2026/comments/")
    page.locator("a.kaohe-row-link").first.click()
    panel = page.locator("#panel-body")
    panel.get_by_label("未采纳").check()
    panel.get_by_label("答复").fill("按省定目标执行")
    look(page, "answer")
    axe(page)
    panel.get_by_role("button", name="保存答复").click()
    expect(page.get_by_text("按省定目标执行")).to_be_visible()
    page.goto("/planning/cycles/towns-2026/step/end_consultation/")
    page.locator("main textarea").fill("各单位均已反馈")
    page.get_by_role("button", name="提前结束征求意见").click()
    expect(page.get_by_text("已办理。")).to_be_visible()
    _save_for_approval(page)
    axe(page)
    page.get_by_role("button", name="比较", exact=True).click()
    look(page, "diff")
    axe(page)


def _save_for_approval(page: Page) -> None:
    """What the comments changed, as the version that is handed in."""
    code = next(n for n in tree.walk(document("towns-2026")) if n.node.get("criterion")).node["code"]
    page.goto("/planning/cycles/towns-2026/scheme/edit/")
    cell(page, code, "name").click()
    page.locator("#cell-text").fill("报送质量")
    page.locator("#cell-text").press("Enter")
    expect(cell(page, code, "name")).to_contain_text("报送质量")
    page.goto("/planning/cycles/towns-2026/versions/")
    page.locator('main input[name="note"]').fill("送审稿")
    page.get_by_role("button", name="保存版本").click()
    expect(page.get_by_text("版本已保存。")).to_be_visible()
    look(page, "versions")


def _approve(leader: Account, signed_in: SignedIn, axe: Axe) -> None:
    page = signed_in(leader, 390)
    page.goto("/planning/cycles/towns-2026/")
    look(page, "phone-detail")
    axe(page)
    page.goto("/planning/cycles/towns-2026/step/approve_scheme/")
    page.get_by_label("会议或文件").fill("考核工作领导小组第3次会议")
    look(page, "phone-approve")
    axe(page)
    page.get_by_role("button", name="批准").click()
    expect(page.get_by_text("已办理。")).to_be_visible()


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "en"), (390, "zh-hans")])
def test_pages_at_both_widths_in_both_languages(
    width: int, language: str, county: Unit, signed_in: SignedIn, axe: Axe
) -> None:
    officer, _leader = accounts(county)
    cycle = published_cycle(root=county, code="towns-2026")
    draft = CycleFactory.create(root=county, code="towns-2027")
    page = signed_in(officer, width, language)
    base, open_draft = f"/planning/cycles/{cycle.code}/", f"/planning/cycles/{draft.code}/"
    places = ["/planning/cycles/", "/planning/cycles/new/", base, f"{open_draft}scheme/edit/"]
    places += [f"{open_draft}scheme/part/grades/", f"{open_draft}scheme/part/ballots/", f"{open_draft}scheme/yaml/"]
    places += [
        f"{open_draft}scheme/node/?code=A1",
        f"{base}scheme/",
        f"{base}versions/",
        f"{base}versions/compare/?old=1",
    ]
    places += [f"{base}comments/", f"{base}units/", f"{base}units/add/", f"{base}owners/", f"{base}owners/A1/"]
    for place in places:
        page.goto(place)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        look(page, f"{width}-{language}-{re.sub(r'[^a-z0-9]+', '-', place)}")
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 1, place
        axe(page)


def test_two_officers_at_one_cell_see_both_texts(county: Unit, signed_in: SignedIn, complaints: Complaints) -> None:
    complaints.expected.append("422")  # the refusal itself
    officer, _leader = accounts(county)
    CycleFactory.create(root=county, code="towns-2026")
    one, two = signed_in(officer), signed_in(account_with(Role.OFFICER, county))
    for page in (one, two):
        page.goto("/planning/cycles/towns-2026/scheme/edit/")
        cell(page, "A1", "name").click()
        expect(page.locator("#cell-text")).to_be_focused()
    one.locator("#cell-text").fill("甲的名称")
    one.locator("#cell-text").press("Enter")
    expect(cell(one, "A1", "name")).to_have_text("甲的名称")
    two.locator("#cell-text").fill("乙的名称")
    two.locator("#cell-text").press("Enter")
    expect(two.locator("#cell-form [role=alert]")).to_contain_text("甲的名称")
    expect(two.locator("#cell-text")).to_have_value("乙的名称")
    two.locator("#cell-text").press("Enter")
    expect(cell(two, "A1", "name")).to_have_text("乙的名称")


def test_rows_are_added_moved_and_removed_from_the_menu(county: Unit, signed_in: SignedIn, axe: Axe) -> None:
    officer, _leader = accounts(county)
    CycleFactory.create(root=county, code="towns-2026")
    page = signed_in(officer)
    page.goto("/planning/cycles/towns-2026/scheme/edit/")
    for name in ("在后面新增", "上移", "复制"):
        page.locator('tr[data-code="A2"] [data-row-menu]').click()
        look(page, "menu")
        page.locator("#row-menu").get_by_role("button", name=name).click()
        expect(page.locator("#row-menu")).to_be_hidden()
    axe(page)
    page.locator("[data-jump]").first.click()
    expect(page.locator("td[data-field]:focus")).to_have_count(1)
    page.locator('tr[data-code="B"] [data-row-menu]').click()
    page.locator("#row-menu").get_by_role("button", name="移除").click()
    expect(page.locator('tr[data-code="B"]')).to_have_count(0)
    assert "B" not in tree.codes(document("towns-2026"))
    page.locator('tr[data-code="A1"] [data-panel]').click()
    page.locator("#f-note").fill("按统计口径")
    page.locator("#node-form").get_by_role("button", name="保存").click()
    expect(page.locator("#panel")).to_be_hidden()
    assert node("towns-2026", "A1")["note"] == "按统计口径"


def test_a_sentence_is_edited_on_a_phone(county: Unit, signed_in: SignedIn, axe: Axe) -> None:
    officer, _leader = accounts(county)
    CycleFactory.create(root=county, code="towns-2026")
    page = signed_in(officer, 390)
    page.goto("/planning/cycles/towns-2026/scheme/edit/")
    cell(page, "B1", "criterion").click()
    page.locator("#cell-text").fill("每迟报一次扣1分，扣完为止")
    expect(page.locator("#reading")).to_contain_text("迟报每1次扣1分")
    look(page, "phone-criterion")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 1
    assert page.locator("#cell-form").bounding_box()["width"] > 300  # type: ignore[index]
    axe(page)
    page.locator("#cell-form").get_by_role("button", name="保存").click()
    expect(page.locator("#cell-form")).to_have_count(0)
    assert node("towns-2026", "B1")["criterion"] == "每迟报一次扣1分，扣完为止"
