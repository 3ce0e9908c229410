"""The limits of a rule in the vocabulary of the criteria key."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kaohe.criteria.model import Amount, Rule


def limits_to_json(rule: Rule, points: Decimal | None) -> dict[str, Any]:
    """Write the limits: the floor also when it holds by convention."""
    limits = rule.limits
    floor = limits.floor
    deducts = any(clause.is_deduction for clause in rule.clauses)
    if floor is None and points is not None and deducts and not limits.may_go_negative:
        floor = Amount(Decimal(0))
    named = {"base": limits.base, "floor": floor, "cap": limits.cap, "cap_add": limits.cap_add}
    named["cap_deduct"] = limits.cap_deduct
    return {key: amount.to_json() for key, amount in named.items() if amount is not None}
