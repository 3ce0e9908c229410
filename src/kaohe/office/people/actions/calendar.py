"""Keep the calendar of working days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from kaohe.office.audit.record import record
from kaohe.office.people.models import SpecialDay

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
