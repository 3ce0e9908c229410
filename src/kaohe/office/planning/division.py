"""Divide a whole into parts that add up to it to the last digit; say where given parts do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaohe.exact import to_scaled

PLACES = 4
"""Decimal places of shares and values: those of their columns."""

WHOLE = Decimal(100)
_UNIT = Decimal(1).scaleb(-PLACES)


def divide(whole: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Divide a whole in proportion to weights, exactly: the parts add up to it.

    Each part is cut off after `PLACES` decimal places; what is left goes, one last digit each, to the largest
    remainders, on a tie to the first (largest remainder, Hare).

    Parameters
    ----------
    whole
        At most `PLACES` decimal places; negative ones are divided as their opposite.
    weights
        Not negative, not all zero; at most `PLACES` decimal places.

    Raises
    ------
    ValueError
        Without any weight, or with more decimal places.

    Examples
    --------
    >>> [str(part) for part in divide(Decimal(100), [Decimal(1)] * 3)]
    ['33.3334', '33.3333', '33.3333']
    """
    scaled = [to_scaled(weight, PLACES) for weight in weights]
    total, amount = sum(scaled), to_scaled(abs(whole), PLACES)
    if total <= 0 or min(scaled) < 0:
        raise ValueError("weights must not be negative and not all zero")
    parts = [amount * weight // total for weight in scaled]
    remainders = [amount * weight % total for weight in scaled]
    largest = sorted(range(len(parts)), key=lambda i: (-remainders[i], i))
    for i in largest[: amount - sum(parts)]:
        parts[i] += 1
    sign = -1 if whole < 0 else 1
    return [sign * part * _UNIT for part in parts]


def divide_equally(whole: Decimal, count: int) -> list[Decimal]:
    """Divide a whole into parts of which no two differ by more than one last digit."""
    return divide(whole, [Decimal(1)] * count)


@dataclass(frozen=True, slots=True)
class Part:
    """One share of a division.

    Attributes
    ----------
    name
        Who bears it.
    percent
        Of the level above.
    value
        In the indicator's unit; None: not divided by figures.
    """

    name: str
    percent: Decimal
    value: Decimal | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A level that does not add up.

    Attributes
    ----------
    level
        Whose parts they are; empty: the unit's.
    kind
        ``percent``: shares; ``value``: values against the level above; ``no_value``: some parts have none;
        ``no_whole``: values without a value above.
    by
        What is missing; negative: too much.
    """

    level: str
    kind: str
    by: Decimal = Decimal(0)


def gaps(parts: Sequence[Part], whole: Decimal | None, level: str = "") -> Iterator[Gap]:
    """Find every level that does not add up exactly.

    Parameters
    ----------
    whole
        Value of the level above: the unit's target at the top; None: there is none.
    """
    missing = WHOLE - sum((part.percent for part in parts), Decimal(0))
    if missing:
        yield Gap(level, "percent", missing)
    yield from _value_gaps(parts, whole, level)
    for part in parts:
        if part.parts:
            yield from gaps(part.parts, part.value, part.name)


def _value_gaps(parts: Sequence[Part], whole: Decimal | None, level: str) -> Iterator[Gap]:
    values = [part.value for part in parts if part.value is not None]
    if not values:
        return
    if len(values) < len(parts):
        yield Gap(level, "no_value")
    if whole is None:
        yield Gap(level, "no_whole")
    elif missing := whole - sum(values, Decimal(0)):
        yield Gap(level, "value", missing)
