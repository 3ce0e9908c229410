"""The viewer of the log: searched by chain, account, action and day; checked at the press of a button."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.office.factories import account_with

from kaohe.office.audit.record import record
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db
BACKEND = "kaohe.office.people.signin.LockingBackend"


@pytest.fixture
def auditor(client: Client, settings: Any) -> Client:
    settings.KAOHE_SECOND_FACTOR = "none"
    client.force_login(account_with(Role.AUDIT_ADMIN), BACKEND)
    return client


def noted(action: str, chain: str = "office") -> None:
    with transaction.atomic():
        record(action=action, actor=None, chain=chain, details={"name": "东山县"})


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"open_unit", "close_unit"}),
        ("action=open", {"open_unit"}),
        ("q=close", {"close_unit"}),
        ("from={tomorrow}", set()),
        ("from={today}&to={today}", {"open_unit", "close_unit"}),
        ("to={yesterday}", set()),
        ("from=nonsense", set()),
    ],
)
def test_entries_are_found(asked: str, found: set[str], auditor: Client) -> None:
    noted("open_unit")
    noted("close_unit", "cycle:1")
    today = timezone.localdate()
    day = timedelta(days=1)
    address = asked.format(today=today, tomorrow=today + day, yesterday=today - day)
    page = auditor.get(f"/audit/?{address}").text
    assert {action for action in ("open_unit", "close_unit") if f">{action}<" in page} == found


def test_whole_log_and_a_touched_one(auditor: Client) -> None:
    noted("open_unit")
    assert "alert-success" in auditor.post("/audit/verify").text
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_keep_rows")
        cursor.execute("UPDATE audit_entry SET action = 'x' WHERE action = 'open_unit'")
    page = auditor.post("/audit/verify").text
    assert "alert-danger" in page
    assert page.count("<li>office") == 1


def test_log_as_a_workbook(auditor: Client) -> None:
    noted("open_unit")
    assert b"".join(auditor.get("/audit/?format=xlsx").streaming_content).startswith(b"PK")


def test_queries_do_not_grow_with_the_entries(auditor: Client) -> None:
    counts = []
    for _ in range(2):
        noted("open_unit")
        auditor.get("/audit/")
        with CaptureQueriesContext(connection) as captured:
            auditor.get("/audit/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
