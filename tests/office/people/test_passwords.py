"""Passwords: initial ones are changed first, the policy is chosen by a setting, a disabled account is out at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from tests.office.factories import PASSWORD, AccountFactory, account_with

from kaohe.office.audit.models import Entry
from kaohe.office.people.actions import accounts, passwords
from kaohe.office.people.models import Account
from kaohe.office.people.passwords import CompositionValidator, must_change
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db
BACKEND = "kaohe.office.people.signin.LockingBackend"
NEW = "another horse battery"
CHANGE = "/account/password/change/"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.KAOHE_SECOND_FACTOR = "none"


def opened() -> Account:
    admin = account_with(Role.SYSTEM_ADMIN)
    return accounts.open_account(by=admin, username="li", password=PASSWORD)


def change(client: Client, new: str, old: str = PASSWORD) -> Any:
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


def test_initial_password_is_changed_before_anything_else(client: Client) -> None:
    account = opened()
    client.force_login(account, BACKEND)
    for page in ("/", "/people/units/", "/account/2fa/"):
        assert client.get(page)["Location"] == CHANGE
    assert client.get(CHANGE).status_code == 200
    assert client.get("/health/live").status_code == 200
    assert change(client, NEW)["Location"] == "/"
    assert client.get("/people/units/").status_code == 200
    after = Account.objects.get(pk=account.pk)
    assert after.check_password(NEW)
    assert not after.must_change_password
    assert Entry.objects.filter(action="change_password", actor="li").count() == 1


def test_password_in_use_is_no_new_one(client: Client) -> None:
    account = opened()
    client.force_login(account, BACKEND)
    assert change(client, PASSWORD).status_code == 200
    assert Account.objects.get(pk=account.pk).must_change_password


def test_chosen_by_oneself_needs_no_change() -> None:
    assert not must_change(AccountFactory.create())
    admin = accounts.create_administrator(username="root", role="system_admin", password=PASSWORD)
    assert not must_change(admin)


@pytest.mark.parametrize(("days", "age", "is_due"), [(90, 89, False), (90, 90, True), (0, 9999, False)])
def test_password_is_changed_when_it_reached_its_age(days: int, age: int, is_due: bool, settings: Any) -> None:
    settings.KAOHE_PASSWORD_DAYS = days
    account = AccountFactory.create(password_changed_at=timezone.now() - timedelta(days=age))
    assert must_change(account) is is_due


def test_who_comes_through_a_provider_has_none_to_change(settings: Any) -> None:
    settings.KAOHE_PASSWORD_DAYS = 1
    account = AccountFactory.create(password_changed_at=timezone.now() - timedelta(days=9))
    account.set_unusable_password()
    assert not must_change(account)


@pytest.mark.parametrize(
    ("password", "is_fit"),
    [
        ("alllowercase", False),
        ("lower1234567", False),
        ("Lower1234567", True),
        ("lower-123456", True),
        ("密码abc123", True),
    ],
)
def test_composition(password: str, is_fit: bool) -> None:
    if is_fit:
        CompositionValidator().validate(password)
    else:
        with pytest.raises(ValidationError):
            CompositionValidator().validate(password)


def test_disabled_account_is_out_at_once(client: Client) -> None:
    account = account_with(Role.OFFICER)
    client.force_login(account, BACKEND)
    assert client.get("/people/units/").status_code == 200
    accounts.disable_account(by=account_with(Role.SYSTEM_ADMIN), account=account, reason="离职")
    assert client.get("/people/units/").status_code == 302


def test_reset_ends_sessions_unlocks_and_asks_for_a_change(client: Client) -> None:
    account = AccountFactory.create(locked_until=timezone.now() + timedelta(minutes=9))
    client.force_login(account, BACKEND)
    passwords.reset_password(by=account_with(Role.SYSTEM_ADMIN), account=account, password=NEW)
    assert client.get("/people/units/").status_code == 302
    after = Account.objects.get(pk=account.pk)
    assert (after.must_change_password, after.locked_until) == (True, None)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.SYSTEM_ADMIN])
def test_only_the_system_administrator_resets_and_reopens(role: Role) -> None:
    by, account, gone = account_with(role), AccountFactory.create(), AccountFactory.create(is_active=False)
    with pytest.raises(PermissionDenied):
        passwords.reset_password(by=by, account=account, password=NEW)
    with pytest.raises(PermissionDenied):
        accounts.reopen_account(by=by, account=gone, password=NEW)


def test_reopened_account_has_no_role_and_a_password_to_change() -> None:
    admin, account = account_with(Role.SYSTEM_ADMIN), account_with(Role.OFFICER)
    accounts.disable_account(by=admin, account=account, reason="借调")
    accounts.reopen_account(by=admin, account=account, password=NEW)
    after = Account.objects.get(pk=account.pk)
    assert (after.is_active, after.must_change_password, after.scopes()) == (True, True, ())
    with pytest.raises(ValidationError):
        accounts.reopen_account(by=admin, account=account, password=NEW)
