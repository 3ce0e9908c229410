"""One indicator's figures over all units, exact, and their way in and out of decimal text."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import lcm
from typing import TypeAlias

from kaohe.exact import Ratio, rdiv, show, to_ratio

Figures: TypeAlias = Mapping[str, Ratio | None]
"""Unit → figure; None: not reported, which is never a zero."""


def read_figures(values: Mapping[str, Decimal | str | None]) -> dict[str, Ratio | None]:
    """Read reported decimals exactly; empty text and None are not reported.

    Raises
    ------
    ValueError
        When a text is no finite number.

    Examples
    --------
    >>> read_figures({"a": "1.5", "b": ""})
    {'a': (15, 10), 'b': None}
    """
    return {unit: None if value is None or value == "" else to_ratio(value) for unit, value in values.items()}


def to_figure(value: Ratio, places: int = 20) -> Decimal:
    """Write an exact figure as a decimal that a dataset can carry, rounded half-up.

    Examples
    --------
    >>> to_figure((2, 3), 4)
    Decimal('0.6667')
    """
    return Decimal(show(rdiv(value[0] * 10**places, value[1]), places))


def in_whole_numbers(figures: Mapping[str, Ratio]) -> tuple[dict[str, int], int]:
    """Give all figures over one common denominator, as numerators and that denominator.

    Examples
    --------
    >>> in_whole_numbers({"a": (1, 2), "b": (1, 3)})
    ({'a': 3, 'b': 2}, 6)
    """
    common = lcm(*(d for _, d in figures.values()))
    return {unit: n * (common // d) for unit, (n, d) in figures.items()}, common
