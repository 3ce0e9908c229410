"""Forecast of the year's end: shown beside the pace, never part of a score.

The months' increments are taken as draws of one distribution (a random walk with drift): the best guess is the last
figure plus the mean increment for each month left, and 80 of 100 such years end within ``t · s · √(k + k² ÷ n)`` of it,
with n increments seen, k months left, s their standard deviation and t Student's quantile with n − 1 degrees of freedom
(Chatfield, *Time-Series Forecasting*, 2000, ch. 4). Fewer than three increments say too little: no forecast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from statistics import mean, stdev

from scipy.stats import t as student

LEAST = 3
WITHIN = 0.8
_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Forecast:
    """Year's end, and the bounds within which 80 of 100 such years would end."""

    middle: Decimal
    low: Decimal
    high: Decimal


def forecast(figures: Sequence[Decimal], months_left: int) -> Forecast | None:
    """Forecast the year's end of a cumulative figure from its months so far, January first without a gap.

    Examples
    --------
    >>> forecast([Decimal(10), Decimal(20), Decimal(30), Decimal(40)], 8).middle
    Decimal('120.00')
    """
    steps = [float(b - a) for a, b in zip([Decimal(0), *figures], figures, strict=False)]
    if len(steps) < LEAST or months_left < 0:
        return None
    drift, n = mean(steps), len(steps)
    middle = float(figures[-1]) + drift * months_left
    spread = float(student.ppf((1 + WITHIN) / 2, n - 1)) * stdev(steps) * sqrt(months_left + months_left**2 / n)
    low, high = middle - spread, middle + spread
    return Forecast(*(Decimal(str(number)).quantize(_PLACES) for number in (middle, low, high)))
