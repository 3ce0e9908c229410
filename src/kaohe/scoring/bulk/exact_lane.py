"""Schemes that carry exact fractions to the total (``round: final``): the reference engine scores the frames.

A sum of sixty quotients with sixty denominators fits no fixed width, so nothing is gained by columns there. The
result is the same; the speed is the reference engine's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from kaohe.exact import rdiv
from kaohe.i18n import translator
from kaohe.scheme.model import Scheme
from kaohe.scoring.bulk.data import BulkData, checked_units, events_of, known_events, unit_rows
from kaohe.scoring.bulk.errors import BulkDataError
from kaohe.scoring.bulk.result import BulkResult
from kaohe.scoring.facts import Dataset, Fact, InputValue
from kaohe.scoring.intake import Results
from kaohe.scoring.reference import score
from kaohe.scoring.sheet import ScoreSheet

_ = translator("scoring")

_Key = tuple[str, str, str]


def score_exactly(scheme: Scheme, data: BulkData, as_of: str | None, results: Results) -> BulkResult:
    """Score frames by the reference engine."""
    units = unit_rows(checked_units(data.units, [c.id for c in scheme.classes]))
    rest = data.rest
    events = events_of(known_events(data.events, None))
    facts = tuple(_facts(data, str(scheme.year)))
    dataset = Dataset(tuple(units), facts, events, rest.ballots, rest.turnout, rest.decisions)
    return from_sheet(score(scheme, dataset, derive=False, as_of=as_of, results=results))


def _facts(data: BulkData, year: str) -> Iterator[Fact]:
    """Put the rows of each unit, indicator and period together."""
    figures: dict[_Key, dict[str, Any]] = {}
    inputs: defaultdict[_Key, dict[str, InputValue]] = defaultdict(dict)
    for batch in data.batches():
        for row in batch.iter_rows(named=True):
            key = (str(row["unit"]), str(row["indicator"]), str(row.get("period") or year))
            if row.get("input") is None:
                if key in figures:
                    raise BulkDataError(
                        _("facts: two rows for {cell}; give each fact once").format(cell=", ".join(key))
                    )
                figures[key] = row
            else:
                inputs[key][row["input"]] = _entered(row, data.scale)
    for key in dict.fromkeys((*figures, *inputs)):
        row = figures.get(key, {})
        actual, target, previous = (_decimal(row.get(name), data.scale) for name in ("actual", "target", "previous"))
        applicable = row.get("applicable")
        yield Fact(*key, actual, target, previous, inputs.get(key, {}), applicable is None or bool(applicable))


def _entered(row: dict[str, Any], scale: int) -> InputValue:
    if row.get("text") is not None:
        return str(row["text"])
    return _decimal(row.get("value"), scale) or Decimal(0)


def _decimal(value: Any, scale: int) -> Decimal | None:
    if value is None or isinstance(value, Decimal):
        return value
    return Decimal(int(value)) / scale


def from_sheet(sheet: ScoreSheet) -> BulkResult:
    """Write a score sheet as the bulk engine writes its results."""
    units = sorted(sheet.units, key=lambda u: u.unit)
    leaves = [{"unit": u.unit} | {i.code: i.score for i in u.indicators} for u in units]
    nodes = [{"unit": u.unit} | {n.code: n.score for n in u.nodes} for u in units]
    items = [
        {"unit": u.unit, "item": a.code, "amount": a.amount, "counted": rdiv(*a.counted_exact)}
        for u in units
        for a in u.adjustments
    ]
    totals = [
        (u.unit, u.class_id, u.base, u.adjusted, u.total, u.rank, u.ranked_among, u.proposed_grade, u.grade)
        for u in units
    ]
    scheme = sheet.scheme
    inner = [i.code for i in scheme.indicators if not i.is_leaf]
    order = pl.Enum([c.id for c in scheme.classes])
    item_types = {"unit": pl.String, "item": pl.String, "amount": pl.Int64, "counted": pl.Int64}
    return BulkResult(
        _frame(leaves, [i.code for i in scheme.leaves]),
        _frame(nodes, inner),
        pl.DataFrame(items, schema=item_types),
        pl.DataFrame(totals, schema=TOTALS, orient="row").sort(pl.col("class").cast(order), "unit"),
        sheet.precision,
    )


TOTALS: dict[str, Any] = {
    "unit": pl.String,
    "class": pl.String,
    "base": pl.Int64,
    "adjusted": pl.Int64,
    "total": pl.Int64,
    "rank": pl.Int64,
    "ranked_among": pl.Int64,
    "proposed_grade": pl.String,
    "grade": pl.String,
}
"""Columns of the totals of a `BulkResult`."""


def _frame(rows: list[dict[str, Any]], codes: list[str]) -> pl.DataFrame:
    schema: dict[str, Any] = {"unit": pl.String} | dict.fromkeys(codes, pl.Int64)
    full = [{name: row.get(name) for name in schema} for row in rows]
    return pl.DataFrame(full, schema=schema, orient="row")
