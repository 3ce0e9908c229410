"""Speed and memory of the bulk engine, side by side with programs in binary floats, on the same Parquet files.

Every program reads units, facts and events, scores 60 indicators of eight rule families, rolls them up over three
levels, applies bonus and deduction with caps, ranks and grades each of four classes, and writes leaf scores and totals.
Each run is a fresh process. Only Kaohe's result is exact; `bench/exactness.py` counts what the others get wrong.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

import spreadsheet
from eight_families import LEAVES, write_data
from harness import Result, fresh, machine, middle, rounds, show

PROGRAMS = {
    "Kaohe, Polars engine (exact)": "bulk_engine.py",
    "NumPy, dense, float64 (not exact)": "float_numpy.py",
    "pandas, float64 (not exact)": "float_pandas.py",
}


def main() -> None:
    """Generate, measure, print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=20_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sheet-cells", type=int, default=30_000, help="size of the LibreOffice workbook; 0: none")
    options = parser.parse_args()
    units = -(-options.cells // LEAVES)
    print(machine())
    folder = Path(tempfile.mkdtemp(prefix="kaohe-bench-"))
    try:
        write_data(folder / "in", units)
        size = (folder / "in" / "facts.parquet").stat().st_size / 2**20
        print(f"{units * LEAVES:,} cells, {units:,} units x {LEAVES} indicators; facts.parquet {size:.0f} MiB")
        measured = rounds(options.rounds, {n: lambda s=s: _run(s, folder) for n, s in PROGRAMS.items()})
        _show(measured, units * LEAVES, options.rounds)
        if options.sheet_cells:
            spreadsheet.report(folder, options.sheet_cells)
    finally:
        shutil.rmtree(folder)


def _run(script: str, folder: Path) -> Result:
    result = fresh(script, folder / "in", folder / "out")
    shutil.rmtree(folder / "out")
    return result


def _show(measured: dict[str, list[Result]], cells: int, count: int) -> None:
    yardstick = middle(measured["NumPy, dense, float64 (not exact)"], "seconds")
    pandas = middle(measured["pandas, float64 (not exact)"], "seconds")
    rows = []
    for name, results in measured.items():
        seconds, peak = middle(results, "seconds"), max(r["peak_mib"] for r in results)
        best, busy = min(r["seconds"] for r in results), middle(results, "cpu_seconds")
        row = [name, f"{seconds:.2f}", f"{best:.2f}", f"{busy:.1f}", f"{cells / seconds / 1e6:.1f}"]
        rows.append([*row, f"{yardstick / seconds:.2f}", f"{pandas / seconds:.2f}", f"{peak:,.0f}"])
    columns = ("program", "median s", "best s", "CPU s", "M cells/s", "x NumPy", "x pandas", "peak MiB")
    notes = (
        f"Files in, files out, {count} rounds in turn, each in a fresh process; imports are not in the time.",
        "The NumPy program takes the grid of the file for granted and never looks at the keys; Kaohe checks every row.",
    )
    show("Bulk scoring", columns, rows, notes)


if __name__ == "__main__":
    sys.exit(main())
