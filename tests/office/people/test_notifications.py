"""The inbox: written with the action, read in the reader's language, by nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils.translation import gettext_lazy, override
from tests.office.factories import AccountFactory

from kaohe.office.people.actions.notifications import mark_read, notify
from kaohe.office.people.models import Notification
from kaohe.office.people.texts import DONE

pytestmark = pytest.mark.django_db
BACKEND = "kaohe.office.people.signin.LockingBackend"


def test_each_reader_reads_it_in_the_own_language() -> None:
    with override("zh-hans"):
        notify([AccountFactory.create()], DONE, file="人员.xlsx")
    kept = Notification.objects.get()
    assert kept.text == "The list {file} was taken in."
    with override("zh-hans"):
        assert str(kept) == "清单 人员.xlsx 已导入。"
    with override("en"):
        assert str(kept) == "The list 人员.xlsx was taken in."


def test_disabled_accounts_get_none_and_nobody_gets_two() -> None:
    account, gone = AccountFactory.create(), AccountFactory.create(is_active=False)
    assert notify([account, account, gone], gettext_lazy("text"), url="/") == 1
    assert Notification.objects.get().account == account


def test_action_that_fails_tells_nobody() -> None:
    account = AccountFactory.create()

    @transaction.atomic
    def fail() -> None:
        notify([account], "x")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Notification.objects.exists()


def test_reading_marks_the_own_ones_only() -> None:
    mine, other = AccountFactory.create(), AccountFactory.create()
    notify([mine, other], "x")
    assert mark_read(by=mine) == 1
    assert mark_read(by=mine) == 0
    assert Notification.objects.unread().get().account == other


def test_bell_counts_and_following_a_line_reads_it(client: Client) -> None:
    account = AccountFactory.create()
    notify([account], "x", url="/people/calendar/")
    client.force_login(account, BACKEND)
    assert '<span class="badge">1</span>' in client.get("/people/notifications").text
    line = Notification.objects.get()
    assert client.get(f"/people/inbox/{line.pk}")["Location"] == "/people/calendar/"
    assert "badge" not in client.get("/people/notifications").text


def test_line_leads_nowhere_outside(client: Client) -> None:
    account = AccountFactory.create()
    notify([account], "x", url="https://evil.example/")
    client.force_login(account, BACKEND)
    line = Notification.objects.get()
    assert client.get(f"/people/inbox/{line.pk}")["Location"] == "/people/inbox/"


@pytest.mark.parametrize("count", [3, 4])
def test_queries_are_constant(count: int, client: Client, django_assert_num_queries: Any) -> None:
    account = AccountFactory.create()
    for _ in range(count):
        notify([account], "x")
    client.force_login(account, BACKEND)
    client.get("/people/notifications")
    with django_assert_num_queries(4):  # session, account, its roles for the second factor, lines counted
        client.get("/people/notifications")
