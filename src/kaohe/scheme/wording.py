"""Values of a scheme in words, for comparisons and settings tables."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.fields import ALL
from kaohe.scheme.yaml_write import ordered

_ = translator("scheme")


def value_text(value: Any) -> str:
    """Write a value on one line: ``20``, ``40%``, ``village 20, town 30``; nothing is the empty text.

    Examples
    --------
    >>> value_text({"village": Decimal("20.0"), "town": Decimal(30)})
    'village 20, town 30'
    """
    if value is None or value in ((), [], {}):
        return ""
    match value:
        case bool():
            return _("yes") if value else _("no")
        case Decimal():
            return show_decimal(value)
        case Enum():
            return str(value.value)
        case BaseModel():
            return value_text(ordered(value))
        case dict():
            parts = [value_text(v) if k == ALL else f"{k} {value_text(v) or _('none')}" for k, v in value.items()]
            return ", ".join(parts)
        case list() | tuple():
            return ", ".join(f"[{value_text(v)}]" if isinstance(v, list | tuple) else value_text(v) for v in value)
    return str(value)
