"""When a report is due, when its reminder and cards fall: the rule of a cycle over the calendar of working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kaohe.office.monitoring.models import DueRule, ReportingRules
from kaohe.office.monitoring.periods import Period
from kaohe.office.people.working_days import UnknownYearError, WorkingCalendar
from kaohe.office.planning.models import Cycle

DEFAULTS: Mapping[str, tuple[int, bool]] = {
    "monthly": (5, True),
    "quarterly": (10, True),
    "half-yearly": (15, False),
    "yearly": (31, False),
}
"""Frequency → days after the period, and whether they are working days: one city's published rule."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of one report; None while the holidays of that year are not known."""

    due_on: date | None = None
    remind_on: date | None = None
    yellow_on: date | None = None
    red_on: date | None = None


def due_rules(cycle: Cycle) -> dict[str, tuple[int, bool]]:
    """Give the rule of each frequency: the cycle's own rows over the defaults."""
    own = DueRule.objects.filter(cycle=cycle).values_list("frequency", "days", "is_working_days")
    return {**DEFAULTS, **{name: (days, is_working) for name, days, is_working in own}}


def rules_of(cycle: Cycle) -> ReportingRules:
    """Give the settings of a cycle, or the defaults."""
    return ReportingRules.objects.filter(cycle=cycle).first() or ReportingRules(cycle=cycle)


def dates(period: Period, rule: tuple[int, bool], clocks: ReportingRules, calendar: WorkingCalendar) -> Dates:
    """Give the days of a period.

    A day that cannot be known yet is left open, never guessed: the notice on next year's holidays comes in November.
    """
    days, is_working = rule
    try:
        last = period.ends_on
        due = calendar.add(last, days) if is_working else last + timedelta(days=days)
        return Dates(
            due,
            calendar.add(due, -clocks.remind_days),
            calendar.add(due, clocks.yellow_days) if clocks.yellow_days else due,
            calendar.add(due, clocks.red_days),
        )
    except UnknownYearError:
        return Dates()
