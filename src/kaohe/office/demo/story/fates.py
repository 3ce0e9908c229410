"""What becomes of each report: most come in time; the weak are late, and the newest are still under way."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from random import Random

from kaohe.office.monitoring.models import Report

WEAK = ("铁山镇", "大坪乡", "北苑街道", "县城市管理局")
"""Units that are late every now and then."""

NEW_DAYS = 20
"""A report due so many days ago or less may still be under way."""

RECENT_DAYS = 40
"""Of those due so many days ago or less, a few went back and have not come again."""


class Fate(StrEnum):
    """Of one report."""

    GOOD = "good"
    LATE = "late"
    RETURNED = "returned"
    UNACCEPTED = "unaccepted"
    UNSIGNED = "unsigned"
    DRAFT = "draft"
    MISSING = "missing"

    @property
    def is_in_time(self) -> bool:
        """Whether it comes before its day is over."""
        return self is not Fate.LATE


def fate_of(report: Report, today: date) -> Fate:
    """Draw the fate of a report: always the same for the same report."""
    draw = Random(f"{report.unit.code}{report.side}{report.period}").random()  # noqa: S311  (a story)
    days = (today - report.due_on).days if report.due_on else RECENT_DAYS
    if days <= NEW_DAYS:
        return _new(draw)
    if days <= RECENT_DAYS and draw > 0.94:
        return Fate.RETURNED if draw > 0.97 else Fate.UNACCEPTED
    if report.unit.name in WEAK:
        return Fate.LATE if draw < 0.35 else Fate.GOOD
    return Fate.LATE if draw < 0.03 else Fate.GOOD


def _new(draw: float) -> Fate:
    """Half of the newest are through; the rest stand everywhere on the way."""
    limits = (
        (0.5, Fate.GOOD),
        (0.7, Fate.UNACCEPTED),
        (0.78, Fate.RETURNED),
        (0.88, Fate.UNSIGNED),
        (0.94, Fate.DRAFT),
    )
    return next((fate for limit, fate in limits if draw < limit), Fate.MISSING)
