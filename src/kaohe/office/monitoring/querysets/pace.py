"""Pace of many figures at once: light and plan in the database, exact, so that lists filter and page by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Case, F, Q, Value, When

from kaohe.office.monitoring.periods import MONTHS, Period, period

REPORTED = ("signed", "accepted")
"""States in which a figure is the word of its unit."""

_NUMBER = models.DecimalField(max_digits=60, decimal_places=8)


@dataclass(frozen=True)
class Plan:
    """What pace is measured by.

    Attributes
    ----------
    months
        Months of the year that have passed, 1 to 12.
    curves
        Indicator → the cumulative percentages of its year, for custom curves.
    whole
        Indicators whose figure stands for its own period (rates): the target holds at any time.
    """

    year: int
    months: int
    on_pace: Decimal
    at_risk: Decimal
    curves: Mapping[int, tuple[Decimal, ...]]
    whole: frozenset[int]

    @property
    def periods(self) -> list[str]:
        """The last period of each frequency that is over."""
        lasts = {length: self.months // length * length for length in MONTHS.values()}
        return [str(Period(self.year, last, last - length + 1)) for length, last in lasts.items() if last]

    def asked(self, indicator: int, months: int) -> tuple[Decimal, int]:
        """Give the share of the year's plan by the end of a month, as numerator and denominator."""
        if indicator in self.whole:
            return Decimal(1), 1
        curve = self.curves.get(indicator)
        return (curve[months - 1], 100) if curve else (Decimal(months), 12)


def with_pace(figures: Any, plan: Plan) -> Any:
    """Add ``target`` and ``light`` to the figures of the plan's periods; without a target there is no pace.

    Compared without dividing: actual × denominator × 100 against threshold × target × numerator. The target is joined:
    a subquery would be computed for each of the places in which the light asks for it.
    """
    rows = figures.filter(period__in=plan.periods, input="", value__isnull=False, state__in=REPORTED)
    rows = rows.filter(
        indicator__targets__cycle=F("cycle"), indicator__targets__unit=F("unit"), indicator__targets__value__gt=0
    )
    rows = rows.annotate(target=F("indicator__targets__value"))
    rows = rows.annotate(numerator=_numerator(plan), denominator=_denominator(plan))
    done = F("value") * F("denominator") * 100
    asked = F("target") * F("numerator")
    rows = rows.annotate(
        big=Case(When(indicator__smaller_is_better=True, then=asked * 100), default=done, output_field=_NUMBER),
        small=Case(
            When(indicator__smaller_is_better=True, then=F("value") * F("denominator")),
            default=asked,
            output_field=_NUMBER,
        ),
    )
    return rows.annotate(
        light=Case(
            When(Q(big__gte=F("small") * Value(plan.on_pace, _NUMBER)), then=Value("on_pace")),
            When(Q(big__gte=F("small") * Value(plan.at_risk, _NUMBER)), then=Value("at_risk")),
            default=Value("behind"),
            output_field=models.CharField(),
        )
    )


def _numerator(plan: Plan) -> Case:
    whens = [When(indicator__in=sorted(plan.whole), then=Value(Decimal(1), _NUMBER))] if plan.whole else []
    for indicator, curve in plan.curves.items():
        for text in plan.periods:
            share = curve[period(text).last - 1]
            whens.append(When(indicator=indicator, period=text, then=Value(share, _NUMBER)))
    whens += [When(period=text, then=Value(Decimal(period(text).last), _NUMBER)) for text in plan.periods]
    return Case(*whens, default=Value(Decimal(1), _NUMBER), output_field=_NUMBER)


def _denominator(plan: Plan) -> Case:
    whens = [When(indicator__in=sorted(plan.whole), then=Value(Decimal(1), _NUMBER))] if plan.whole else []
    if plan.curves:
        whens.append(When(indicator__in=sorted(plan.curves), then=Value(Decimal(100), _NUMBER)))
    return Case(*whens, default=Value(Decimal(12), _NUMBER), output_field=_NUMBER)
