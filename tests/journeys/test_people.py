"""Units and people in the browser: merge, import, grant, stand in, the first sign-in of an administrator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings
from tests.office.factories import PASSWORD, UnitFactory, account_with, person_in

from kaohe.office.audit.models import Entry
from kaohe.office.people.actions.accounts import create_administrator, open_account
from kaohe.office.people.actions.calendar import load_statutory_days
from kaohe.office.people.actions.notifications import notify
from kaohe.office.people.models import Account, Grant, Person, Unit, UnitClass
from kaohe.office.people.models.units import UnitKind
from kaohe.office.people.roles import Role
from kaohe.office.people.texts import DONE

pytestmark = pytest.mark.django_db(transaction=True)
OpenPage = Callable[..., Page]
NEW = "another horse battery"


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    cache.clear()


@pytest.fixture
def county() -> Unit:
    root: Unit = UnitFactory.create(code="610928", name="旬阳县", kind=UnitKind.DIVISION)
    for number, name in enumerate(("城关镇", "棕溪镇", "关口镇")):
        town = UnitFactory.create(code=f"61092810{number}", name=name, parent=root, kind=UnitKind.TOWNSHIP)
        person_in(town, name=f"王{name[0]}")
        UnitFactory.create(code=f"61092820{number}", name=f"{name[0]}村", parent=town, kind=UnitKind.VILLAGE)
    return root


@pytest.fixture
def officer(county: Unit) -> Account:
    return account_with(Role.OFFICER, None, person_in(county, name="李考核"))


def test_two_townships_are_merged(county: Unit, officer: Account, signed_in: OpenPage) -> None:
    page = signed_in(officer)
    page.goto("/people/units/")
    page.get_by_label("旬阳县 的下级单位").click()
    page.get_by_role("link", name="棕溪镇").click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", name="棕溪镇")).to_be_visible()
    panel.get_by_role("link", name="在单独页面打开").or_(panel.locator("a.btn-icon")).first.click()
    page.get_by_role("button", name="更多").click()
    page.get_by_role("link", name="合并", exact=True).click()
    page.get_by_role("combobox", name="承接单位").fill("城关镇")
    page.get_by_label("生效日期").fill("2025-12-01")
    page.get_by_label("文件依据").fill("县政发〔2025〕9号")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="城关镇", level=1)).to_be_visible()
    expect(page.get_by_text("2025-12-01 承接 棕溪镇")).to_be_visible()
    assert Unit.objects.get(name="棕村").parent == Unit.objects.get(name="城关镇")
    assert Unit.objects.get(name="棕溪镇").closed_on == date(2025, 12, 1)


def test_proposals_come_while_one_types(county: Unit, officer: Account, signed_in: OpenPage) -> None:
    page = signed_in(officer, width=390)
    page.goto(f"/people/units/{county.pk}/move")
    page.get_by_label("新上级").press_sequentially("关口")
    expect(page.locator("datalist option")).to_have_count(1)
    assert page.locator("datalist option").get_attribute("value") == "610928102 关口镇"


@pytest.mark.parametrize("width", [1280, 390])
def test_list_with_mistakes_is_mended_and_taken_in(
    width: int, officer: Account, signed_in: OpenPage, tmp_path: Path
) -> None:
    page, file = signed_in(officer, width=width), tmp_path / "人员.csv"
    page.goto("/people/imports/people/new")
    file.write_text("工号,姓名,单位编码\nX1,张三,610928100\nX2,李四,城关\n,王五,610928101\n")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".kaohe-problems tbody tr")).to_have_count(2)
    assert not Person.objects.filter(staff_no="X1").exists()
    file.write_text("工号,姓名,单位编码\nX1,张三,610928100\nX2,李四,城关镇\nX3,王五,610928101\n")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="人员名册", level=1)).to_be_visible()
    assert Person.objects.filter(staff_no__startswith="X").count() == 3


def test_role_is_granted_and_lent(county: Unit, signed_in: OpenPage) -> None:
    town = Unit.objects.get(name="城关镇")
    holder, deputy = account_with(person=person_in(town, name="周主任")), account_with(person=person_in(town))
    page = signed_in(account_with(Role.SECURITY_ADMIN))
    page.goto("/people/roles/")
    page.get_by_role("link", name="授予角色").click()
    page.get_by_label("账号", exact=True).fill(holder.username)
    page.get_by_label("角色", exact=True).select_option(label="单位负责人")
    page.get_by_label("适用单位").fill("城关镇")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("cell", name="单位负责人")).to_be_visible()
    page = signed_in(holder)
    page.goto("/people/delegations/")
    page.get_by_role("link", name="委托他人代理").click()
    page.get_by_label("角色", exact=True).select_option(index=1)
    page.get_by_label("代理人").fill(deputy.username)
    page.get_by_label("末日").fill(str(timezone.localdate()))
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("button", name="今日终止")).to_be_visible()
    assert Account.objects.get(pk=deputy.pk).holds(Role.UNIT_HEAD, over=town)


@pytest.mark.parametrize("width", [1280, 390])
def test_administrator_signs_in_first_with_a_new_password_and_a_second_factor(
    width: int, new_page: OpenPage, settings: Settings
) -> None:
    settings.KAOHE_SECOND_FACTOR = "administrators"
    root = create_administrator(username="root", role="system_admin", password=PASSWORD)
    audit = open_account(by=root, username="audit", password=PASSWORD)
    Grant.objects.create(account=audit, role=Role.AUDIT_ADMIN, since=timezone.localdate())
    page = new_page(width)
    page.goto("/audit/")
    page.get_by_label("用户名").fill("audit")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/account/password/change/")
    fields = page.locator("main input[type=password]")
    for number, word in enumerate((PASSWORD, NEW, NEW)):
        fields.nth(number).fill(word)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/account/2fa/")
    page.goto("/account/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        page.locator("main input[type=password]").fill(NEW)
        page.locator("main form button[type=submit]").first.click()
    secret = page.locator("#authenticator_secret, [name=secret]").first.input_value()
    counter = next(iter(yield_hotp_counters_from_time()))
    page.locator("input[name=code]").fill(format_hotp_value(hotp_value(secret, counter)))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    page.goto("/audit/verify")
    page.get_by_role("button", name="立即校验").click()
    expect(page.locator(".alert-success")).to_be_visible()


PAGES = [
    (Role.OFFICER, "units/"),
    (Role.OFFICER, "units/list"),
    (Role.OFFICER, "units/{town}"),
    (Role.OFFICER, "units/{town}/merge"),
    (Role.OFFICER, "units/open"),
    (Role.OFFICER, "persons/"),
    (Role.OFFICER, "persons/{person}"),
    (Role.OFFICER, "classes/2026"),
    (Role.OFFICER, "imports/people/new"),
    (Role.OFFICER, "calendar/"),
    (Role.OFFICER, "calendar/enter"),
    (Role.OFFICER, "delegations/"),
    (Role.OFFICER, "inbox/"),
    (Role.OFFICER, "me"),
    (Role.SYSTEM_ADMIN, "accounts/"),
    (Role.SYSTEM_ADMIN, "accounts/{account}"),
    (Role.SECURITY_ADMIN, "roles/"),
    (Role.AUDIT_ADMIN, "../audit/"),
    (Role.AUDIT_ADMIN, "../audit/{entry}"),
]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_are_whole_and_accessible(
    width: int,
    language: str,
    county: Unit,
    officer: Account,
    signed_in: OpenPage,
    axe: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    load_statutory_days()
    UnitClass.objects.create(year=2026, code="town", name="乡镇")
    notify([officer], DONE, url="/people/persons/", file="人员.xlsx")
    accounts = {role: account_with(role) for role in {role for role, _address in PAGES} - {Role.OFFICER}}
    accounts[Role.OFFICER] = officer
    keys = {
        "town": Unit.objects.get(name="城关镇").pk,
        "person": Person.objects.get(name="王城").pk,
        "account": officer.pk,
        "entry": Entry.objects.earliest("pk").pk,
    }
    Account.objects.update(language=language)
    pages = {role: signed_in(account, width=width, language=language) for role, account in accounts.items()}
    wrong: list[str] = []  # all pages at once: one run tells everything
    for role, address in PAGES:
        page = pages[role]
        response = page.goto(f"/people/{address.format(**keys)}")
        assert response
        assert response.status == 200, page.url
        if address == "units/":
            page.locator("summary").first.click()
            expect(page.get_by_role("link", name="城关镇")).to_be_visible()
        try:
            axe(page)
        except AssertionError as error:
            wrong.append(str(error))
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, page.url
        shot(
            page, f"people-{address.strip('./').replace('/', '-').replace('{', '').replace('}', '')}-{language}-{width}"
        )
    assert wrong == []
