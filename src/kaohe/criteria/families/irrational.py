"""Logarithm, power and root at 34 digits: the only places where a score is not rational.

Each result is computed at 44 digits and rounded once to 34, so that values which are rational after all (ln 10 ÷ ln
100) come out exactly.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

from kaohe.exact import Ratio

WORKING = Context(prec=44, rounding=ROUND_HALF_EVEN)
RESULT = Context(prec=34, rounding=ROUND_HALF_EVEN)


def decimal(ratio: Ratio) -> Decimal:
    """Divide out at the working precision."""
    return WORKING.divide(Decimal(ratio[0]), Decimal(ratio[1]))


def settle(value: Decimal) -> Ratio:
    """Round once to 34 digits, and give the exact ratio of the result."""
    n, d = RESULT.plus(value).as_integer_ratio()
    return (n, d)


def log_share(x: Ratio, low: Decimal, high: Decimal) -> Ratio:
    """Compute (ln x - ln low) ÷ (ln high - ln low); all positive, low and high different."""
    start = WORKING.ln(low)
    rise = WORKING.subtract(WORKING.ln(high), start)
    return settle(WORKING.divide(WORKING.subtract(WORKING.ln(decimal(x)), start), rise))


def power(base: Ratio, exponent: Ratio) -> Ratio:
    """Compute base ** exponent; the base positive."""
    return settle(WORKING.power(decimal(base), decimal(exponent)))


def over_root(x: Ratio, square: Ratio) -> Ratio:
    """Compute x ÷ √square; the square positive."""
    return settle(WORKING.divide(decimal(x), WORKING.sqrt(decimal(square))))
