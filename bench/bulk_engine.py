"""Score the benchmark with the Polars engine: Parquet in, Parquet out, exact."""

from __future__ import annotations

import sys
from pathlib import Path

from eight_families import LEAVES
from eight_scheme import scheme
from harness import Result, answer
from kaohe.scoring.bulk import score_parquet


def main(source: Path, target: Path) -> Result:
    """Build the scheme, score, write."""
    result = score_parquet(scheme(), source, target)
    return {"cells": len(result.totals) * LEAVES}


if __name__ == "__main__":
    answer(lambda: main(Path(sys.argv[1]), Path(sys.argv[2])))
