"""Binary numbers as spreadsheets show them."""

from __future__ import annotations

from decimal import Decimal


def significant(text: str) -> Decimal:
    """Round a stored binary number to the 15 digits that spreadsheets show and keep.

    Examples
    --------
    >>> significant("0.30000000000000004")
    Decimal('0.3')
    """
    return Decimal(f"{Decimal(text):.15g}").normalize()
