"""Exact numbers: fixed-point integers and integer ratios, rounded half-up once.

No binary float decides a score. A reported value enters as decimal text, lives as an integer ratio
``(numerator, denominator)`` with a positive denominator, and is rounded exactly once, half away from zero
(四舍五入), to an integer count of score units. The property tests compare every result with ``fractions.Fraction``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from math import gcd
from typing import TypeAlias

Ratio: TypeAlias = tuple[int, int]
"""An exact rational: numerator, and a denominator that is always positive. Not reduced."""

ZERO: Ratio = (0, 1)
ONE: Ratio = (1, 1)

MAX_DIGITS = 40
"""Longest number, in digits, that is read from a document: longer ones are mistakes or attacks."""


def rdiv(numerator: int, denominator: int) -> int:
    """Divide and round half away from zero (四舍五入).

    Parameters
    ----------
    numerator, denominator
        Any integers; ``denominator`` must be positive.

    Returns
    -------
    int
        The nearest integer; ties go away from zero, as GB/T 8170's 四舍五入 and spreadsheet ROUND do.

    Examples
    --------
    >>> rdiv(5, 2), rdiv(-5, 2), rdiv(7, 3)
    (3, -3, 2)
    """
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((denominator - 2 * numerator) // (2 * denominator))


def to_decimal(text: str | int | Decimal) -> Decimal:
    """Read a finite decimal number.

    Raises
    ------
    ValueError
        When the text is no number, is NaN or infinite, or has more than `MAX_DIGITS` digits.

    Examples
    --------
    >>> to_decimal("0.30")
    Decimal('0.30')
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"not a number: {text!r}") from None
    if not number.is_finite():
        raise ValueError(f"not a finite number: {text!r}")
    _, digits, exponent = number.as_tuple()
    if len(digits) + abs(int(exponent)) > MAX_DIGITS:
        raise ValueError(f"number too long, more than {MAX_DIGITS} digits: {text!r}")
    return number


def to_ratio(value: str | int | Decimal) -> Ratio:
    """Turn a decimal into an exact ratio.

    Examples
    --------
    >>> to_ratio("0.25")
    (25, 100)
    >>> to_ratio(3)
    (3, 1)
    """
    if isinstance(value, int):
        return (int(value), 1)
    sign, digits, exponent = to_decimal(value).as_tuple()
    number = int("".join(map(str, digits)))
    if sign:
        number = -number
    shift = int(exponent)
    scale: int = 10 ** abs(shift)
    return (number * scale, 1) if shift >= 0 else (number, scale)


def to_scaled(value: Decimal, digits: int) -> int:
    """Turn a decimal into an integer count of ``10**-digits``.

    Raises
    ------
    ValueError
        When the value has more decimal places than ``digits``: nothing is rounded silently.

    Examples
    --------
    >>> to_scaled(Decimal("12.5"), 4)
    125000
    """
    numerator, denominator = to_ratio(value)
    scale: int = 10**digits
    scaled, rest = divmod(numerator * scale, denominator)
    if rest:
        raise ValueError(f"{value} has more than {digits} decimal places")
    return scaled


def show(units: int, digits: int) -> str:
    """Write an integer count of ``10**-digits`` as decimal text with exactly that many places.

    Examples
    --------
    >>> show(-5, 2), show(12345, 2), show(7, 0)
    ('-0.05', '123.45', '7')
    """
    if digits == 0:
        return str(units)
    sign, body = ("-", -units) if units < 0 else ("", units)
    whole, part = divmod(body, 10**digits)
    return f"{sign}{whole}.{part:0{digits}d}"


