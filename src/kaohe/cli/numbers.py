"""Numbers on the command line: exact, and refused in words."""

from __future__ import annotations

from decimal import Decimal

from kaohe.exact import to_decimal
from kaohe.i18n import translator

_ = translator("cli")


def number(text: str, where: str) -> Decimal:
    """Read a number; ``where`` is what a person wrote around it, or the option's name."""
    try:
        return to_decimal(text.strip())
    except ValueError:
        raise ValueError(
            _("{where}: {text!r} is not a number; write it like 12.5").format(where=where, text=text)
        ) from None


def positive(text: str, where: str) -> Decimal:
    """Read a number above zero."""
    value = number(text, where)
    if value <= 0:
        raise ValueError(_("{where}: {text!r} must be above zero").format(where=where, text=text))
    return value
