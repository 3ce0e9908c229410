"""Compare what the two engines wrote, row by row."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from harness import Result, answer
from kaohe.scoring.spark import read_result


def main(folder: Path) -> Result:
    """Say whether leaf scores and totals are identical."""
    spark = read_result(folder / "spark_engine", 2)
    totals = pl.read_parquet(folder / "bulk_engine" / "totals.parquet").sort("unit")
    leaves = pl.read_parquet(folder / "bulk_engine" / "leaves.parquet").sort("unit", "indicator")
    mine = spark.leaves.unpivot(index="unit", variable_name="indicator", value_name="score").sort("unit", "indicator")
    same = mine.equals(leaves) and spark.totals.sort("unit").equals(totals)
    return {"verdict": "leaf scores, totals, places and grades identical" if same else "DIFFERENT"}


if __name__ == "__main__":
    answer(lambda: main(Path(sys.argv[1])))