def show_decimal(value: Decimal) -> str:
    """Write a decimal plainly: no exponent, no trailing zeros.

    Examples
    --------
    >>> show_decimal(Decimal("2.50")), show_decimal(Decimal("1E+2"))
    ('2.5', '100')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def plus(a: Ratio, b: Ratio) -> Ratio:
    """Add two ratios; like all arithmetic here, the result is not reduced.

    Examples
    --------
    >>> plus((1, 2), (1, 3))
    (5, 6)
    """
    if a[1] == b[1]:
        return (a[0] + b[0], a[1])
    return (a[0] * b[1] + b[0] * a[1], a[1] * b[1])


def minus(a: Ratio, b: Ratio) -> Ratio:
    """Subtract the second ratio from the first.

    Examples
    --------
    >>> minus((1, 2), (1, 3))
    (1, 6)
    """
    if a[1] == b[1]:
        return (a[0] - b[0], a[1])
    return (a[0] * b[1] - b[0] * a[1], a[1] * b[1])


def times(a: Ratio, b: Ratio) -> Ratio:
    """Multiply two ratios.

    Examples
    --------
    >>> times((1, 2), (2, 3))
    (2, 6)
    """
    return (a[0] * b[0], a[1] * b[1])


def is_less(a: Ratio, b: Ratio) -> bool:
    """Tell whether the first ratio is less than the second, by cross-multiplication.

    Examples
    --------
    >>> is_less((1, 3), (1, 2)), is_less((1, 2), (2, 4))
    (True, False)
    """
    return a[0] * b[1] < b[0] * a[1]


def reduced(ratio: Ratio) -> Ratio:
    """Divide out the common factor, so that long sums stay short.

    Examples
    --------
    >>> reduced((6, 4))
    (3, 2)
    """
    n, d = ratio
    common = gcd(n, d)
    return (n // common, d // common)


def mean(ratios: Sequence[Ratio]) -> Ratio:
    """Give the arithmetic mean of at least one ratio.

    Examples
    --------
    >>> mean([(1, 2), (1, 3)])
    (5, 12)
    """
    return weighted_mean((ratio, ONE) for ratio in ratios)


def weighted_mean(parts: Iterable[tuple[Ratio, Ratio]]) -> Ratio:
    """Give Σ value x weight ÷ Σ weight, for weights that are not all zero.

    Examples
    --------
    >>> weighted_mean([((90, 1), (40, 1)), ((80, 1), (60, 1))])
    (84, 1)
    """
    top, weights = ZERO, ZERO
    for (n, d), (wn, wd) in parts:
        top = reduced((top[0] * d * wd + n * wn * top[1], top[1] * d * wd))
        weights = reduced((weights[0] * wd + wn * weights[1], weights[1] * wd))
    return reduced((top[0] * weights[1], top[1] * weights[0]))


def apportion(total: int, claims: Sequence[int], order: Sequence[object] | None = None) -> list[int]:
    """Share a whole number of pieces in proportion to claims, without losing one (largest remainder).

    Everybody gets the whole part of the exact share; the pieces left over go one each to the largest remainders.
    Equal remainders go by ``order``, so the result never hangs on the order of the rows.

    Parameters
    ----------
    total
        Pieces to share (cents, places, units of a percentage), not negative.
    claims
        One whole number a claimant, none negative, at least one positive.
    order
        Sortable key of each claimant for equal remainders, smallest first; by default the position.

    Returns
    -------
    list[int]
        Pieces of each claimant; they add up to ``total`` exactly.

    Raises
    ------
    ValueError
        When the total or a claim is negative, or all claims are zero.

    Notes
    -----
    Hamilton's method (Hare quota). A larger claim never gets fewer pieces.

    Examples
    --------
    >>> apportion(100, [1, 1, 1])
    [34, 33, 33]
    """
    base = sum(claims)
    if total < 0 or base <= 0 or min(claims) < 0:
        raise ValueError("nothing can be shared: total and claims must not be negative, and one claim positive")
    pieces, rests = zip(*(divmod(total * claim, base) for claim in claims), strict=True)
    keys = range(len(claims)) if order is None else order
    ranked = sorted(range(len(claims)), key=lambda i: (-rests[i], keys[i]))
    lucky = set(ranked[: total - sum(pieces)])
    return [piece + (i in lucky) for i, piece in enumerate(pieces)]


def highest(ratios: Iterable[Ratio]) -> Ratio | None:
    """Find the greatest ratio by cross-multiplication; None of none.

    Examples
    --------
    >>> highest([(1, 2), (2, 3), (5, 8)])
    (2, 3)
    """
    best: Ratio | None = None
    for ratio in ratios:
        if best is None or is_less(best, ratio):
            best = ratio
    return best
