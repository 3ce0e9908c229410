"""Ten million random cells: Kaohe against an independent oracle in fractions, and what floats get wrong.

The oracle (`fraction_oracle.py`) shares no line with Kaohe. The float program (`float_numpy.py`) rounds half up as
careful float programs do, floor(100·x + 0.5) ÷ 100.
"""

from __future__ import annotations

import shutil
import tempfile
from argparse import ArgumentParser
from pathlib import Path

import polars as pl

from eight_families import FAMILIES, LEAVES, leaves, write_data
from harness import fresh, machine, show

CODES = [leaf.code for leaf in leaves()]


def main() -> None:
    """Generate, run the three programs, count differences."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=10_000_000)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    print(machine())
    folder = Path(tempfile.mkdtemp(prefix="kaohe-exact-"))
    try:
        units = -(-options.cells // LEAVES)
        write_data(folder / "in", units, seed=7)
        oracle = fresh("fraction_oracle.py", folder / "in", folder / "oracle", options.processes)
        fresh("bulk_engine.py", folder / "in", folder / "kaohe")
        fresh("float_numpy.py", folder / "in", folder / "float")
        print(f"{units * LEAVES:,} cells; oracle in fractions: {oracle['seconds']:.0f} s")
        _show(folder)
    finally:
        shutil.rmtree(folder)


def _show(folder: Path) -> None:
    truth = pl.read_parquet(folder / "oracle" / "oracle.parquet")
    kaohe = _wide(pl.read_parquet(folder / "kaohe" / "leaves.parquet"))
    floats = _wide(pl.read_parquet(folder / "float" / "leaves.parquet").with_columns(_cents("score")))
    rows = [[family, *(_wrong(truth, other, family) for other in (kaohe, floats))] for family in FAMILIES]
    rows.append(["all leaf cells", *(sum(row[k] for row in rows) for k in (1, 2))])
    totals = [
        pl.read_parquet(folder / "kaohe" / "totals.parquet").select("unit", "total"),
        pl.read_parquet(folder / "float" / "totals.parquet").select("unit", _cents("total")),
    ]
    joined = [truth.select("unit", truth="total").join(t, on="unit") for t in totals]
    rows.append(["totals (units)", *((j["truth"] != j["total"]).sum() for j in joined)])
    units = len(truth)
    assert all(len(frame) == units for frame in (kaohe, floats, *joined)), "a program lost units"
    notes = (
        f"{units:,} units. Wrong totals of the float program: {rows[-1][2] / units:.2%} of units.",
        "Every cell compared, in hundredths of a point, with an independent oracle in fractions.",
    )
    show("Wrong cells", ("family", "Kaohe", "float64"), rows, notes)


def _cents(name: str) -> pl.Expr:
    return (pl.col(name) * 100).round().cast(pl.Int64)


def _wide(long: pl.DataFrame) -> pl.DataFrame:
    return long.pivot(on="indicator", index="unit", values="score")


def _wrong(truth: pl.DataFrame, other: pl.DataFrame, family: str) -> int:
    codes = [leaf.code for leaf in leaves() if leaf.family == family]
    joined = truth.select("unit", *codes).join(other, on="unit", suffix="_other", how="left")
    return sum(int(joined[c].cast(pl.Int64).ne_missing(joined[f"{c}_other"]).sum()) for c in codes)


if __name__ == "__main__":
    main()
