"""A sheet as files: scores.xlsx to read, scores.parquet to compute with, ranking.csv to publish."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl

from kaohe.i18n import translator
from kaohe.scoring.sheet import ScoreSheet
from kaohe.scoring.workbook import remarks, write_workbook

_ = translator("scoring")


def write_results(sheet: ScoreSheet, folder: Path) -> tuple[Path, Path, Path]:
    """Write all three files into a folder, each whole or not at all.

    Returns
    -------
    tuple
        Paths of ``scores.xlsx``, ``scores.parquet`` and ``ranking.csv``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return (
        _whole(folder / "scores.xlsx", lambda path: write_workbook(sheet, path)),
        _whole(folder / "scores.parquet", lambda path: to_frame(sheet).write_parquet(path)),
        _whole(folder / "ranking.csv", lambda path: path.write_bytes(ranking_csv(sheet))),
    )


def _whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Write beside the target and move it there, so that a reader never sees half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=path.suffix)
    os.close(handle)
    part = Path(name)
    try:
        write(part)
        part.chmod(0o644)  # a temporary file is private; a result is for the office
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def to_frame(sheet: ScoreSheet) -> pl.DataFrame:
    """Give one row per unit and leaf.

    Returns
    -------
    pl.DataFrame
        ``unit``, ``name``, ``class``, ``indicator``, ``state``; ``actual``, ``target``, ``points``, ``score`` as exact
        decimals (null: none); ``score_units``, a whole number of ``10**-precision``; and, repeated for each row of a
        unit, ``total``, ``rank`` and ``grade``.
    """
    cells = list(sheet.cells())
    facts = [leaf.fact for _, leaf in cells]
    precision = sheet.precision
    return pl.DataFrame(
        [
            pl.Series("unit", [u.unit for u, _ in cells], pl.String),
            pl.Series("name", [u.name for u, _ in cells], pl.String),
            pl.Series("class", [u.class_id for u, _ in cells], pl.String),
            pl.Series("indicator", [leaf.code for _, leaf in cells], pl.String),
            pl.Series("state", [str(leaf.state) for _, leaf in cells], pl.String),
            _decimals("actual", [None if f is None else f.actual for f in facts]),
            _decimals("target", [None if f is None else f.target for f in facts]),
            _decimals("points", [leaf.points for _, leaf in cells]),
            _scores("score", [leaf.score for _, leaf in cells], precision),
            pl.Series("score_units", [leaf.score for _, leaf in cells], pl.Int64),
            _scores("total", [u.total for u, _ in cells], precision),
            pl.Series("rank", [u.rank for u, _ in cells], pl.Int64),
            pl.Series("grade", [u.grade for u, _ in cells], pl.String),
        ]
    )


def _decimals(name: str, values: Sequence[Decimal | None]) -> pl.Series:
    places = max((-int(v.as_tuple().exponent) for v in values if v is not None), default=0)
    return pl.Series(name, values, pl.Decimal(38, max(0, places)))


def _scores(name: str, units: Sequence[int | None], precision: int) -> pl.Series:
    values = [None if u is None else Decimal(u).scaleb(-precision) for u in units]
    return pl.Series(name, values, pl.Decimal(38, precision))


def ranking_csv(sheet: ScoreSheet) -> bytes:
    """Write the ranking as CSV; UTF-8 with a byte order mark, without which spreadsheet programs garble Chinese."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow([_("class"), _("place"), _("unit"), _("total"), _("proposed grade"), _("decided grade"), _("notes")])
    names = {c.id: c.name for c in sheet.scheme.classes}
    for unit in sheet.units:
        row = [names[unit.class_id], unit.rank, unit.name, sheet.show(unit.total)]
        rows.writerow([_safe(cell) for cell in (*row, unit.proposed_grade, unit.decided_grade, remarks(unit))])
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: object) -> object:
    """Keep a name that begins like a formula from running as one when the file is opened."""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _is_number(cell):
        return "'" + cell
    return "" if cell is None else cell


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()
