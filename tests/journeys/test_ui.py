"""The frame of the pages: signing in, finding one's way, lists, forms, drafts, keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import openpyxl
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django import Settings
from tests.journeys.conftest import Complaints
from tests.office.factories import PASSWORD, UnitFactory, account_with
from tests.office.ui.urls import DONE

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.models.units import UnitKind
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
TEMPLATES = Path(__file__).parent.parent / "office" / "ui" / "templates"


@pytest.fixture(autouse=True)
def pages(settings: Settings) -> Iterator[None]:
    """Pages that only these tests have, and no memory of earlier attempts to sign in."""
    settings.ROOT_URLCONF = "tests.office.ui.urls"
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [TEMPLATES]
    settings.TEMPLATES = templates
    DONE.clear()
    cache.clear()
    yield
    DONE.clear()


@pytest.fixture
def officer() -> Account:
    root: Unit = UnitFactory.create(name="旬阳县", kind=UnitKind.DIVISION)
    for name in ("城关镇", "棕溪镇", "关口镇"):
        UnitFactory.create(name=name, parent=root, kind=UnitKind.TOWNSHIP)
    return account_with(Role.OFFICER, root)


# --- the way in -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "width", "button", "name", "password", "home"),
    [
        ("zh-hans", 1280, "登录", "用户名", "密码", "首页"),
        ("en", 1280, "Sign in", "Username", "Password", "Home page"),
        ("zh-hans", 390, "登录", "用户名", "密码", "首页"),
    ],
)
def test_signing_in(
    new_page: OpenPage,
    officer: Account,
    axe: Callable[[Page], None],
    shot: Callable[..., None],
    language: str,
    width: int,
    button: str,
    name: str,
    password: str,
    home: str,
) -> None:
    page = new_page(width, language)
    page.goto("/units?q=棕溪")
    axe(page)
    shot(page, f"sign-in-{language}-{width}")
    page.get_by_label(name).fill(officer.username)
    page.get_by_label(password, exact=True).fill(PASSWORD)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page).to_have_url(re.compile(r"/units\?q="))
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(home)
    axe(page)


def test_a_wrong_password_is_told_and_the_name_stays(
    browser_page: Page, officer: Account, axe: Callable[[Page], None]
) -> None:
    page = browser_page
    page.goto("/account/login/")
    page.fill("#id_login", officer.username)
    page.fill("#id_password", "something else")
    page.click("#sign-in button")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#id_login")).to_have_value(officer.username)
    expect(page.locator("[data-errors]")).to_be_focused()
    axe(page)


def test_an_account_of_the_demonstration_signs_in_with_one_click(
    browser_page: Page, officer: Account, settings: Settings, axe: Callable[[Page], None], shot: Callable[..., None]
) -> None:
    settings.KAOHE_DEMO_LOGINS = [(officer.username, PASSWORD, "考核办"), ("leader", "x", "县委书记")]
    browser_page.goto("/account/login/")
    axe(browser_page)
    shot(browser_page, "sign-in-demo")
    browser_page.get_by_role("button", name="考核办").click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("首页")


def test_a_second_factor_is_set_up_and_asked_for(
    signed_in: OpenPage, new_page: OpenPage, officer: Account, axe: Callable[[Page], None]
) -> None:
    page = signed_in(officer)
    page.goto("/account/2fa/")
    axe(page)
    page.get_by_role("link", name="启用验证器").click()
    page.fill("#id_password", PASSWORD)
    axe(page)
    page.get_by_role("button", name="确认").click()
    axe(page)
    expect(page.locator(".kaohe-qr")).to_be_visible()
    page.goto("/account/2fa/webauthn/add/")
    axe(page)
    TOTP.activate(officer, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(officer)
    for path in ("", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "webauthn/"):
        page.goto(f"/account/2fa/{path}")
        axe(page)
    other = new_page()
    other.goto("/account/login/")
    other.fill("#id_login", officer.username)
    other.fill("#id_password", PASSWORD)
    other.click("#sign-in button")
    axe(other)
    other.fill("#id_code", RecoveryCodes(officer.authenticator_set.get(type="recovery_codes")).get_unused_codes()[0])
    other.get_by_role("button", name="登录").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("首页")


@pytest.mark.parametrize("path", ["/account/password/change/", "/account/logout/", "/account/inactive/", "/nowhere"])
def test_pages_of_an_account_are_accessible(
    signed_in: OpenPage, officer: Account, axe: Callable[[Page], None], complaints: Complaints, path: str
) -> None:
    complaints.expected.append("404")
    for width in (1280, 390):
        page = signed_in(officer, width, "en")
        page.goto(path)
        axe(page)


# --- finding one's way ------------------------------------------------------------------------------------------------


def test_the_menu_opens_over_the_page_on_a_phone(
    signed_in: OpenPage, officer: Account, axe: Callable[[Page], None], shot: Callable[..., None]
) -> None:
    page = signed_in(officer, 390)
    page.goto("/plan")
    menu = page.get_by_role("navigation", name="主菜单")
    expect(menu).not_to_be_visible()
    page.get_by_role("button", name="菜单").click()
    expect(menu).to_be_visible()
    axe(page)
    shot(page, "menu-390")
    menu.get_by_role("link", name="首页").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("首页")


def test_language_and_appearance_are_chosen_in_the_account_menu(
    signed_in: OpenPage, officer: Account, axe: Callable[[Page], None], shot: Callable[..., None]
) -> None:
    page = signed_in(officer)
    page.goto("/units")
    page.click(".kaohe-account")
    page.get_by_label("深色").check()
    page.get_by_label("紧凑").check()
    axe(page)
    shot(page, "dark")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-density", "compact")
    officer.refresh_from_db()
    assert officer.language == "en"
    axe(page)


# --- lists ------------------------------------------------------------------------------------------------------------


def test_a_list_is_searched_filtered_sorted_and_taken_away(
    signed_in: OpenPage, officer: Account, axe: Callable[[Page], None], shot: Callable[..., None], tmp_path: Path
) -> None:
    page = signed_in(officer)
    page.goto("/units")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(4)
    axe(page)
    shot(page, "list-1280")
    page.get_by_label("Kind").first.select_option("township")
    expect(rows).to_have_count(3)
    page.get_by_role("link", name="Name").click()
    expect(rows.first).to_contain_text("关口镇")
    page.get_by_role("searchbox", name="搜索").press_sequentially("镇")
    expect(page).to_have_url(re.compile(r"(?=.*q=)(?=.*kind=township)(?=.*sort=name)"))
    expect(page.get_by_role("searchbox", name="搜索")).to_be_focused()
    assert "named" not in page.url
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    download.value.save_as(tmp_path / "units.xlsx")
    assert openpyxl.load_workbook(tmp_path / "units.xlsx").active.max_row == 4
    page.reload()
    expect(rows).to_have_count(3)
    page.go_back()
    expect(rows.first).to_contain_text("关口镇")


def test_columns_are_chosen_and_remembered(signed_in: OpenPage, officer: Account) -> None:
    page = signed_in(officer)
    page.goto("/units")
    page.get_by_role("button", name="显示的列").click()
    page.get_by_role("checkbox", name="Path").check()
    expect(page.get_by_role("columnheader", name="Path")).to_be_visible()
    page.reload()
    expect(page.get_by_role("columnheader", name="Path")).to_be_visible()


def test_a_row_opens_in_the_side_panel_and_escape_leads_back(
    signed_in: OpenPage, officer: Account, axe: Callable[[Page], None], shot: Callable[..., None]
) -> None:
    page = signed_in(officer)
    page.goto("/units")
    page.locator("tbody tr").nth(1).locator("td").nth(3).click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", name="城关镇")).to_be_focused()
    axe(page)
    shot(page, "panel-1280")
    page.keyboard.press("Escape")
    expect(panel).not_to_be_visible()
    expect(page.locator("tbody tr").nth(1).locator("a")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="搜索")).to_be_focused()


def test_a_list_is_cards_on_a_phone(
    signed_in: OpenPage, officer: Account, axe: Callable[[Page], None], shot: Callable[..., None]
) -> None:
    page = signed_in(officer, 390, "en")
    page.goto("/units")
    axe(page)
    shot(page, "list-390", full=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        "[...document.querySelectorAll('main a, main button, main input, main select')]"
        ".filter(e => e.checkVisibility() && !e.closest('.kaohe-breadcrumbs, thead, .visually-hidden-focusable'))"
        ".filter(e => !e.matches('.visually-hidden-focusable') && e.getBoundingClientRect().height < 44)"
        ".map(e => e.outerHTML.slice(0, 120))"
    )
    assert small == []
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Kind").first.select_option("township")
    expect(page.locator("tbody tr")).to_have_count(3)


# --- forms ------------------------------------------------------------------------------------------------------------


def test_a_draft_outlives_the_session_and_goes_when_the_form_is_taken(
    signed_in: OpenPage, officer: Account, axe: Callable[[Page], None]
) -> None:
    page = signed_in(officer)
    page.goto("/plan")
    page.get_by_label("Title").fill("春耕生产")
    page.get_by_label("Amount").fill("1,200")
    page.get_by_label("Key task").check()
    page.get_by_label("B", exact=True).check()
    Session.objects.all().delete()
    page.get_by_role("button", name="Save").click()
    page.fill("#id_login", officer.username)
    page.fill("#id_password", PASSWORD)
    page.click("#sign-in button")
    expect(page).to_have_url(re.compile(r"/plan$"))
    axe(page)
    page.get_by_role("button", name="恢复填写").click()
    expect(page.get_by_label("Title")).to_have_value("春耕生产")
    expect(page.get_by_label("Key task")).to_be_checked()
    expect(page.get_by_label("B", exact=True)).to_be_checked()
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile(r"/units$"))
    assert [done["title"] for done in DONE] == ["春耕生产"]
    page.goto("/plan")
    expect(page.get_by_role("button", name="恢复填写")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('kaohe-draft')).length") == 0


def test_a_refused_form_keeps_what_was_filled_in_and_shows_what_is_wrong(
    signed_in: OpenPage, officer: Account, axe: Callable[[Page], None], shot: Callable[..., None]
) -> None:
    page = signed_in(officer)
    page.goto("/plan")
    page.get_by_label("Title").fill("refused")
    page.get_by_label("Amount").fill("约五")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Amount")).to_have_value("约五")
    expect(page.locator(".kaohe-error")).to_have_count(1)
    axe(page)
    shot(page, "form-1280")
    page.get_by_label("Amount").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".kaohe-error")).to_contain_text("Choose another title.")
    assert DONE == []


def test_signing_out_takes_the_drafts_away(signed_in: OpenPage, officer: Account) -> None:
    page = signed_in(officer)
    page.goto("/plan")
    page.get_by_label("Title").fill("春耕生产")
    page.wait_for_timeout(600)  # a draft is written when nobody has typed for a moment
    assert page.evaluate("Object.keys(localStorage).some(k => k.startsWith('kaohe-draft'))")
    page.click(".kaohe-account")
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(re.compile(r"/account/login/"))
    assert page.evaluate("Object.keys(localStorage).some(k => k.startsWith('kaohe-draft'))") is False


def test_a_double_click_sends_a_form_once(signed_in: OpenPage, officer: Account) -> None:
    page = signed_in(officer)
    page.goto("/plan")
    page.get_by_label("Title").fill("春耕生产")
    page.get_by_role("button", name="Save").dblclick()
    expect(page).to_have_url(re.compile(r"/units$"))
    assert len(DONE) == 1


# --- charts -----------------------------------------------------------------------------------------------------------


def test_charts_are_drawn_with_their_tables(
    signed_in: OpenPage, officer: Account, axe: Callable[[Page], None], shot: Callable[..., None]
) -> None:
    for width in (1280, 390):
        page = signed_in(officer, width)
        page.goto("/charts")
        expect(page.locator("[data-drawn] canvas")).to_have_count(4)
        axe(page)
        shot(page, f"charts-{width}", full=True)
