"""Deadlines in working days: a pure calendar, and its loading from the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from kaohe.office.people.models import SpecialDay

_SATURDAY = 5


class UnknownYearError(ValueError):
    """The holidays of a year are not in the calendar: no deadline is better than a wrong one."""

    def __init__(self, year: int) -> None:
        super().__init__(
            _("The holidays of {year} are not in the calendar. Enter the notice of the State Council first.").format(
                year=year
            )
        )
        self.year = year


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days of the years whose notice is known.

    Attributes
    ----------
    special
        Day → whether it is worked, where that is not what the weekday says.
    """

    special: Mapping[date, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_years", frozenset(day.year for day in self.special))

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked; raises UnknownYearError when its year is not known."""
        if day.year not in self._years:  # type: ignore[attr-defined]
            raise UnknownYearError(day.year)
        return self.special.get(day, day.weekday() < _SATURDAY)

    def add(self, day: date, count: int) -> date:
        """Give the working day that lies so many working days after a day; the day itself does not count.

        Examples
        --------
        >>> new_year = {date(2026, 1, d): d == 4 for d in (1, 2, 3, 4)}
        >>> WorkingCalendar(new_year).add(date(2026, 1, 3), 2)
        datetime.date(2026, 1, 5)
        """
        step = timedelta(days=1 if count >= 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Count the working days after the first day up to and including the last."""
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(map(self.is_working, days))


def working_calendar() -> WorkingCalendar:
    """Load the calendar: one query."""
    return WorkingCalendar(dict(SpecialDay.objects.values_list("day", "is_working")))
