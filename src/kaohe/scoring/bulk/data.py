"""What the bulk engine scores: units and long facts as frames, the few other tables as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import polars as pl

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scoring.bulk.errors import BulkDataError
from kaohe.scoring.facts import Dataset, Event, Fact, UnitRow
from kaohe.scoring.standing import OWN_UNIT

_ = translator("scoring")

DIGITS = 4
"""Decimal places of the scaled integers, unless the caller says otherwise: 12.5 is 125000."""
BATCH = 1_000_000
EVENT_SCHEMA: Mapping[str, Any] = {
    "unit": pl.String,
    "item": pl.String,
    "date": pl.String,
    "count": pl.String,
    "points": pl.String,
    "level": pl.String,
    "input": pl.String,
}
FACT_COLUMNS = frozenset(
    ("unit", "indicator", "period", "actual", "target", "previous", "applicable", "input", "value", "text")
)
OWN_UNIT_COLUMN = "unit_of"
"""Column of the units frame with the unit that a person belongs to; ``unit`` itself is the id of the row."""


@dataclass(frozen=True)
class BulkData:
    """Data of one run.

    Attributes
    ----------
    units
        One row a unit: ``unit`` and ``class`` (ids), and any other column of the units table (the unit that a person
        belongs to in ``unit_of``).
    facts
        One row a figure: ``unit``, ``indicator``, ``period`` (absent: all of the scheme's year); ``actual``,
        ``target``, ``previous`` as Int64 in units of ``10**-digits``, null: not given; for a value under an input's
        name ``input`` and ``value`` (scaled; yes and no are 1 and 0) or ``text`` (a choice); ``applicable``.
    events
        One row an entry of the ledger, columns as in `kaohe.scoring.facts.Event`; numbers as decimal text.
    rest
        Ballots, turnout and decisions; its other tables are not looked at.
    digits
        Decimal places of the scaled integers.
    is_sliceable
        True where a slice of the facts costs only its own rows (a frame in memory, a Parquet file).
    """

    units: pl.DataFrame
    facts: pl.LazyFrame
    events: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=EVENT_SCHEMA))
    rest: Dataset = field(default_factory=Dataset)
    digits: int = DIGITS
    is_sliceable: bool = False

    @property
    def scale(self) -> int:
        """What a figure of 1 is in the facts."""
        scale: int = 10**self.digits
        return scale

    def columns(self) -> list[str]:
        """Names of the columns of the facts."""
        return self.facts.collect_schema().names()

    def distinct(self, column: str, rows: int | None = None) -> list[str]:
        """Texts that occur in a column of the facts (or of its first rows), sorted."""
        if column not in self.columns():
            return []
        facts = self.facts if rows is None else self.facts.head(rows)
        found = facts.select(pl.col(column).unique().drop_nulls().cast(pl.String)).collect(engine="streaming")
        return sorted(found.to_series().to_list())

    def batches(self) -> Iterator[pl.DataFrame]:
        """Give the facts piece by piece, in any order."""
        facts = self.facts.select([name for name in self.columns() if name in FACT_COLUMNS])
        if not self.is_sliceable:
            yield from facts.collect_batches(chunk_size=BATCH, maintain_order=True)
            return
        # `collect_batches` reads ahead without bound: the whole table may come to lie in memory. One slice ahead
        # keeps the disk busy as well.
        count = int(facts.select(pl.len()).collect().item())
        with ThreadPoolExecutor(1) as reader:
            ahead = reader.submit(_slice, facts, 0)
            for start in range(BATCH, count + BATCH, BATCH):
                batch, ahead = ahead.result(), reader.submit(_slice, facts, start)
                yield batch


def _slice(facts: pl.LazyFrame, start: int) -> pl.DataFrame:
    return facts.slice(start, BATCH).collect()


def checked_units(units: pl.DataFrame, classes: Sequence[str]) -> pl.DataFrame:
    """Order the units by class and id, as they are scored.

    Raises
    ------
    BulkDataError
        When a unit stands twice or its class is not in the scheme.
    """
    units = units.with_columns(pl.col("unit", "class").cast(pl.String))
    if units["unit"].n_unique() < len(units) or units["unit"].null_count():
        twice = units.filter(pl.col("unit").is_duplicated())["unit"].unique().sort().head(5)
        raise BulkDataError(
            _("units: {found} stand more than once, or a unit has no id; give each unit one row").format(
                found=", ".join(map(str, twice))
            )
        )
    strange = units.filter(~pl.col("class").is_in(list(classes)).fill_null(value=False))
    if len(strange):
        raise BulkDataError(
            _("units: the scheme has no class {found} (unit {unit}); it has {known}").format(
                found=strange["class"][0], unit=strange["unit"][0], known=", ".join(classes)
            )
        )
    return units.sort(pl.col("class").cast(pl.Enum(list(classes))), "unit")


def events_frame(events: Sequence[Event]) -> pl.DataFrame:
    """Write entries of the ledger as a frame, numbers as text."""
    rows = [(e.unit, e.item, e.date, show_decimal(e.count), _text(e.points), e.level, e.input) for e in events]
    return pl.DataFrame(rows, schema=dict(EVENT_SCHEMA), orient="row")


def from_dataset(dataset: Dataset) -> BulkData:
    """Write a dataset as frames; the scale is as fine as its finest figure.

    Raises
    ------
    BulkDataError
        When a figure, at that scale, does not fit in 64 bits.
    """
    digits = max([0, *(_places(v) for f in dataset.facts for v in _numbers(f))])
    rows = [row for fact in dataset.facts for row in _fact_rows(fact, 10**digits)]
    schema = {
        "unit": pl.String,
        "indicator": pl.String,
        "period": pl.String,
        "actual": pl.Int64,
        "target": pl.Int64,
        "previous": pl.Int64,
        "applicable": pl.Int64,
        "input": pl.String,
        "value": pl.Int64,
        "text": pl.String,
    }
    try:
        facts = pl.DataFrame(rows, schema=schema, orient="row")
    except (OverflowError, TypeError) as why:
        raise BulkDataError(
            _("facts: with {digits} decimal places a figure does not fit in 64 bits; use the engine reference").format(
                digits=digits
            )
        ) from why
    if not any(f.inputs for f in dataset.facts):
        facts = facts.drop("input", "value", "text")
    events = events_frame(dataset.events)
    return BulkData(_units_frame(dataset.units), facts.lazy(), events, dataset, digits, is_sliceable=True)


def events_of(events: pl.DataFrame) -> tuple[Event, ...]:
    """Read entries of the ledger back from a frame as `events_frame` writes it."""
    return tuple(
        Event(
            row["unit"],
            row["item"],
            row["date"],
            Decimal(1) if row["count"] is None else Decimal(row["count"]),
            None if row["points"] is None else Decimal(row["points"]),
            row["level"],
            row["input"],
        )
        for row in events.iter_rows(named=True)
    )


def known_events(events: pl.DataFrame, as_of: str | None) -> pl.DataFrame:
    """Give entries with every column there, as text, up to a date."""
    columns = [
        (pl.col(name) if name in events.columns else pl.lit(None)).cast(pl.String).alias(name) for name in EVENT_SCHEMA
    ]
    known = events.select(columns)
    return known if as_of is None else known.filter(pl.col("date").is_null() | (pl.col("date") <= as_of))


def class_rows(classes: pl.Series) -> list[tuple[str, slice]]:
    """Give each class, of units in order of classes, with its rows."""
    out, start = [], 0
    for length, name in classes.rle().struct.unnest().iter_rows():
        out.append((name, slice(start, start + length)))
        start += length
    return out


def attribute_column(name: str) -> str:
    """Column of the units frame that holds an attribute: ``unit`` itself is the id of the row there."""
    return OWN_UNIT_COLUMN if name == OWN_UNIT else name


def unit_rows(units: pl.DataFrame) -> list[UnitRow]:
    """Write units as rows, every other column as text."""
    names = {c: OWN_UNIT if c == OWN_UNIT_COLUMN else c for c in units.columns if c not in ("unit", "class")}
    return [
        UnitRow(
            row["unit"], row["unit"], row["class"], {n: str(row[c]) for c, n in names.items() if row[c] is not None}
        )
        for row in units.iter_rows(named=True)
    ]


def _units_frame(units: Sequence[UnitRow]) -> pl.DataFrame:
    names = sorted({name for u in units for name in u.attributes} - {"class"})
    columns = {
        "unit": [u.id for u in units],
        "class": [u.class_id for u in units],
        **{attribute_column(name): [u.attributes.get(name) for u in units] for name in names},
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def _fact_rows(fact: Fact, scale: int) -> Iterator[tuple[Any, ...]]:
    key = (fact.unit, fact.indicator, fact.period)
    figures = (_scaled(v, scale) for v in (fact.actual, fact.target, fact.previous))
    yield (*key, *figures, int(fact.applicable), None, None, None)
    for name, value in fact.inputs.items():
        if isinstance(value, str):
            yield (*key, None, None, None, None, name, None, value)
        else:
            yield (*key, None, None, None, None, name, _scaled(Decimal(value), scale), None)


def _numbers(fact: Fact) -> Iterator[Decimal]:
    yield from (v for v in (fact.actual, fact.target, fact.previous) if v is not None)
    yield from (v for v in fact.inputs.values() if isinstance(v, Decimal))


def _places(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _scaled(value: Decimal | None, scale: int) -> int | None:
    if value is None:
        return None
    n, d = value.as_integer_ratio()
    return n * scale // d


def _text(value: Decimal | None) -> str | None:
    return None if value is None else show_decimal(value)
