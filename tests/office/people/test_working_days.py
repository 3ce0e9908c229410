"""Working days by the notices of the State Council."""

from __future__ import annotations

from datetime import date

import pytest

from kaohe.office.people.actions.calendar import STATUTORY, load_statutory_days, special_days
from kaohe.office.people.models import SpecialDay
from kaohe.office.people.working_days import UnknownYearError, WorkingCalendar, working_calendar


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    return WorkingCalendar({d.day: d.is_working for d in special_days(STATUTORY)})


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_year(year: int, count: int, calendar: WorkingCalendar) -> None:
    assert calendar.between(date(year, 1, 1), date(year, 12, 31)) + calendar.is_working(date(year, 1, 1)) == count


def test_every_special_day_differs_from_its_weekday_or_is_a_holiday(calendar: WorkingCalendar) -> None:
    assert all(day.weekday() >= 5 for day, is_working in calendar.special.items() if is_working)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # Saturday worked before the Spring Festival
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2025, 9, 30), 5, date(2025, 10, 14)),  # eight days off, Saturday 11 October worked
        (date(2025, 9, 30), 3, date(2025, 10, 11)),
        (date(2024, 5, 6), -1, date(2024, 4, 30)),
        (date(2024, 6, 11), 0, date(2024, 6, 11)),
    ],
)
def test_deadline(day: date, count: int, expected: date, calendar: WorkingCalendar) -> None:
    assert calendar.add(day, count) == expected


def test_year_that_is_not_known_gives_no_deadline(calendar: WorkingCalendar) -> None:
    with pytest.raises(UnknownYearError, match="2027"):
        calendar.add(date(2026, 12, 30), 5)


@pytest.mark.django_db
def test_days_that_the_office_changed_stay() -> None:
    SpecialDay.objects.create(day=date(2026, 1, 2), is_working=True, name="值班", source="县府办")
    assert load_statutory_days() == len(list(special_days(STATUTORY))) - 1
    assert load_statutory_days() == 0
    assert working_calendar().is_working(date(2026, 1, 2))
