"""Fixtures for the whole suite."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("kaohe", deadline=None)  # a busy machine must not fail a test: speed is measured in bench/
settings.load_profile("kaohe")

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Reference data folder beside the checkout; the test skips, and says so, when it is absent."""
    if not SHARED.is_dir():
        pytest.skip("reference data folder ../shared is absent")
    return SHARED / "data"
