"""Keep the calendar of working days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from kaohe.office.audit.record import record
from kaohe.office.people import policies
from kaohe.office.people.holiday_notice import Holiday, read_notice
from kaohe.office.people.models import Account, SpecialDay

STATUTORY = Path(__file__).parent.parent / "data" / "statutory_days.yaml"


@transaction.atomic
def load_statutory_days(*, file: Path = STATUTORY) -> int:
    """Add the days of the shipped notices that the calendar lacks; days that the office changed stay as they are.

    Run by the system when it is set up; says how many days were new.
    """
    known = set(SpecialDay.objects.values_list("day", flat=True))
    new = [day for day in special_days(file) if day.day not in known]
    SpecialDay.objects.bulk_create(new)
    if new:
        record(action="load_statutory_days", actor=None, details={"days": len(new)})
    return len(new)


@transaction.atomic
def enter_notice(*, by: Account, year: int, source: str, text: str) -> int:
    """Enter the notice of a year as it was published, in place of what the calendar held for that year.

    Raises
    ------
    PermissionDenied
        Unless an appraisal officer for everything does it: deadlines of all units hang on the calendar.
    ValidationError
        With everything in the text that does not fit (`kaohe.office.people.holiday_notice`).
    """
    policies.require(policies.calendar.may_change(by))
    days = list(_as_rows(read_notice(text, year), source))
    before = list(SpecialDay.objects.filter(day__year=year).values_list("day", "is_working"))
    SpecialDay.objects.filter(day__year=year).delete()
    SpecialDay.objects.bulk_create(days)
    changed = sorted(set(before) ^ {(day.day, day.is_working) for day in days})
    details = {"source": source, "days": len(days), "changed": [day for day, _is_working in changed]}
    record(action="enter_notice", actor=by, subject=f"Year:{year}", details=details)
    return len(days)


def _as_rows(holidays: list[Holiday], source: str) -> Iterator[SpecialDay]:
    for holiday in holidays:
        for day in (*holiday.off, *holiday.worked):
            yield SpecialDay(day=day, is_working=day in holiday.worked, name=holiday.name, source=source)


def special_days(file: Path) -> Iterator[SpecialDay]:
    """Read the notices of a file."""
    years: dict[int, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    for notice in years.values():
        for holiday in notice["holidays"]:
            for day in _days(*holiday["days"]):
                yield SpecialDay(day=day, is_working=False, name=holiday["name"], source=notice["source"])
            for day in holiday.get("worked", ()):
                yield SpecialDay(day=day, is_working=True, name=holiday["name"], source=notice["source"])


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
