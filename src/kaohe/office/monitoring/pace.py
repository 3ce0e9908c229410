"""Pace: what was reached against what the plan asks by now (序时进度). Pure and exact.

``plan to date`` = target × cumulative share of the year; ``pace`` = actual ÷ plan to date × 100. An even plan has
m ÷ 12 by the end of month m; a custom curve gives each month its share (farming, projects that open in spring). Where
smaller is better the plan is a control number, and the pace is what was allowed by now ÷ what happened × 100:
100 or more as long as it has not outrun the allowance.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MONTHS = 12
HUNDRED = Fraction(100)

Curve = tuple[Fraction, ...]
"""Cumulative share of the year by the end of each month: twelve, rising, the last 1."""

EVEN: Curve = tuple(Fraction(m, MONTHS) for m in range(1, MONTHS + 1))


class Light(StrEnum):
    """How an indicator stands."""

    ON_PACE = "on_pace"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Pace:
    """How far an indicator is on its way, everything exact.

    Attributes
    ----------
    share
        actual ÷ target × 100: part of the year's plan (占年计划).
    planned
        What the plan asks by now.
    rate
        actual ÷ planned × 100; None when the plan asks for nothing yet.
    left
        What is still missing to the target; for a control number what may still happen. Never below zero.
    required
        What each month left must bring to reach the target; for a control number what each may bring at most. None
        in December.
    """

    actual: Fraction
    target: Fraction
    share: Fraction
    planned: Fraction
    rate: Fraction | None
    left: Fraction
    required: Fraction | None
    light: Light


def pace(
    actual: Decimal,
    target: Decimal,
    months: int,
    curve: Curve = EVEN,
    *,
    smaller_is_better: bool = False,
    on_pace: Decimal = Decimal(100),
    at_risk: Decimal = Decimal(90),
) -> Pace | None:
    """Measure a cumulative figure against the plan of the year.

    Parameters
    ----------
    actual
        Reached from January to the end of month ``months``, in the indicator's unit.
    target
        Of the whole year, in the same unit; at or below zero there is no pace, and None is returned.
    months
        Months that have passed, 1 to 12.
    on_pace, at_risk
        Percent of the plan to date from which the light is green, and amber.

    Examples
    --------
    >>> found = pace(Decimal("70.85"), Decimal("301.44"), 5)
    >>> rounded(found.share, 1), rounded(found.rate, 1), found.light.value
    (Decimal('23.5'), Decimal('56.4'), 'behind')
    >>> deaths = pace(Decimal(6), Decimal(14), 5, smaller_is_better=True)
    >>> rounded(deaths.share, 1), deaths.light.value
    (Decimal('42.9'), 'at_risk')
    """
    if target <= 0:
        return None
    reached, whole = Fraction(actual), Fraction(target)
    planned = whole * curve[months - 1]
    rate = _rate(reached, planned, smaller_is_better=smaller_is_better)
    left = max(Fraction(0), whole - reached)
    rest = MONTHS - months
    return Pace(
        reached,
        whole,
        reached * HUNDRED / whole,
        planned,
        rate,
        left,
        left / rest if rest else None,
        _light(rate, on_pace, at_risk),
    )


def _rate(reached: Fraction, planned: Fraction, *, smaller_is_better: bool) -> Fraction | None:
    """For a control number planned ÷ actual: what was allowed by now for each one that happened."""
    if not smaller_is_better:
        return reached * HUNDRED / planned if planned else None
    if reached <= 0:
        return HUNDRED
    return planned * HUNDRED / reached


def _light(rate: Fraction | None, on_pace: Decimal, at_risk: Decimal) -> Light:
    if rate is None or rate >= Fraction(on_pace):
        return Light.ON_PACE
    return Light.AT_RISK if rate >= Fraction(at_risk) else Light.BEHIND


def rounded(number: Fraction, places: int = 2) -> Decimal:
    """Write an exact number half-up (四舍五入).

    Examples
    --------
    >>> rounded(Fraction(-1, 8), 2), rounded(Fraction(5, 12) * 100)
    (Decimal('-0.13'), Decimal('41.67'))
    """
    scale: int = 10**places
    scaled = abs(number) * scale
    whole: int = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = -1 if number < 0 else 1
    return (Decimal(sign * whole) / scale).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def read_curve(text: str) -> Curve:
    """Read twelve cumulative percentages between spaces; blank: even.

    Raises
    ------
    ValidationError
        Unless there are twelve, none falls, and the last is 100.
    """
    if not text.strip():
        return EVEN
    try:
        parts = tuple(Fraction(Decimal(word)) / 100 for word in text.split())
    except (ArithmeticError, ValueError):
        parts = ()
    rises = all(a <= b for a, b in itertools.pairwise(parts))
    if len(parts) != MONTHS or parts[0] < 0 or parts[-1] != 1 or not rises:
        message = _(
            "Write twelve cumulative percentages, January to December, none smaller than the one before, the last 100."
        )
        raise ValidationError({"curve": message})
    return parts
