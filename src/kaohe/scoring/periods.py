"""Periods of a year: which figure counts for a window of time.

A figure reported month by month is cumulative, so the latest one of a window stands for it; the coarsest row wins
where two end on the same day (the year's own figure before that of the fourth quarter).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from kaohe.scheme.model import Composition, PeriodMethod
from kaohe.scoring.facts import Fact, FactState

_PERIOD = re.compile(r"(\d{4})(?:[Hh]([12])|[Qq]([1-4])|-(0[1-9]|1[0-2]))?")


class Span(NamedTuple):
    """Months ``first`` to ``last`` of a year, both included."""

    year: int
    first: int
    last: int

    @property
    def months(self) -> int:
        """Length in months."""
        return self.last - self.first + 1

    def holds(self, other: Span) -> bool:
        """True when the other span lies within this one."""
        return self.year == other.year and self.first <= other.first and other.last <= self.last

    def __str__(self) -> str:
        if self.months == 12:
            return str(self.year)
        if self.months == 6:
            return f"{self.year}H{self.last // 6}"
        return f"{self.year}Q{self.last // 3}" if self.months == 3 else f"{self.year}-{self.last:02d}"


@lru_cache(maxsize=4096)
def span(period: str) -> Span:
    """Read a period.

    Raises
    ------
    ValueError
        When the text is not of the form 2014, 2014H1, 2014Q1 or 2014-01.

    Examples
    --------
    >>> span("2014Q2")
    Span(year=2014, first=4, last=6)
    """
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise ValueError(period)
    year, half, quarter, month = found.groups()
    if half:
        return Span(int(year), 6 * int(half) - 5, 6 * int(half))
    if quarter:
        return Span(int(year), 3 * int(quarter) - 2, 3 * int(quarter))
    return Span(int(year), int(month), int(month)) if month else Span(int(year), 1, 12)


def whole(year: int) -> Span:
    """Give the whole year."""
    return Span(year, 1, 12)


def window(year: int, pattern: str) -> Span:
    """Give the span that a composition's pattern names: the part of a period after the year, or ``year``.

    Examples
    --------
    >>> str(window(2014, "H1")), str(window(2014, "03")), str(window(2014, "year"))
    ('2014H1', '2014-03', '2014')
    """
    text = pattern.strip().removeprefix(str(year)).removeprefix("-").upper()
    if text in {"", "Y", "YEAR", "全年", "年终", "年度"}:
        return whole(year)
    return span(f"{year}-{text.zfill(2)}" if text.isdigit() else f"{year}{text}")


def windows(composition: Composition, year: int, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Give the windows whose scores are composed, in order of time.

    A window that nobody reported in is not due yet and is left out, so that a score can be struck all year. For a sum
    or mean the windows are the coarsest parts of the year that were reported (quarters before months).
    """
    reported = [s for s in set(spans) if s.year == year]
    if composition.method is PeriodMethod.LAST:
        return (whole(year),)
    if composition.method is PeriodMethod.WEIGHTED:
        named = {window(year, pattern) for pattern in composition.weights}
        found = [w for w in named if any(w.holds(s) for s in reported)]
    else:
        parts = [s for s in reported if s.months < 12]
        longest = max((s.months for s in parts), default=12)
        found = [s for s in parts if s.months == longest]
    return tuple(sorted(found, key=lambda w: (w.last, w.months))) or (whole(year),)


def latest(periods: Mapping[str, Mapping[str, Fact]]) -> dict[str, Fact]:
    """Give each unit's figure among the periods of a window.

    The window's moment is the latest end of a period that any unit reported: a unit whose figures stop earlier has
    not reported, and a stale figure never stands beside a fresh one. A figure without a target of its own takes the
    one that stands in a row of its own (targets are often set for the year, figures reported by the quarter); of
    several, that of the period that ends last, and of those the longest.

    Parameters
    ----------
    periods
        Period → unit id → fact.

    Returns
    -------
    dict[str, Fact]
        Unit id → fact; a unit without one has reported nothing.
    """
    reported = {
        span(period): [f for f in cells.values() if f.state is not FactState.NOT_REPORTED]
        for period, cells in periods.items()
    }
    ends = [s.last for s, facts in reported.items() if facts]
    chosen: dict[str, Fact] = {}
    for s in sorted(reported, key=lambda s: s.months):
        if ends and s.last == max(ends):
            chosen.update((fact.unit, fact) for fact in reported[s])
    in_time = sorted(periods, key=lambda period: (span(period).last, span(period).months))
    targets = {f.unit: f.target for p in in_time for f in periods[p].values() if f.target is not None}
    return {unit: _with_target(fact, targets) for unit, fact in chosen.items()}


def _with_target(fact: Fact, targets: Mapping[str, Decimal]) -> Fact:
    if fact.target is not None or fact.unit not in targets:
        return fact
    return replace(fact, target=targets[fact.unit])
