"""Words and JSON pieces that several families share: amounts per unit, caps, modes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal, TypeAlias

from kaohe.criteria.model import Amount
from kaohe.exact import show_decimal

Rounding: TypeAlias = Literal["proportional", "full", "up"]
"""How parts of a step count: 每 in proportion, 每满 full steps only, 不足…按…计 rounded up."""

Mode: TypeAlias = Literal["set", "add"]
"""Whether a table gives the item's score or an addition to it."""


def say_step(per: Decimal, unit: str | None, rounding: Rounding) -> str:
    """Write the step: ``每1次``, ``每满5个百分点``."""
    return f"每{'满' if rounding == 'full' else ''}{show_decimal(per)}{unit or ''}"


def say_limits(per: Decimal, unit: str | None, rounding: Rounding, cap: Amount | None, verb: str) -> str:
    """Write what limits a step clause: ``，不足1次按1次计，最多扣3分``."""
    step = f"{show_decimal(per)}{unit or ''}"
    up = f"，不足{step}按{step}计" if rounding == "up" else ""
    return up + (f"，最多{verb}{cap.say()}" if cap else "")


def given(**fields: Any) -> dict[str, Any]:
    """Keep the JSON fields that are set, decimals and amounts as text."""
    return {key: _plain(value) for key, value in fields.items() if value is not None and value is not False}


def _plain(value: Any) -> Any:
    if isinstance(value, Amount):
        return value.to_json()
    if isinstance(value, Decimal):
        return show_decimal(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
