"""The way in: locks, idle sessions, no sign-up."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from tests.office.factories import PASSWORD, AccountFactory, account_with

from kaohe.office.audit.models import Entry
from kaohe.office.language import EngineLanguage
from kaohe.office.people.imports.kinds import UNKNOWN_PARENT
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.people.signin import OidcAdapter
from kaohe.tables.problems import Problem

pytestmark = pytest.mark.django_db


def attempt(username: str, password: str) -> Any:
    return authenticate(RequestFactory().post("/account/login/"), username=username, password=password)


def test_right_password_opens() -> None:
    account = AccountFactory.create()
    assert attempt(account.username, PASSWORD) == account


def test_five_failures_lock_for_fifteen_minutes() -> None:
    account = AccountFactory.create()
    for _ in range(5):
        assert attempt(account.username, "wrong") is None
    assert attempt(account.username, PASSWORD) is None
    actions = list(Entry.objects.order_by("pk").values_list("chain__key", "action"))
    assert actions == [("sign-ins", "fail_sign_in")] * 5 + [("office", "lock_account")]
    locked = Account.objects.get(pk=account.pk)
    assert locked.locked_until
    assert timedelta(minutes=14) < locked.locked_until - timezone.now() <= timedelta(minutes=15)
    Account.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
    assert attempt(account.username, PASSWORD) == account


def test_four_failures_and_a_success_start_the_count_anew() -> None:
    account = AccountFactory.create()
    for word in ["wrong"] * 4 + [PASSWORD] + ["wrong"] * 4:
        attempt(account.username, word)
    assert attempt(account.username, PASSWORD) == account


def test_disabled_account_does_not_open() -> None:
    account = AccountFactory.create(is_active=False)
    assert attempt(account.username, PASSWORD) is None


def test_sign_in_page_signs_in(client: Client) -> None:
    account = AccountFactory.create()
    response = client.post("/account/login/", {"login": account.username, "password": PASSWORD})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(account.pk)


def test_coming_and_going_is_in_the_log(client: Client) -> None:
    account = AccountFactory.create(username="li")
    client.post("/account/login/", {"login": "li", "password": PASSWORD}, headers={"x-forwarded-for": "1.2.3.4"})
    client.post("/account/logout/")
    client.post("/account/logout/")
    noted = Entry.objects.order_by("serial").values_list("action", "actor", "subject", "address")
    subject = f"Account:{account.pk}"
    assert list(noted) == [("sign_in", "li", subject, "127.0.0.1"), ("sign_out", "li", subject, "127.0.0.1")]


def test_nobody_signs_up(client: Client) -> None:
    client.post("/account/signup/", {"username": "new", "password1": PASSWORD, "password2": PASSWORD})
    assert not Account.objects.exists()


@pytest.mark.parametrize(("minutes", "is_in"), [(14, True), (16, False)])
def test_idle_session_ends(client: Client, minutes: int, is_in: bool) -> None:
    client.force_login(AccountFactory.create(), "kaohe.office.people.signin.LockingBackend")
    client.get("/health/live")
    session = client.session
    session["seen_at"] -= 60 * minutes
    session.save()
    client.get("/health/live")
    assert ("_auth_user_id" in client.session) is is_in


def test_second_factor_is_offered(client: Client) -> None:
    account = AccountFactory.create()
    client.post("/account/login/", {"login": account.username, "password": PASSWORD})
    assert "reauthenticate" in client.get("/account/2fa/totp/activate/")["Location"]
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    for page in ("/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "role", "is_led_away"),
    [
        ("administrators", Role.SYSTEM_ADMIN, True),
        ("administrators", Role.OFFICER, False),
        ("all", Role.OFFICER, True),
        ("none", Role.SYSTEM_ADMIN, False),
    ],
)
def test_who_needs_a_second_factor_goes_nowhere_without(
    wanted: str, role: Role, is_led_away: bool, client: Client, settings: Any
) -> None:
    settings.KAOHE_SECOND_FACTOR = wanted
    account = account_with(role)
    client.force_login(account, "kaohe.office.people.signin.LockingBackend")
    response = client.get("/anything")
    assert (response.status_code == 302 and response["Location"] == "/account/2fa/") is is_led_away
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
    assert client.get("/anything").status_code == 404


class Login:
    """What a provider reports of somebody."""

    def __init__(self, name: str, is_existing: bool = False) -> None:
        self.account = SimpleNamespace(extra_data={"userinfo": {"preferred_username": name}})
        self.is_existing = is_existing
        self.connected: Account | None = None

    def connect(self, request: Any, account: Account) -> None:
        self.connected = account


def test_provider_opens_accounts_that_are_there_and_makes_none() -> None:
    account, gone = AccountFactory.create(username="li"), AccountFactory.create(username="wang", is_active=False)
    adapter, request = OidcAdapter(), RequestFactory().get("/")
    for name, expected in (("li", account), (gone.username, None), ("stranger", None), ("", None)):
        login = Login(name)
        adapter.pre_social_login(request, login)
        assert login.connected == expected
    again = Login("li", is_existing=True)
    adapter.pre_social_login(request, again)
    assert again.connected is None
    assert not adapter.is_open_for_signup(request, again)


def test_chinese_unless_english_is_asked_for(client: Client) -> None:
    assert "登录" in client.get("/account/login/").text
    assert "登录" not in client.get("/account/login/", headers={"accept-language": "en"}).text


@pytest.mark.parametrize(("asked", "said"), [("zh-hans", "没有此编码的单位"), ("en", "no unit has this code")])
def test_engine_speaks_the_language_of_the_request(asked: str, said: str) -> None:
    heard: list[str] = []

    def view(request: Any) -> HttpResponse:
        heard.append(Problem(UNKNOWN_PARENT).title)
        return HttpResponse()

    with translation.override(asked):
        EngineLanguage(view)(RequestFactory().get("/"))
    assert heard == [said]
