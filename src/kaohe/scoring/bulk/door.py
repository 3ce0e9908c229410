"""The doors of the bulk engine: frames, a dataset, or a folder of Parquet files."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kaohe.scheme.model import Scheme
from kaohe.scoring.bulk.data import DIGITS, BulkData, from_dataset
from kaohe.scoring.bulk.engine import score_data
from kaohe.scoring.bulk.files import read_parquet
from kaohe.scoring.bulk.result import BulkResult
from kaohe.scoring.facts import Dataset
from kaohe.scoring.intake import Results


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
    is_frame = isinstance(facts, pl.DataFrame)
    other = Dataset() if rest is None else rest
    data = BulkData(units, facts.lazy(), rest=other, digits=digits, is_sliceable=is_frame, **more)
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
