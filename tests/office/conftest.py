"""What every test of the office starts from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import Settings


@pytest.fixture(autouse=True)
def anchors(tmp_path: Path, settings: Settings) -> Path:
    """Give each test a file of anchors of its own."""
    settings.KAOHE_AUDIT_ANCHORS = tmp_path / "anchors.jsonl"
    return tmp_path / "anchors.jsonl"


@pytest.fixture(scope="session", autouse=True)
def _log_may_be_emptied() -> Iterator[None]:
    """Let tests with real commits empty their tables afterwards, which the guard of the log refuses."""
    empty_tables = TransactionTestCase._fixture_teardown

    def without_guard(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_keep_table")
            empty_tables(self)
            cursor.execute("ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_keep_table")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_guard)
        yield
