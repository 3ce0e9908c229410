"""Long facts become dense columns: one column a figure that some rule asks for, one row a unit.

Rows are scattered batch by batch straight to their place, so that neither the order of the rows nor their number in
memory matters. Everything after this is arithmetic on whole columns, in which the numbers of a rule are constants.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from kaohe.i18n import translator
from kaohe.scoring.bulk.errors import BulkDataError, UnknownPeriodError

_ = translator("scoring")

ABSENT = np.iinfo(np.int64).min
"""Stands for null inside the dense cells; `Grid.column` turns it back."""

_Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
"""One truth value a unit."""
_SEPARATOR = "\x1f"
_FEW = 4
"""Rows of a unit in a run from which its first row alone is looked up."""


class Want(NamedTuple):
    """One figure that some rule asks for: a field of an item in a period, or one of its inputs."""

    item: str
    period: str
    field: str
    input: str = ""


class Grid:
    """Dense cells of one run.

    Parameters
    ----------
    units
        Unit ids, each once; their order is the order of the rows.
    wants
        Figures to keep; everything else in the facts is checked and passed over.
    items
        Every code that may stand in the facts.
    periods
        Every period that may stand in the facts; a missing ``period`` column means the first.
    texts
        Every choice that an input may have.
    """

    def __init__(
        self,
        units: Sequence[str],
        wants: Iterable[Want],
        items: Mapping[str, Sequence[str]],
        periods: Sequence[str],
        texts: Sequence[str] = (),
    ) -> None:
        self.wants = {want: n for n, want in enumerate(dict.fromkeys(wants))}
        self.slots = [code + _SEPARATOR + name for code, names in items.items() for name in ("", *names)]
        self.periods = list(periods)
        self.texts = pl.Enum(list(texts))
        self._row_of = {unit: n for n, unit in enumerate(units)}
        self._items = pl.Enum(list(items))
        self._slots = pl.Enum(self.slots)
        self._periods = pl.Enum(self.periods)
        self._first_slot = _starts(items)
        self.rows = len(units)
        self.has_inputs = any(names for names in items.values())
        self._cells: _Numbers = np.full((len(self.wants) + 1) * self.rows, ABSENT)
        self._seen: Mask = np.zeros(len(self.slots) * len(self.periods) * self.rows, dtype=np.bool_)
        self._count = 0

    @cached_property
    def _units(self) -> pl.Enum:
        return pl.Enum(list(self._row_of))

    def add(self, facts: pl.DataFrame) -> None:
        """Put one batch of long facts in place.

        Raises
        ------
        BulkDataError
            When a row names an unknown unit, indicator or input; nothing of a wrong row is used.
        UnknownPeriodError
            When a row names a period that was not given.
        """
        if "input" in facts.columns:
            self._place(facts.filter(pl.col("input").is_not_null()), with_inputs=True)
            facts = facts.filter(pl.col("input").is_null())
        self._place(facts, with_inputs=False)

    def _place(self, facts: pl.DataFrame, with_inputs: bool) -> None:
        if facts.is_empty():
            return
        slot = self._input_slots(facts) if with_inputs else self._first_slot[self._code(facts, "indicator")]
        place = slot + self._period(facts) * len(self.slots)
        row = self._row(facts["unit"])
        self._seen[place * self.rows + row] = True
        self._count += len(facts)
        for field in ("value", "text") if with_inputs else ("actual", "target", "previous", "applicable"):
            if field in facts.columns:
                self._scatter(self._numbers(facts[field]), self._homes(field)[place], row)

    def _scatter(self, numbers: _Numbers, home: _Numbers, row: _Numbers) -> None:
        if not (home < len(self.wants)).any():
            return
        # What no rule asks for goes to one spare column at the end: cheaper than filtering it out.
        self._cells[home * self.rows + row] = numbers

    def _homes(self, field: str) -> _Numbers:
        home = np.full(len(self.slots) * len(self.periods), len(self.wants))
        for want, n in self.wants.items():
            if want.field == field:
                slot = self.slots.index(want.item + _SEPARATOR + want.input)
                home[slot + self.periods.index(want.period) * len(self.slots)] = n
        return home

    def _row(self, unit: pl.Series) -> _Numbers:
        # Facts mostly come unit by unit: looking up the first row of each run costs a fraction of looking up all.
        runs = unit.rle().struct.unnest()
        heads = runs["value"].alias("unit")
        # An Enum hashes all its categories anew at each cast: worth it only for many rows.
        if len(heads) * _FEW < len(unit):
            found = np.fromiter(map(self._row_of.get, heads.cast(pl.String), repeat(-1)), dtype=np.int64)
            codes = found if (found >= 0).all() else self._looked_up(heads, self._units, "unit")
        else:
            codes = self._looked_up(heads, self._units, "unit")
        rows: _Numbers = np.repeat(codes, runs["len"].to_numpy())
        return rows

    def _code(self, facts: pl.DataFrame, column: str) -> _Numbers:
        return self._looked_up(facts[column], self._items, column)

    def _period(self, facts: pl.DataFrame) -> _Numbers | int:
        if "period" not in facts.columns or (len(self.periods) == 1 and _is_constant(facts["period"], self.periods[0])):
            return 0
        return self._looked_up(facts["period"], self._periods, "period")

    def _input_slots(self, facts: pl.DataFrame) -> _Numbers:
        self._code(facts, "indicator")
        names = facts.select(pl.concat_str("indicator", "input", separator=_SEPARATOR))["indicator"]
        return self._looked_up(names, self._slots, "input")

    def _looked_up(self, keys: pl.Series, known: pl.Enum, column: str) -> _Numbers:
        found = keys.cast(pl.String).cast(known, strict=False)
        if found.null_count():
            if column == "period":
                raise UnknownPeriodError
            strange = keys.cast(pl.String).filter(found.is_null()).fill_null("null").unique().sort()
            raise BulkDataError(
                _(
                    "facts, column {column}: unknown {found}; known are {known} …; correct the facts or the scheme"
                ).format(
                    column=column,
                    found=", ".join(text.replace(_SEPARATOR, " / ") for text in strange.head(5)),
                    known=", ".join(text.replace(_SEPARATOR, " / ") for text in known.categories.head(5)),
                )
            )
        return found.to_physical().to_numpy().astype(np.int64)

    def _numbers(self, column: pl.Series) -> _Numbers:
        if column.dtype == pl.String:
            column = self._texts(column)
        elif column.dtype in (pl.Categorical, pl.Enum):
            column = self._texts(column.cast(pl.String))
        elif isinstance(column.dtype, pl.Decimal):
            column = column.to_physical().cast(pl.Int64)
        elif column.dtype.is_float():
            raise BulkDataError(
                _("facts, column {column}: binary floats are not exact; give integers of 10^-scale").format(
                    column=column.name
                )
            )
        return column.cast(pl.Int64).fill_null(ABSENT).to_numpy()

    def _texts(self, column: pl.Series) -> pl.Series:
        # A text that no rule knows is a choice without points: it stands behind the known ones.
        known = column.cast(self.texts, strict=False).to_physical().cast(pl.Int64)
        return pl.select(pl.when(column.is_not_null()).then(known.fill_null(len(self.texts.categories))).alias("text"))[
            "text"
        ]

    def seen(self, item: str, period: str, name: str = "") -> Mask:
        """Say which units have a row for an item and period; with a name, for that input."""
        slot = self.slots.index(item + _SEPARATOR + name) + self.periods.index(period) * len(self.slots)
        return self._seen[slot * self.rows : (slot + 1) * self.rows]

    def present(self, item: str, period: str) -> Mask:
        """Say which units have any row for an item and period."""
        names = [slot.split(_SEPARATOR)[1] for slot in self.slots if slot.split(_SEPARATOR)[0] == item]
        result: Mask = np.logical_or.reduce([self.seen(item, period, name) for name in names])
        return result

    def check(self) -> None:
        """Say which cells were reported twice.

        Raises
        ------
        BulkDataError
            When a unit has two facts for one indicator (or input) and period.
        """
        if int(self._seen.sum()) != self._count:
            raise BulkDataError(
                _("facts: {n} rows repeat a unit, indicator, input and period; give each fact once").format(
                    n=self._count - int(self._seen.sum())
                )
            )

    def column(self, want: Want, rows: slice = slice(None)) -> pl.Series:
        """Give one figure of every unit in a range of rows; null: not reported."""
        start = self.wants[want] * self.rows
        cells = pl.Series(self._cells[start : start + self.rows][rows])
        if not len(cells) or cells.min() != ABSENT:
            return cells
        return cells.to_frame("x").select(pl.when(pl.col("x") != ABSENT).then(pl.col("x")))["x"]

    def text(self, want: Want, rows: slice = slice(None)) -> pl.Series:
        """Give a choice of every unit; null: not reported; empty: a text that no rule knows."""
        names = pl.Series([*self.texts.categories, ""], dtype=pl.String)
        return names.gather(self.column(want, rows))


def _starts(items: Mapping[str, Sequence[str]]) -> _Numbers:
    sizes = [1 + len(names) for names in items.values()]
    return np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64) if sizes else np.zeros(0, dtype=np.int64)


def _is_constant(column: pl.Series, value: str) -> bool:
    return bool((column.cast(pl.String) == value).all())
