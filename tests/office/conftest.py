"""One embedded PostgreSQL for all test processes, one database for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import Settings

from kaohe.office.database import start_embedded


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Start the server before the first test that needs it; the last process to leave stops and removes it."""
    server = start_embedded(django_settings.KAOHE_EMBEDDED_FOLDER)
    server.cleanup_mode = "delete"
    with psycopg.connect(server.get_uri(), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET fsync = off")  # the data die with the tests
        admin.execute("ALTER SYSTEM SET full_page_writes = off")
        admin.execute("SELECT pg_reload_conf()")
    yield
    server.cleanup()
    with suppress(OSError):  # not empty: another process is still at it
        django_settings.KAOHE_EMBEDDED_FOLDER.parent.rmdir()


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
