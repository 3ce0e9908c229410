"""Fixtures for the whole suite; one embedded PostgreSQL for all test processes, one database for each."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from hypothesis import settings

from kaohe.office.database import start_embedded

# A busy machine must not fail a test: speed is measured in bench/. A run that gates a change takes the same examples
# each time, so that it fails for the change and for nothing else; everyday runs go on looking for new ones.
settings.register_profile("kaohe", deadline=None)
settings.register_profile("gate", deadline=None, derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "kaohe")

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Reference data folder beside the checkout; the test skips, and says so, when it is absent."""
    if not SHARED.is_dir():
        pytest.skip("reference data folder ../shared is absent")
    return SHARED / "data"


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
