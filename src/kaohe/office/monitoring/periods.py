"""Periods of a year: which there are for each frequency, when they begin and end, how far the year has run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_PERIOD = re.compile(r"(\d{4})(?:H([12])|Q([1-4])|-(0[1-9]|1[0-2]))?")

MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
"""Frequency → months of one period."""

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Months ``first`` to ``last`` of a year, both included."""

    year: int
    last: int
    first: int

    @property
    def months(self) -> int:
        """Length in months."""
        return self.last - self.first + 1

    @property
    def begins_on(self) -> date:
        """First day."""
        return date(self.year, self.first, 1)

    @property
    def ends_on(self) -> date:
        """Last day."""
        return (date(self.year, self.last, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)

    @property
    def before(self) -> Period | None:
        """The period of the same length before it in the same year; None for the first."""
        return Period(self.year, self.first - 1, self.first - self.months) if self.first > 1 else None

    def __str__(self) -> str:
        if self.months == MONTHS["yearly"]:
            return str(self.year)
        if self.months == MONTHS["half-yearly"]:
            return f"{self.year}H{self.last // 6}"
        return f"{self.year}Q{self.last // 3}" if self.months == MONTHS["quarterly"] else f"{self.year}-{self.last:02}"


def period(text: str) -> Period:
    """Read a period; raises ValueError unless it is of the form 2026, 2026H1, 2026Q1 or 2026-01.

    Examples
    --------
    >>> str(period("2026Q2")), period("2026Q2").ends_on
    ('2026Q2', datetime.date(2026, 6, 30))
    """
    found = _PERIOD.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, half, quarter, month = found.groups()
    for number, length in ((half, 6), (quarter, 3), (month, 1)):
        if number:
            return Period(int(year), int(number) * length, int(number) * length - length + 1)
    return Period(int(year), MONTHS_A_YEAR, 1)


def periods(year: int, frequency: str) -> list[Period]:
    """Give the periods of a year in order; a frequency that is not known is yearly.

    Examples
    --------
    >>> [str(p) for p in periods(2026, "half-yearly")]
    ['2026H1', '2026H2']
    """
    length = MONTHS.get(frequency, MONTHS_A_YEAR)
    return [Period(year, last, last - length + 1) for last in range(length, MONTHS_A_YEAR + 1, length)]


def frequency_of(text: str) -> str:
    """Give the frequency whose periods are as long as this one."""
    months = period(text).months
    return next(name for name, length in MONTHS.items() if length == months)


def next_months(year: int, months: int) -> list[str]:
    """Give the periods that end with so many months of a year, shortest first: where a cumulative figure may stand."""
    return [str(Period(year, months, months - length + 1)) for length in MONTHS.values() if months % length == 0]
