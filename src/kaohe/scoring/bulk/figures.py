"""What every unit handed in for one leaf and window, as columns: the bulk face of `intake` and `periods.latest`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from kaohe.criteria.model import Input, InputType, Rule
from kaohe.scoring.bulk.grid import Grid, Want
from kaohe.scoring.bulk.sources import fields_of, named
from kaohe.scoring.periods import Span, span


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods that occur in the facts of a run."""

    known: tuple[str, ...]
    year: int

    @property
    def of_year(self) -> tuple[str, ...]:
        """Periods of the scheme's year: those that can count."""
        return tuple(p for p in self.known if span(p).year == self.year)

    def before(self, period: str) -> str | None:
        """Give the same period of the year before, when anything was reported for it."""
        earlier = f"{self.year - 1}{period[4:]}"
        return earlier if earlier in self.known else None


def wants_of(code: str, rule: Rule | None, periods: Periods, *, inputs: bool, applicable: bool) -> list[Want]:
    """List the figures that a leaf (or an adjustment) may need.

    Parameters
    ----------
    inputs, applicable
        Whether the facts have values by input name, and rows marked as not applicable, at all.
    """
    fields = sorted(fields_of(rule) | ({"applicable"} if applicable else set()))
    wants = [Want(code, p, field) for p in periods.of_year for field in fields]
    if "previous" in fields:
        wants += [Want(code, b, "actual") for p in periods.of_year if (b := periods.before(p)) is not None]
    if inputs and rule is not None:
        wants += [_want_input(code, p, i) for p in periods.of_year for i in rule.inputs]
    return wants


def _want_input(code: str, period: str, inp: Input) -> Want:
    return Want(code, period, "text" if inp.type is InputType.CHOICE else "value", inp.name)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When anybody of the whole run reported, where the grid holds only a part of its units.

    Attributes
    ----------
    rows
        Code and period of every row.
    counted
        Those with a figure, or marked as not applicable.
    """

    rows: frozenset[tuple[str, str]]
    counted: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, found: Iterable[tuple[str, str, bool]]) -> Calendar:
        """Make it from code, period, and whether any row of them counts."""
        known = list(found)
        return cls(frozenset((c, p) for c, p, _ in known), frozenset((c, p) for c, p, counts in known if counts))


class Figures:
    """Reads the dense cells leaf by leaf and window by window, for the units of a range of rows."""

    def __init__(self, grid: Grid, periods: Periods, calendar: Calendar | None = None) -> None:
        self.grid, self.periods, self.calendar = grid, periods, calendar
        self._present: dict[tuple[str, str], bool] = {}
        self._moments: dict[tuple[str, Span], tuple[str, ...]] = {}

    def spans(self, code: str) -> list[Span]:
        """Periods of the scheme's year in which anybody has a row for a code."""
        return [span(p) for p in self.periods.of_year if self._is_present(code, p)]

    def frame(self, code: str, rule: Rule | None, window: Span, rows: slice) -> pl.DataFrame:
        """Give the figure that counts for each unit.

        The window's moment is the latest end of a period that any unit reported; of the periods that end there the
        longest counts. A figure without target takes the one of another row in the window, the latest first; one
        without previous value that of last year's row.

        Returns
        -------
        pl.DataFrame
            One row a unit: ``actual``, and as the rule asks ``target``, ``previous`` and one column an input; null:
            not reported. ``is_reported`` (a figure), ``is_applicable`` and ``is_there`` (a row) are never null.
        """
        inside = self._inside(code, window)
        current = self._current(code, rule, window)
        if not current:
            return self._empty(rule, rows)
        frame = self._part(code, rule, current[0], rows)
        for period in current[1:]:
            frame = _where_counted(frame, self._part(code, rule, period, rows))
        if sum(self._is_present(code, p) for p in self.periods.known) == 1:
            return frame.with_columns(is_there=pl.Series(self.grid.present(code, current[0])[rows]))
        if "target" in frame.columns:
            others = [self.grid.column(Want(code, p, "target"), rows) for p in inside]
            frame = frame.with_columns(pl.coalesce("target", *others))
        return frame

    def _inside(self, code: str, window: Span) -> list[str]:
        found = [p for p in self.periods.of_year if window.holds(span(p)) and self._is_present(code, p)]
        return sorted(found, key=lambda p: (-span(p).last, -span(p).months))

    def _current(self, code: str, rule: Rule | None, window: Span) -> tuple[str, ...]:
        """Periods of the window's moment, the longest first; the same for every class of units."""
        key = (code, window)
        if key not in self._moments:
            inside = self._inside(code, window)
            if len(inside) > 1:
                inside = [p for p in inside if self._counts(code, rule, p)]
            end = max((span(p).last for p in inside), default=0)
            self._moments[key] = tuple(p for p in inside if span(p).last == end)
        return self._moments[key]

    def _counts(self, code: str, rule: Rule | None, period: str) -> bool:
        if self.calendar is not None:
            return (code, period) in self.calendar.counted
        return bool(self._part(code, rule, period, slice(0, self.grid.rows))["is_there"].any())

    def _is_present(self, code: str, period: str) -> bool:
        if self.calendar is not None:
            return (code, period) in self.calendar.rows
        key = (code, period)
        if key not in self._present:
            self._present[key] = bool(self.grid.present(code, period).any())
        return self._present[key]

    def _part(self, code: str, rule: Rule | None, period: str, rows: slice) -> pl.DataFrame:
        """Read one period of a leaf as it was reported."""
        columns = {field: self.grid.column(Want(code, period, field), rows) for field in sorted(fields_of(rule))}
        inputs = rule.inputs if rule is not None and self.grid.has_inputs else ()
        for inp in inputs:
            want = _want_input(code, period, inp)
            columns[named(inp)] = self.grid.text(want, rows) if want.field == "text" else self.grid.column(want, rows)
        before = self.periods.before(period)
        if "previous" in columns and before is not None:
            last_year = self.grid.column(Want(code, before, "actual"), rows)
            columns["previous"] = columns["previous"].zip_with(columns["previous"].is_not_null(), last_year)
        reported = columns["actual"].is_not_null()
        if inputs:
            reported |= pl.Series(np.logical_or.reduce([self.grid.seen(code, period, i.name)[rows] for i in inputs]))
        return _marked(columns, reported, self._applies(code, period, rows))

    def _applies(self, code: str, period: str, rows: slice) -> pl.Series | None:
        want = Want(code, period, "applicable")
        return (self.grid.column(want, rows) != 0).fill_null(value=True) if want in self.grid.wants else None

    def _empty(self, rule: Rule | None, rows: slice) -> pl.DataFrame:
        none = pl.repeat(None, rows.stop - rows.start, dtype=pl.Int64, eager=True)
        return _marked(dict.fromkeys(sorted(fields_of(rule)), none), none.is_not_null(), None)


def _marked(columns: dict[str, pl.Series], reported: pl.Series, applies: pl.Series | None) -> pl.DataFrame:
    if applies is None:
        applies = pl.repeat(value=True, n=len(reported), eager=True)
    marks = {"is_reported": reported & applies, "is_applicable": applies, "is_there": reported | ~applies}
    return pl.DataFrame(columns | marks)


def _where_counted(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """Take the row of the first period, where it counts there, else that of the second."""
    return pl.DataFrame([first[name].zip_with(first["is_there"], second[name]) for name in first.columns])
