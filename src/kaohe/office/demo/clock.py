"""A clock for the story: what is told happened on days long past, one moment after the other.

Actions, models and the log ask Django for the time. While the story is told, Django asks this clock instead; nothing
else of the process is touched, and outside the story time runs as ever. Only the demo may do this: its log says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone

COUNTY_TIME = ZoneInfo("Asia/Shanghai")
STEP = timedelta(milliseconds=250)
"""Between two looks at the clock: later is later, and a chapter of thousands of deeds still fits its day."""


class Clock:
    """Stands still between two looks, and never goes back."""

    def __init__(self) -> None:
        self._now = datetime(2022, 1, 1, tzinfo=UTC)

    def set(self, day: date, hour: int = 9) -> None:
        """Go on to an hour of a day; a moment already past stays past."""
        self._now = max(self._now, datetime.combine(day, time(hour), COUNTY_TIME).astimezone(UTC))

    def look(self) -> datetime:
        """Give the moment, and move a little on."""
        self._now += STEP
        return self._now


@contextmanager
def story_time() -> Iterator[Clock]:
    """Let Django take its time from a clock of our own."""
    clock, name = Clock(), "datetime"
    real = getattr(timezone, name)

    class StoryTime(datetime):
        """What ``django.utils.timezone`` takes for the class of moments."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            """Give the story's moment."""
            return clock.look().astimezone(tz)

    setattr(timezone, name, StoryTime)
    try:
        yield clock
    finally:
        setattr(timezone, name, real)
