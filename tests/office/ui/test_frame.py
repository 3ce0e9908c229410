"""The frame of the pages: navigation, home, language, headers, the way in and back, refusals."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.defaults import server_error
from pytest_django import Settings
from tests.office.factories import PASSWORD, account_with

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.ui import navigation
from kaohe.office.ui.navigation import Entry

pytestmark = pytest.mark.django_db


# --- navigation -------------------------------------------------------------------------------------------------------


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch, pages: None) -> None:
    found = (
        Entry("Home", "home", "home", "home"),
        Entry("Units", "test-units", "users", "organisation"),
        Entry("Plan", "test-plan", "target", "planning", may=lambda account: account.username == "planner"),
    )
    monkeypatch.setattr(navigation, "entries", lambda: found)


def test_an_account_sees_what_it_may_open(entries: None) -> None:
    def labels(username: str) -> list[str]:
        groups = navigation.groups(SimpleNamespace(username=username), "/")
        return [str(line.entry.label) for group in groups for line in group.lines]

    assert labels("planner") == ["Home", "Plan", "Units"]
    assert labels("other") == ["Home", "Units"]


def test_the_longest_address_that_fits_is_current(entries: None) -> None:
    def current(path: str) -> list[str]:
        lines = navigation.lines(SimpleNamespace(username="planner"), path)
        return [str(line.entry.label) for line in lines if line.is_current]

    assert current("/units/7") == ["Units"]
    assert current("/unitsx") == []
    assert current("/") == ["Home"]


def test_every_entry_of_the_office_leads_somewhere() -> None:
    navigation.entries.cache_clear()
    for entry in navigation.entries():
        assert entry.url.startswith("/")
        assert entry.group in navigation.GROUPS


@pytest.mark.parametrize("module", ["kaohe.office.nowhere", "kaohe.office.urls"])
def test_a_module_without_entries_is_an_error_of_configuration(module: str, settings: Settings) -> None:
    navigation.entries.cache_clear()
    settings.KAOHE_NAVIGATION = [module]
    with pytest.raises(ImproperlyConfigured, match=module):
        navigation.entries()
    navigation.entries.cache_clear()


def test_an_unknown_group_is_an_error_of_configuration(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    navigation.entries.cache_clear()
    settings.KAOHE_NAVIGATION = ["kaohe.office.ui.navigation"]
    monkeypatch.setattr(navigation, "ENTRIES", (Entry("X", "home", "x", "elsewhere"),))
    with pytest.raises(ImproperlyConfigured, match="elsewhere"):
        navigation.entries()
    navigation.entries.cache_clear()


# --- home, language, appearance ---------------------------------------------------------------------------------------


def test_the_home_page_loads_the_fragments_that_apps_name(office: Client, settings: Settings) -> None:
    settings.KAOHE_HOME_FRAGMENTS = ["test-units"]
    page = office.get("/")
    assert 'hx-get="/units"' in page.content.decode()
    assert Client().get("/").status_code == 302


def test_the_language_is_kept_for_browser_and_account(office: Client, officer: Account) -> None:
    answer = office.post("/account/language", {"language": "en", "next": "/plan"})
    assert answer["Location"] == "/plan"
    officer.refresh_from_db()
    assert officer.language == "en"
    assert "Skip to the content" in office.get("/").content.decode()


def test_a_language_that_is_not_offered_changes_nothing(office: Client, officer: Account) -> None:
    office.post("/account/language", {"language": "xx"})
    officer.refresh_from_db()
    assert officer.language == "zh-hans"


def test_the_language_of_an_account_comes_with_signing_in(client: Client, officer: Account) -> None:
    officer.language = "en"
    officer.save()
    client.post("/account/login/", {"login": officer.username, "password": PASSWORD})
    assert client.cookies["django_language"].value == "en"
    client.cookies["django_language"] = "zh-hans"
    client.post("/account/logout/")
    client.post("/account/login/", {"login": officer.username, "password": PASSWORD})
    assert client.cookies["django_language"].value == "zh-hans"


@pytest.mark.parametrize(("cookie", "shown"), [("dark", "dark"), ('"><script>', "auto")])
def test_appearance_is_remembered_and_nothing_else(office: Client, cookie: str, shown: str) -> None:
    office.cookies["kaohe-theme"] = cookie
    assert f'data-theme="{shown}"' in office.get("/").content.decode()


# --- headers ----------------------------------------------------------------------------------------------------------


def test_only_what_comes_from_here_runs(office: Client) -> None:
    policy = office.get("/")["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'")
    assert "unsafe" not in policy
    assert "camera=()" in office.get("/")["Permissions-Policy"]


# --- the way in -------------------------------------------------------------------------------------------------------

OPEN = {
    "account_login", "account_logout", "account_inactive", "account_reauthenticate", "account_change_password",
    "mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn",
    "mfa_add_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
    "socialaccount_login_cancelled", "socialaccount_login_error", "openid_connect_login", "openid_connect_callback",
}  # fmt: skip


def named(resolver: URLResolver, prefix: str = "") -> list[tuple[str, str]]:
    found = []
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            found += named(part, prefix + str(part.pattern))
        elif isinstance(part, URLPattern) and part.name:
            found.append((part.name, prefix + str(part.pattern)))
    return found


def test_every_page_of_allauth_is_either_ours_or_closed(client: Client) -> None:
    parts = [part for part in get_resolver().url_patterns if isinstance(part, URLResolver)]
    (allauth,) = [part for part in parts if getattr(part.urlconf_name, "__name__", "") == "allauth.urls"]
    pages = named(allauth)
    assert {name for name, _ in pages} >= OPEN
    for name, pattern in pages:
        if name in OPEN:
            continue
        path = pattern.replace("^", "").replace("$", "").replace("(?P<key>[-:\\w]+)", "k")
        path = path.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "a-k")
        assert client.get(f"/account/{path}").status_code == 404, name


def test_demonstration_accounts_are_shown_only_when_set(client: Client, settings: Settings) -> None:
    assert "data-login" not in client.get("/account/login/").content.decode()
    settings.KAOHE_DEMO_LOGINS = [("kaohe", "secret", "考核办")]
    assert 'data-login="kaohe" data-password="secret"' in client.get("/account/login/").content.decode()


def test_a_wrong_password_is_told_beside_the_form(client: Client, officer: Account) -> None:
    page = client.post("/account/login/", {"login": officer.username, "password": "wrong"})
    assert page.status_code == 200
    assert "data-errors" in page.content.decode()


@pytest.mark.parametrize("path", ["/account/2fa/", "/account/password/change/", "/account/logout/"])
def test_pages_of_an_account_are_drawn_in_the_house(office: Client, path: str) -> None:
    assert 'id="sidebar"' in office.get(path).content.decode()


# --- the way back -----------------------------------------------------------------------------------------------------


def test_a_form_sent_without_a_session_leads_back_to_its_page(client: Client, pages: None) -> None:
    answer = client.post("/plan", {}, headers={"Referer": "http://testserver/units?q=x"})
    assert answer["Location"] == "/account/login/?next=%2Funits%3Fq%3Dx"


@pytest.mark.parametrize("stranger", ["https://evil.example/units", "javascript:alert(1)", ""])
def test_nobody_is_led_to_a_stranger(client: Client, pages: None, stranger: str) -> None:
    answer = client.post("/plan", {}, headers={"Referer": stranger})
    assert answer["Location"] == "/account/login/?next=%2F"


def test_htmx_without_a_session_goes_to_the_sign_in_page_as_a_whole(client: Client, pages: None) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/units"}
    answer = client.get("/units/1", headers=asked)
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/account/login/?next=%2Funits"


def test_a_plain_page_leads_back_to_itself(client: Client, pages: None) -> None:
    assert client.get("/units?q=1")["Location"] == "/account/login/?next=/units%3Fq%3D1"


# --- panel and refusals -----------------------------------------------------------------------------------------------


def test_a_detail_is_a_panel_beside_its_list_and_a_page_alone(office: Client, root: Unit) -> None:
    page = office.get(f"/units/{root.pk}")
    part = office.get(f"/units/{root.pk}", headers={"HX-Request": "true", "HX-Target": "panel-body"})
    assert "<html" in page.content.decode()
    assert "<html" not in part.content.decode()
    assert root.name in part.content.decode()


def test_refusals_say_what_to_do(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert "表单未被受理" in strict.post("/account/login/", {}).content.decode()
    assert "页面不存在" in client.get("/nowhere").content.decode()


def test_an_error_is_told_in_the_house_without_the_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = server_error(RequestFactory().get("/"))
    html = answer.content.decode()
    assert answer.status_code == 500
    assert "系统出错" in html
    assert "nothing was saved" in html
    for address in re.findall(r'(?:href|src)="/?static/([^"]+)"', html):
        assert finders.find(address), address
    assert html.count("static/") == 5


def test_settings_are_those_of_a_production_site(settings: Settings) -> None:
    order: list[Any] = settings.MIDDLEWARE
    assert order[-1] == "kaohe.office.ui.once.Once"
    assert order.index("django.middleware.csrf.CsrfViewMiddleware") < order.index("kaohe.office.ui.once.Once")


def test_an_officer_may_not_see_what_is_closed(client: Client, root: Unit) -> None:
    client.force_login(account_with(Role.OFFICER, root))
    assert client.get("/account/email/").status_code == 404
