"""Lights of a whole cycle, remembered unit by unit while nothing that they are computed from has changed.

300,000 figures against 300,000 targets take seconds to compare; what changes between two looks are a few units. The
database marks which (see `Change`): a look asks for the marks, computes those units again, and counts bytes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from threading import Lock

from django.db.models import Max, Sum

from kaohe.office.monitoring.models import Change, Figure
from kaohe.office.monitoring.querysets.pace import Plan, with_pace
from kaohe.office.planning.models import Cycle, Indicator

LIGHTS = ("on_pace", "at_risk", "behind")
"""In the order of their bytes, from 1; 0: not measured."""

BEHIND = 1 + LIGHTS.index("behind")
"""The byte of what is behind."""

KEPT = 60
"""Months of cycles that a process remembers; one of 3,000 units and 100 indicators takes half a megabyte."""

FEW = 400
"""Units that are asked for by their keys; when more have changed, all are read."""


@dataclass(frozen=True)
class Lights:
    """Lights at the end of a month.

    Attributes
    ----------
    indicators
        Keys, in the order of the bytes of a unit; as often as there are periods.
    of_unit
        Key of a unit → one byte an indicator and period.
    """

    periods: tuple[str, ...]
    indicators: tuple[int, ...]
    of_unit: Mapping[int, bytes]

    @cached_property
    def columns(self) -> int:
        """Number of bytes of a unit."""
        return len(self.periods) * len(self.indicators)

    def counts(self, unit: int, columns: Collection[int] | None = None) -> tuple[int, int, int]:
        """Count the lights of one unit, in the order of `LIGHTS`; None: of all its indicators."""
        line = self.of_unit[unit]
        seen = line if columns is None else bytes(line[n] for n in columns)
        return seen.count(1), seen.count(2), seen.count(3)

    def over(self, units: Iterable[int], columns: Collection[int] | None = None) -> tuple[int, int, int]:
        """Count the lights of many units together."""
        if columns is not None:
            each = [self.counts(unit, columns) for unit in units]
            return sum(c[0] for c in each), sum(c[1] for c in each), sum(c[2] for c in each)
        lines = b"".join(self.of_unit[unit] for unit in units)
        return lines.count(1), lines.count(2), lines.count(3)

    def by_indicator(self, units: Iterable[int], columns: Collection[int] | None = None) -> dict[int, tuple[int, int]]:
        """Count the measured and those on pace over units, by indicator, leaving out what has none measured."""
        lines = b"".join(self.of_unit[unit] for unit in units)
        found: dict[int, tuple[int, int]] = {}
        for n in range(self.columns) if columns is None else columns:
            line = lines[n :: self.columns]
            key = self.indicators[n % len(self.indicators)]
            measured, on_pace = found.get(key, (0, 0))
            found[key] = measured + len(line) - line.count(0), on_pace + line.count(1)
        return {key: counted for key, counted in found.items() if counted[0]}

    def columns_of(self, indicators: Collection[int]) -> list[int]:
        """Give the places of the bytes of some indicators."""
        width = len(self.indicators)
        return [n for n in range(self.columns) if self.indicators[n % width] in indicators]


_Mark = tuple[int, int]
"""Sum of the marks, and the newest of them: a change that was rolled back is no other change's equal."""


@dataclass(frozen=True)
class _Kept:
    """What a process remembers of one month: the marks that it saw, and the lights computed after them."""

    seen: tuple[_Mark | None, ...] = ()
    marks: Mapping[int, tuple[_Mark, ...]] = field(default_factory=dict)
    lights: Mapping[int, bytes] = field(default_factory=dict)


_lock = Lock()
_months: OrderedDict[Hashable, _Kept] = OrderedDict()


def forget() -> None:
    """Forget every month, for measuring and for tests."""
    with _lock:
        _months.clear()


def lights_of(cycle: Cycle, *plans: Plan) -> list[Lights]:
    """Give the lights of months as the database has them now.

    Two queries when nothing changed, two more a month in which something did. The marks are always asked for before
    the figures: a change in between is computed now and once more at the next look, and never missed.
    """
    directions = tuple(Indicator.objects.filter(cycle=cycle).order_by("pk").values_list("pk", "smaller_is_better"))
    rows = Change.objects.filter(cycle_key=cycle.pk).order_by().values("period")
    counted = rows.annotate(n=Sum("count"), newest=Max("pk")).values_list("period", "n", "newest")
    marks = {period: (n, newest) for period, n, newest in counted}
    return [_lights(cycle, plan, directions, marks) for plan in plans]


def _lights(cycle: Cycle, plan: Plan, directions: tuple[tuple[int, bool], ...], marks: Mapping[str, _Mark]) -> Lights:
    key = (cycle.pk, _fixed(plan), directions)
    periods, indicators = tuple(plan.periods), tuple(pk for pk, _smaller in directions)
    seen = tuple(marks.get(period) for period in (*periods, ""))
    with _lock:
        kept = _months.get(key, _Kept())
    if kept.seen != seen:
        kept = _renewed(cycle, plan, indicators, kept, seen)
    with _lock:
        _months[key] = kept
        _months.move_to_end(key)
        while len(_months) > KEPT:
            _months.popitem(last=False)
    return Lights(periods, indicators, kept.lights)


def _fixed(plan: Plan) -> Hashable:
    """Write a plan as a key."""
    return plan.year, plan.months, plan.on_pace, plan.at_risk, tuple(sorted(plan.curves.items())), plan.whole


def _renewed(
    cycle: Cycle, plan: Plan, indicators: tuple[int, ...], kept: _Kept, seen: tuple[_Mark | None, ...]
) -> _Kept:
    """Compute the units again whose marks differ from those seen before."""
    found: dict[int, list[_Mark]] = {}
    rows = Change.objects.filter(cycle_key=cycle.pk, period__in=[*plan.periods, ""]).order_by("unit_key", "period")
    counted = rows.values("unit_key", "period").annotate(n=Sum("count"), newest=Max("pk"))
    for unit, n, newest in counted.values_list("unit_key", "n", "newest"):
        found.setdefault(unit, []).append((n, newest))
    marks = {unit: tuple(of_unit) for unit, of_unit in found.items()}
    changed = {unit for unit, of_unit in marks.items() if kept.marks.get(unit) != of_unit}
    lights = {unit: line for unit, line in kept.lights.items() if unit not in changed}
    return _Kept(seen, marks, lights | _computed(cycle, plan, indicators, changed))


def _computed(cycle: Cycle, plan: Plan, indicators: tuple[int, ...], units: set[int]) -> dict[int, bytes]:
    figures = Figure.objects.filter(cycle=cycle)
    if len(units) <= FEW:
        figures = figures.filter(unit__in=units)
    place = {(period, key): n for n, (period, key) in enumerate(product(plan.periods, indicators))}
    byte = {light: n for n, light in enumerate(LIGHTS, start=1)}
    found: dict[int, bytearray] = {}
    rows = with_pace(figures, plan).order_by().values_list("unit", "indicator", "period", "light")
    for unit, indicator, period, light in rows.iterator(20_000):
        if unit not in found:
            found[unit] = bytearray(len(place))
        found[unit][place[period, indicator]] = byte[light]
    return {unit: bytes(line) for unit, line in found.items() if unit in units}
