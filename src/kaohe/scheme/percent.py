"""A percentage as a scheme writes it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kaohe.exact import show_decimal


@dataclass(frozen=True, slots=True, order=True)
class Percent:
    """A percentage; ``value`` 40 is 40 %.

    Examples
    --------
    >>> str(Percent(Decimal("12.50")))
    '12.5%'
    """

    value: Decimal

    def __str__(self) -> str:
        return f"{show_decimal(self.value)}%"
