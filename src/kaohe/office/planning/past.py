"""One result of an earlier year, on its way in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Past:
    """What one unit was to reach and reached on one indicator in one year; a value that is not known is None."""

    unit: int
    unit_code: str
    indicator_code: str
    year: int
    target: Decimal | None
    actual: Decimal | None
