"""A folder of Parquet files as the bulk engines read and write it.

Figures are integers in units of ``10**-n`` under names that say so (``actual_e4``); decimals and whole numbers under
plain names are read too. Binary floats are refused: what was meant by them is for `kaohe.scoring.reading` to find out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from kaohe.ballots.rows import BallotRow, Turnout
from kaohe.i18n import translator
from kaohe.scoring.bulk.data import BulkData
from kaohe.scoring.bulk.errors import BulkDataError
from kaohe.scoring.facts import Dataset, Decision, DecisionKind

_ = translator("scoring")

FIGURES = ("actual", "target", "previous", "value")


def is_bulk_folder(folder: Path) -> bool:
    """Say whether a folder is one that `write_parquet` writes: its figures bear their scale in the name."""
    facts = folder / "facts.parquet"
    return facts.exists() and any(map(_is_marked, pl.scan_parquet(facts).collect_schema()))


def read_parquet(folder: Path) -> BulkData:
    """Open a folder of Parquet files; facts are only scanned.

    Raises
    ------
    BulkDataError
        When a figure is a binary float, or figures have different scales.
    """
    facts, digits = _scaled(pl.scan_parquet(folder / "facts.parquet"))
    rest = Dataset(
        ballots=tuple(_rows(folder / "ballots.parquet", _ballot)),
        turnout=tuple(_rows(folder / "turnout.parquet", Turnout)),
        decisions=tuple(_rows(folder / "decisions.parquet", _decision)),
    )
    units, events = pl.read_parquet(folder / "units.parquet"), folder / "events.parquet"
    more = {"events": pl.read_parquet(events)} if events.exists() else {}
    return BulkData(units, facts, rest=rest, digits=digits, is_sliceable=True, **more)


def write_parquet(data: BulkData, folder: Path) -> None:
    """Write data so that `read_parquet` reads them again."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {name: f"{name}_e{data.digits}" for name in FIGURES if name in data.columns()}
    data.facts.rename(names).sink_parquet(folder / "facts.parquet")
    data.units.write_parquet(folder / "units.parquet")
    data.events.write_parquet(folder / "events.parquet")
    for name, rows in (("ballots", data.rest.ballots), ("turnout", data.rest.turnout)):
        _write_rows(folder / f"{name}.parquet", rows)
    _write_rows(folder / "decisions.parquet", data.rest.decisions)


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


def _write_rows(path: Path, rows: Sequence[Any]) -> None:
    if not rows:
        return
    names = [f.name for f in fields(rows[0]) if f.name != "place"]
    columns = {name: [_plain(getattr(row, name)) for row in rows] for name in names}
    pl.DataFrame(columns).write_parquet(path)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, (Decimal, DecisionKind)) else value


def _ballot(value: Any = None, **more: Any) -> BallotRow:
    return BallotRow(value=None if value is None else Decimal(str(value)), **more)


def _decision(kind: str, value: Any = None, **more: Any) -> Decision:
    what = DecisionKind(kind)
    if what is DecisionKind.SCORE and value is not None:
        value = Decimal(str(value))
    return Decision(kind=what, value=value, **more)
