"""What to write instead, when a sentence was not read."""

from __future__ import annotations

from kaohe.i18n import translator

_ = translator("criteria")

_ADVICE: dict[str, str] = {}


def suggest(code: str) -> str:
    """Give the nearest form that would be read, for a reason why a sentence was not."""
    return _(_ADVICE.get(code, "Write one condition and one effect for each clause"))
