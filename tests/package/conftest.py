"""A signed package of a published table, made once a test."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kaohe.package import build
from kaohe.presets import preset_path


@pytest.fixture
def office_key() -> Ed25519PrivateKey:
    """The office's key, the same in every run."""
    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def package(tmp_path: Path, office_key: Ed25519PrivateKey) -> Path:
    """A package of the published hotline table."""
    preset = preset_path("hotline-monthly")
    out = tmp_path / "hotline.kaohe.zip"
    build(preset / "scheme.yaml", preset / "data", out, office_key)
    return out
