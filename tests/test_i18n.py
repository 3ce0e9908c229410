"""The language is set by context, and every message has its Chinese."""

import subprocess
import sys
from pathlib import Path

import pytest

from kaohe.i18n import LOCALE_DIR, default_language, language, translator, use_language

ROOT = Path(__file__).parent.parent


def test_chinese_unless_asked_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAOHE_LANG", raising=False)
    assert default_language() == "zh"
    monkeypatch.setenv("KAOHE_LANG", "en_GB")
    assert default_language() == "en"


def test_the_language_ends_with_its_block() -> None:
    before = language()
    with use_language("en"):
        assert language() == "en"
    assert language() == before


def test_a_message_is_looked_up_in_the_current_language() -> None:
    _ = translator("package")
    with use_language("zh"):
        assert _("signature") == "签名"
    with use_language("en"):
        assert _("signature") == "signature"


def test_compiled_catalogues_are_current() -> None:
    for source in LOCALE_DIR.rglob("*.po"):
        assert source.with_suffix(".mo").exists(), f"{source.name}: run make messages"


def test_every_message_has_its_chinese() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "messages.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
