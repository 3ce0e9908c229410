"""The result of a bulk run: leaf scores, node scores, totals with places and grade proposals."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl


@dataclass(frozen=True)
class BulkResult:
    """What a bulk run came to; scores are integers in units of ``10**-precision``.

    Attributes
    ----------
    leaves
        One row a unit, ``unit`` and one column a leaf; null: left out (excluded, not applicable, or the leaf does
        not concern the unit's class).
    nodes
        Likewise, one column a node of the tree.
    adjustments
        One row a unit and item that has anything: ``unit``, ``item``, ``amount`` before and ``counted`` after caps.
    totals
        One row a unit: ``unit``, ``class``, ``base`` (the tree), ``adjusted``, ``total``, ``rank``, ``ranked_among``,
        ``proposed_grade``, ``grade`` (as decided, else proposed). By class, then id.
    precision
        Decimal places of a score.
    """

    leaves: pl.DataFrame
    nodes: pl.DataFrame
    adjustments: pl.DataFrame
    totals: pl.DataFrame
    precision: int

    def long_leaves(self) -> pl.LazyFrame:
        """Give leaf scores in long form: ``unit``, ``indicator``, ``score``; only cells that have a score."""
        return _long(self.leaves)

    def write(self, folder: Path) -> None:
        """Write ``leaves``, ``nodes``, ``adjustments`` and ``totals`` as Parquet, leaves in long form."""
        folder.mkdir(parents=True, exist_ok=True)
        _long(self.leaves).sink_parquet(folder / "leaves.parquet")
        self.nodes.write_parquet(folder / "nodes.parquet")
        self.adjustments.write_parquet(folder / "adjustments.parquet")
        self.totals.write_parquet(folder / "totals.parquet")


def _long(wide: pl.DataFrame) -> pl.LazyFrame:
    parts = [_column(wide, code) for code in wide.columns if code != "unit"]
    empty = pl.LazyFrame(schema={"unit": pl.String, "indicator": pl.String, "score": pl.Int64})
    return pl.concat(parts or [empty])


def _column(wide: pl.DataFrame, code: str) -> pl.LazyFrame:
    part = wide.lazy().select("unit", pl.lit(code).alias("indicator"), pl.col(code).alias("score"))
    return part.filter(pl.col("score").is_not_null()) if wide[code].null_count() else part
