"""Parquet files as tables: exact text of every cell."""

from __future__ import annotations

import io

import polars as pl

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.tables.grid import Grid
from kaohe.tables.kinds import DAMAGED, TOO_LARGE
from kaohe.tables.place import Place
from kaohe.tables.problems import ProblemLog
from kaohe.tables.significant import significant

_ = translator("tables")

MAX_CELLS = 100_000_000


def read_parquet(data: bytes, place: Place, log: ProblemLog) -> list[Grid]:
    """Read a Parquet file as one sheet: row 1 is the header, the first record is row 2."""
    try:
        frame = pl.scan_parquet(io.BytesIO(data))
        names = frame.collect_schema().names()
        height = frame.select(pl.len()).collect().item()
        if height * len(names) > MAX_CELLS:
            log.add(TOO_LARGE, place, limit=_("{cells} cells").format(cells=f"{MAX_CELLS:,}"))
            return []
        columns = [_texts(series) for series in frame.collect()]
    except (pl.exceptions.PolarsError, OSError, ValueError, pl.exceptions.PanicException) as error:
        log.add(DAMAGED, place, str(error))
        return []
    return [Grid(place, [list(names), *map(list, zip(*columns, strict=True))])]


def _texts(series: pl.Series) -> list[str]:
    if series.dtype.is_float():
        return [_float_text(value) for value in series.to_list()]
    if series.dtype.is_nested() or series.dtype in (pl.Binary, pl.Object):
        return ["" if value is None else str(value) for value in series.to_list()]
    return [text.strip() if text else "" for text in series.cast(pl.String).to_list()]


def _float_text(value: float | None) -> str:
    """Write a stored float with the fewest digits that give it back, at most 15, as spreadsheets do."""
    if value is None:
        return ""
    text = repr(value)
    return text if "n" in text else show_decimal(significant(text))
