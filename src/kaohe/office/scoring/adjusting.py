"""Suppose another target."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kaohe.scoring.facts import Dataset


def with_target(data: Dataset, unit: str, code: str, target: Decimal) -> Dataset:
    """Give the data with another target of one unit on one indicator, in every period of it."""
    facts = tuple(
        replace(fact, target=target) if (fact.unit, fact.indicator) == (unit, code) else fact for fact in data.facts
    )
    return replace(data, facts=facts)
