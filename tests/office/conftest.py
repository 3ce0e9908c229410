"""What every test of the office starts from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import Settings


@pytest.fixture(autouse=True)
def anchors(tmp_path: Path, settings: Settings) -> Path:
    """Give each test a file of anchors of its own."""
    settings.KAOHE_AUDIT_ANCHORS = tmp_path / "anchors.jsonl"
    return tmp_path / "anchors.jsonl"


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    """Start in the platform's language: a request leaves its own behind in the thread."""
    translation.deactivate()
    yield
    translation.deactivate()


GUARDS = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE '%_keep_table'"


@pytest.fixture(scope="session", autouse=True)
def _log_may_be_emptied() -> Iterator[None]:
    """Let tests with real commits empty their tables afterwards, which the guards of log and versions refuse."""
    empty_tables = TransactionTestCase._fixture_teardown

    def without_guard(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            guards = cursor.execute(GUARDS).fetchall()
            for table, guard in guards:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
            empty_tables(self)
            for table, guard in guards:
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {guard}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_guard)
        yield
