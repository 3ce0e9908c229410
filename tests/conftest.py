"""Fixtures for the whole suite."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Reference data folder beside the checkout; the test skips, and says so, when it is absent."""
    if not SHARED.is_dir():
        pytest.skip("reference data folder ../shared is absent")
    return SHARED / "data"
