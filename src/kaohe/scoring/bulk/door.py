"""The doors of the bulk engine: frames, a dataset, or a folder of Parquet files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from kaohe.ballots.rows import BallotRow, Turnout
from kaohe.i18n import translator
from kaohe.scheme.model import Scheme
from kaohe.scoring.bulk.data import DIGITS, BulkData, from_dataset
from kaohe.scoring.bulk.engine import score_data
from kaohe.scoring.bulk.errors import BulkDataError
from kaohe.scoring.bulk.result import BulkResult
from kaohe.scoring.facts import Dataset, Decision, DecisionKind
from kaohe.scoring.intake import Results

_ = translator("scoring")

FIGURES = ("actual", "target", "previous", "value")
_Row = TypeVar("_Row")


def score_frame(
    scheme: Scheme,
    units: pl.DataFrame,
    facts: pl.DataFrame | pl.LazyFrame,
    *,
    events: pl.DataFrame | None = None,
    rest: Dataset | None = None,
    digits: int = DIGITS,
    as_of: str | None = None,
    results: Results | None = None,
) -> BulkResult:
    """Score, rank and propose grades for every unit, identical to `kaohe.scoring.reference.score`.

    Parameters
    ----------
    units
        One row a unit: ``unit``, ``class``, and the columns that coefficients, exclusions and corrections name.
    facts
        One row a figure: ``unit``, ``indicator``, ``period`` (absent: the scheme's year), ``actual``, ``target``,
        ``previous`` as integers in units of ``10**-digits`` (null: not given). A criterion with several inputs has
        one row an input, with ``input`` and ``value`` (scaled; yes and no are 1 and 0) or ``text`` (a choice).
        ``applicable`` false: the indicator does not concern the unit.
    events
        One row an entry of the ledger: ``unit``, ``item`` and, as needed, ``date``, ``count``, ``points``, ``level``,
        ``input``.
    rest
        Ballots, turnout and decisions; its units, facts and events are not looked at.
    digits
        Decimal places of the scaled integers.
    as_of, results
        As in the reference engine.

    Raises
    ------
    BulkRefusedError
        When the scheme asks for something this engine cannot do exactly; before anything runs.
    BulkDataError
        When the frames name what is unknown, report a figure twice, or are too large for 128 bits.
    Problems
        When cells cannot be scored, with all of them (a thousand at most of one leaf).
    """
    more = {} if events is None else {"events": events}
    data = BulkData(units, facts.lazy(), rest=Dataset() if rest is None else rest, digits=digits, **more)
    return score_data(scheme, data, as_of=as_of, results=results)


def score_dataset(
    scheme: Scheme, dataset: Dataset, *, as_of: str | None = None, results: Results | None = None
) -> BulkResult:
    """Score a dataset as the reference engine takes it; see `score_frame`."""
    return score_data(scheme, from_dataset(dataset), as_of=as_of, results=results)


def score_parquet(
    scheme: Scheme,
    folder_in: Path | str,
    folder_out: Path | str,
    *,
    as_of: str | None = None,
    results: Results | None = None,
) -> BulkResult:
    """Score a folder of Parquet files and write the result as Parquet files.

    Parameters
    ----------
    folder_in
        ``units.parquet``, ``facts.parquet`` and, where there are any, ``events``, ``ballots``, ``turnout`` and
        ``decisions``. Figures are decimals (``actual``), whole numbers, or integers in units of ``10**-n`` under a
        name that says so (``actual_e4``), which is the fastest.
    folder_out
        Takes ``leaves``, ``nodes``, ``adjustments`` and ``totals``; see `BulkResult.write`.
    """
    result = score_data(scheme, read_parquet(Path(folder_in)), as_of=as_of, results=results)
    result.write(Path(folder_out))
    return result


def read_parquet(folder: Path) -> BulkData:
    """Open a folder of Parquet files; facts are only scanned."""
    facts, digits = _scaled(pl.scan_parquet(folder / "facts.parquet"))
    rest = Dataset(
        ballots=tuple(_rows(folder / "ballots.parquet", BallotRow)),
        turnout=tuple(_rows(folder / "turnout.parquet", Turnout)),
        decisions=tuple(_rows(folder / "decisions.parquet", _decision)),
    )
    units = pl.read_parquet(folder / "units.parquet")
    events = folder / "events.parquet"
    if not events.exists():
        return BulkData(units, facts, rest=rest, digits=digits)
    return BulkData(units, facts, events=pl.read_parquet(events), rest=rest, digits=digits)


def scale_of(schema: Mapping[str, Any]) -> tuple[dict[str, str], int]:
    """Find the scale of the figures.

    Returns
    -------
    tuple
        Columns whose names say that they are scaled (``actual_e4``) with their plain names, and the decimal places
        of the scale.
    """
    marked = {name: int(name.rpartition("_e")[2]) for name in schema if _is_marked(name)}
    if len(set(marked.values())) > 1:
        raise BulkDataError(_("facts: {names} have different scales; use one").format(names=", ".join(marked)))
    if marked:
        return {name: name.rpartition("_e")[0] for name in marked}, next(iter(marked.values()))
    for name in FIGURES:
        if name in schema and schema[name].is_float():
            raise BulkDataError(
                _("facts, column {column}: binary floats are not exact; write decimals").format(column=name)
            )
    scales = [dtype.scale for name in FIGURES if isinstance(dtype := schema.get(name), pl.Decimal)]
    return {}, max(scales, default=0)


def _scaled(facts: pl.LazyFrame) -> tuple[pl.LazyFrame, int]:
    """Bring figures to one scale."""
    schema = facts.collect_schema()
    names, digits = scale_of(schema)
    if names:
        return facts.rename(names), digits
    figures = [name for name in FIGURES if name in schema]
    return facts.with_columns(pl.col(name).cast(pl.Decimal(38, digits)) for name in figures), digits


def _is_marked(name: str) -> bool:
    stem, mark, scale = name.rpartition("_e")
    return bool(mark) and stem in FIGURES and scale.isdigit()


def _rows(path: Path, make: Any) -> Iterator[Any]:
    if path.exists():
        for row in pl.read_parquet(path).iter_rows(named=True):
            yield make(**{name: value for name, value in row.items() if value is not None})


def _decision(kind: str, **fields: Any) -> Decision:
    value = fields.pop("value", None)
    if DecisionKind(kind) is DecisionKind.SCORE and value is not None:
        value = Decimal(str(value))
    return Decision(kind=DecisionKind(kind), value=value, **fields)
