"""A sheet as files: scores.xlsx to read, scores.parquet to compute with, ranking.csv to publish."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl

from kaohe.i18n import translator
from kaohe.scoring.sheet import ScoreSheet
from kaohe.scoring.workbook import remarks, write_workbook
from kaohe.tables.write import harmless, whole_file

_ = translator("scoring")


def write_results(sheet: ScoreSheet, folder: Path) -> tuple[Path, Path, Path]:
    """Write all three files into a folder, each whole or not at all.

    Returns
    -------
    tuple
        Paths of ``scores.xlsx``, ``scores.parquet`` and ``ranking.csv``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    book, parquet, ranking = (folder / name for name in ("scores.xlsx", "scores.parquet", "ranking.csv"))
    with whole_file(book) as part:
        write_workbook(sheet, part)
    with whole_file(parquet) as part:
        to_frame(sheet).write_parquet(part)
    with whole_file(ranking) as part:
        part.write_bytes(ranking_csv(sheet))
    return book, parquet, ranking


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
        rows.writerow([harmless(cell) for cell in (*row, unit.proposed_grade, unit.decided_grade, remarks(unit))])
    return text.getvalue().encode("utf-8-sig")
