"""Scores from the bulk engines: the same numbers, ranks and files as the reference engine's, without derivations.

A folder of Parquet files with scaled integers (``actual_e4``) is scored without making a Python object of any figure;
other folders are read and checked like the reference engine's.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from kaohe.cli.engines import Row, read_checked
from kaohe.cli.parameters import Engine
from kaohe.cli.progress import working
from kaohe.exact import show, show_decimal
from kaohe.i18n import translator
from kaohe.scheme.load import load_scheme
from kaohe.scheme.model import Scheme
from kaohe.scoring.bulk import BulkData, BulkResult, from_dataset
from kaohe.scoring.bulk.engine import score_data
from kaohe.scoring.bulk.files import is_bulk_folder, read_parquet, write_parquet
from kaohe.scoring.periods import span
from kaohe.tables.write import Heading, Workbook, whole_file, write_csv

_ = translator("cli")

MAX_SHEET_ROWS = 1_000_000
"""Rows that go into a workbook's detail sheet; more do not fit a spreadsheet, and stand in scores.parquet."""


@dataclass(frozen=True)
class BulkScores:
    """What a bulk engine came to, with the scheme and the figures it scored."""

    scheme: Scheme
    data: BulkData
    result: BulkResult

    def _show(self, units: int | None) -> str | None:
        return None if units is None else show(units, self.result.precision)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        units = self.data.units
        names = units["name"] if "name" in units.columns else units["unit"]
        return dict(zip(units["unit"].cast(pl.String), names.cast(pl.String), strict=True))

    @cached_property
    def _placed(self) -> pl.DataFrame:
        """Totals in the order in which tables print: class, place, id."""
        order = pl.Enum([c.id for c in self.scheme.classes])
        return self.result.totals.sort(pl.col("class").cast(order), "rank", "unit", nulls_last=True)

    def ranking(self) -> list[tuple[str, list[Row]]]:
        """Rows of the ranking table, by class in the scheme's order."""
        rows = self._placed.partition_by("class", as_dict=True)
        return [
            (c.name, [self._row(u) for u in rows[c.id,].to_dicts()]) for c in self.scheme.classes if (c.id,) in rows
        ]

    def _row(self, unit: Mapping[str, Any]) -> Row:
        place = _("not ranked") if unit["rank"] is None else str(unit["rank"])
        return place, self._names[unit["unit"]], self._show(unit["total"]) or "—", unit["grade"] or "—"

    @cached_property
    def _figures(self) -> Mapping[tuple[str, str], tuple[str | None, str | None]]:
        """(unit, indicator) → the latest actual and target as decimal text."""
        columns = self.data.columns()
        wanted = [c for c in ("actual", "target") if c in columns]
        facts = self.data.facts
        if "input" in columns:
            facts = facts.filter(pl.col("input").is_null())
        if "period" in columns:
            in_time = sorted(self.data.distinct("period"), key=lambda p: (span(p).year, span(p).last, span(p).months))
            facts = facts.sort(pl.col("period").cast(pl.Enum(in_time)))
        frame = facts.group_by("unit", "indicator", maintain_order=True).agg(pl.col(wanted).last()).collect()
        places = self.data.digits
        return {
            (str(row["unit"]), str(row["indicator"])): tuple(_plain(row.get(c), places) for c in ("actual", "target"))  # type: ignore[misc]
            for row in frame.iter_rows(named=True)
        }

    def to_json(self) -> dict[str, Any]:
        """The stable JSON; derivations are null: ``kaohe explain`` gives them."""
        leaves, nodes = _by_unit(self.result.leaves), _by_unit(self.result.nodes)
        items = self.result.adjustments.partition_by("unit", as_dict=True)
        return {
            "scheme": self.scheme.id,
            "hash": self.scheme.hash,
            "precision": self.result.precision,
            "units": [
                {
                    "unit": unit["unit"],
                    "name": self._names[unit["unit"]],
                    "class": unit["class"],
                    "total": self._show(unit["total"]),
                    "rank": unit["rank"],
                    "grade": unit["grade"],
                    "proposed_grade": unit["proposed_grade"],
                    "base": self._show(unit["base"]),
                    "indicators": self._leaves_json(unit, leaves[unit["unit"]]),
                    "nodes": self._nodes_json(unit, nodes[unit["unit"]]),
                    "adjustments": [self._item_json(i) for i in _rows(items.get((unit["unit"],)))],
                }
                for unit in self._placed.iter_rows(named=True)
            ],
        }

    def _leaves_json(self, unit: Mapping[str, Any], scores: Mapping[str, int | None]) -> list[dict[str, Any]]:
        return [
            {
                "code": leaf.code,
                "actual": self._figures.get((unit["unit"], leaf.code), (None, None))[0],
                "target": self._figures.get((unit["unit"], leaf.code), (None, None))[1],
                "score": self._show(scores.get(leaf.code)),
                "points": show_decimal(leaf.points[unit["class"]]),
                "derivation": None,
            }
            for leaf in self.scheme.leaves
            if unit["class"] in leaf.points
        ]

    def _nodes_json(self, unit: Mapping[str, Any], scores: Mapping[str, int | None]) -> list[dict[str, Any]]:
        return [
            {"code": code, "score": self._show(scores[code])}
            for code in (i.code for i in self.scheme.indicators if not i.is_leaf)
            if scores.get(code) is not None
        ]

    def _item_json(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "code": item["item"],
            "amount": self._show(item["amount"]),
            "score": self._show(item["counted"]),
            "derivation": None,
        }

    def write(self, folder: Path) -> tuple[Path, ...]:
        """Write workbook, Parquet and ranking, each whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        book, parquet, ranking = (folder / n for n in ("scores.xlsx", "scores.parquet", "ranking.csv"))
        frame = self._long()
        with whole_file(parquet) as part:
            frame.write_parquet(part)
        header = [_("class"), _("place"), _("unit"), _("score"), _("grade proposal")]
        write_csv(ranking, header, self._ranking_rows())
        self._write_book(book, header, frame)
        return book, parquet, ranking

    def _ranking_rows(self) -> Iterator[Sequence[str]]:
        return ((name, *row) for name, rows in self.ranking() for row in rows)

    def _long(self) -> pl.DataFrame:
        """One row a unit and leaf, scores as exact decimals."""
        precision = self.result.precision
        totals = self.result.totals.select("unit", "class", "rank", "grade", _decimal("total", precision))
        leaves = self.result.long_leaves().collect().with_columns(_decimal("score", precision))
        return leaves.join(totals, on="unit", how="left", maintain_order="left")

    def _write_book(self, path: Path, header: Sequence[str], frame: pl.DataFrame) -> None:
        with Workbook(path) as book:
            book.write_sheet(_("ranking"), [Heading(name) for name in header], self._ranking_rows())
            if len(frame) <= MAX_SHEET_ROWS:
                columns = [Heading(_("unit")), Heading(_("indicator")), Heading(_("score"), self.result.precision)]
                book.write_sheet(_("detail"), columns, frame.select("unit", "indicator", "score").iter_rows())


def _decimal(column: str, precision: int) -> pl.Expr:
    """Score units as an exact decimal: the digits stay, only the point is set."""
    return pl.col(column).cast(pl.Decimal(38, precision)) / pl.lit(10**precision).cast(pl.Decimal(38, 0))


def _plain(value: int | None, places: int) -> str | None:
    if value is None:
        return None
    text = show(int(value), places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _by_unit(wide: pl.DataFrame) -> dict[str, dict[str, int | None]]:
    return {row.pop("unit"): row for row in wide.iter_rows(named=True)}


def _rows(frame: pl.DataFrame | None) -> list[dict[str, Any]]:
    return [] if frame is None else frame.to_dicts()


def score_bulk(engine: Engine, scheme: Path, data: Path) -> BulkScores:
    """Score with Polars or Spark."""
    checked = load_scheme(scheme)
    tables = _bulk_data(checked, data)
    with working(_("Scoring")):
        result = score_data(checked, tables) if engine is Engine.POLARS else _on_spark(checked, tables, data)
    return BulkScores(checked, tables, result)


def _bulk_data(scheme: Scheme, folder: Path) -> BulkData:
    if is_bulk_folder(folder):
        return read_parquet(folder)
    return from_dataset(read_checked(folder, scheme))


def _on_spark(scheme: Scheme, tables: BulkData, folder: Path) -> BulkResult:
    from kaohe.scoring.spark import read_result, score_parquet  # Spark is an extra: only who asks for it needs it

    with tempfile.TemporaryDirectory(prefix="kaohe-spark-") as name:
        out = Path(name) / "out"
        source = folder
        if not is_bulk_folder(folder):
            source = Path(name) / "in"
            write_parquet(tables, source)
        score_parquet(scheme, source, out)
        return read_result(out, scheme.precision)
