"""Tokens are shown once, end on their day, and never widen what their account may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from tests.office.factories import UnitFactory, account_with

from kaohe.office.api.actions.tokens import MOST_DAYS, hashed, open_token, revoke_token
from kaohe.office.api.models import Token
from kaohe.office.audit.models import Entry
from kaohe.office.people.models import Account
from kaohe.office.people.roles import ADMINISTRATORS, Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def opened(by: Account, *scopes: str, days: int = 30) -> tuple[Token, str]:
    return open_token(by=by, name="汇总程序", scopes=scopes or ("read",), expires_on=TODAY + timedelta(days=days))


def asked(key: str, url: str = "/api/v1/cycles", **headers: str) -> Any:
    return Client().get(url, headers={"Authorization": f"Bearer {key}"} | headers)


@pytest.fixture
def liaison() -> Account:
    return account_with(Role.LIAISON, UnitFactory.create())


def test_only_the_hash_is_kept(liaison: Account) -> None:
    token, key = opened(liaison)
    assert key.startswith("kaohe_")
    assert key not in str(Token.objects.values().get())
    assert token.key_hash == hashed(key)
    assert key not in str(list(Entry.objects.values()))
    assert Entry.objects.get().action == "open_token"


def test_works_until_its_day_and_notes_its_use(liaison: Account) -> None:
    token, key = opened(liaison)
    assert asked(key).status_code == 200
    token.refresh_from_db()
    assert token.used_on == TODAY
    Token.objects.update(expires_on=TODAY)
    assert asked(key).status_code == 401


def test_revoked_at_once(liaison: Account) -> None:
    token, key = opened(liaison)
    revoke_token(by=account_with(Role.SECURITY_ADMIN), token=token)
    assert asked(key).status_code == 401
    revoke_token(by=liaison, token=token)
    assert Entry.objects.filter(action="revoke_token").count() == 1
    with pytest.raises(PermissionDenied):
        revoke_token(by=account_with(Role.OFFICER), token=token)


def test_disabled_account_and_later_administrator_are_refused(liaison: Account) -> None:
    _, key = opened(liaison)
    liaison.grants.create(role=Role.SYSTEM_ADMIN, since=TODAY)
    assert asked(key).status_code == 401
    liaison.grants.filter(role=Role.SYSTEM_ADMIN).delete()
    assert asked(key).status_code == 200
    Account.objects.filter(pk=liaison.pk).update(is_active=False)
    assert asked(key).status_code == 401


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_no_program_acts_for_an_administrator(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        opened(account_with(role))


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_token_ends_within_a_year(liaison: Account, days: int) -> None:
    with pytest.raises(ValidationError):
        opened(liaison, days=days)


def test_token_is_for_something(liaison: Account) -> None:
    with pytest.raises(ValidationError):
        open_token(by=liaison, name="x", scopes=[], expires_on=TODAY + timedelta(1))
    with pytest.raises(ValidationError):
        opened(liaison, "everything")


def test_without_or_with_a_wrong_token(liaison: Account) -> None:
    assert Client().get("/api/v1/cycles").status_code == 401
    assert asked("kaohe_wrong").status_code == 401
    client = Client()
    client.force_login(liaison)
    assert client.get("/api/v1/cycles").status_code == 401  # a browser's session is no token


def test_refused_in_the_language_asked_for(liaison: Account) -> None:
    _, key = opened(liaison, "report")
    answer = asked(key, **{"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (403, "denied")
    assert "may not be used" in answer.json()["messages"][0]
    assert "令牌" in asked(key, **{"Accept-Language": "zh-hans"}).json()["messages"][0]


def test_opened_and_revoked_on_the_pages(liaison: Account) -> None:
    client = Client()
    client.force_login(liaison)
    data = {"name": "汇总", "scopes": ["read"], "expires_on": TODAY + timedelta(days=9), "once": "a"}
    page = client.post(reverse("api:token_new"), data)
    token = Token.objects.get()
    key = page.context["key"]
    assert asked(key).status_code == 200
    assert "no-store" in page["Cache-Control"]
    client.post(reverse("api:token_new"), data)
    assert Token.objects.count() == 1  # sent twice, opened once
    assert key not in client.get(reverse("api:token_list")).content.decode()
    assert client.post(reverse("api:token_revoke", args=[token.pk])).status_code == 302
    assert asked(key).status_code == 401


def test_own_tokens_only(liaison: Account, settings: Settings) -> None:
    settings.KAOHE_SECOND_FACTOR = "none"
    token, _ = opened(liaison)
    url = reverse("api:token_revoke", args=[token.pk])
    for account, status in ((account_with(Role.OFFICER), 404), (account_with(Role.SECURITY_ADMIN), 200)):
        client = Client()
        client.force_login(account)
        assert client.get(url).status_code == status
