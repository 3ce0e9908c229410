"""Fixtures for the whole suite."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
