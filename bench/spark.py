"""The distributed engine on ``local[2]``: the same results, memory per task, and where it would take over.

Spark pays a start and moves every row twice, so on one machine it is slower than the bulk engine. It takes over where
one machine's memory or time ends: the bench measures two sizes, takes slope and start of each engine from them, and
extrapolates. The estimates are marked as such.
"""

from __future__ import annotations

import shutil
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from eight_families import CLASSES, LEAVES, write_data
from harness import Result, fresh, machine, show

ENGINES = {"Polars engine": "bulk_engine.py", "Spark local[2]": "spark_engine.py"}
MEMORY_GIB = 16


def main() -> None:
    """Measure two sizes and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=1_000_000)
    parser.add_argument("--more", type=int, default=4_000_000, help="second size, for the slopes")
    options = parser.parse_args()
    print(machine())
    folder = Path(tempfile.mkdtemp(prefix="kaohe-spark-"))
    try:
        sizes = [-(-cells // LEAVES) for cells in (options.cells, options.more)]
        found = {name: [_run(script, folder / str(n), n) for n in sizes] for name, script in ENGINES.items()}
        _show(found, [n * LEAVES for n in sizes])
        print(
            f"Results on {sizes[0] * LEAVES:,} cells: {fresh('spark_compare.py', folder / str(sizes[0]))['verdict']}."
        )
        _estimate(found, [n * LEAVES for n in sizes])
    finally:
        shutil.rmtree(folder)


def _run(script: str, folder: Path, units: int) -> Result:
    if not (folder / "in").exists():
        write_data(folder / "in", units)
    return fresh(script, folder / "in", folder / script.removesuffix(".py"))


def _show(found: dict[str, list[Result]], cells: list[int]) -> None:
    rows = []
    for name, results in found.items():
        for count, result in zip(cells, results, strict=True):
            task = f"{result['task_mib']:,.0f}" if "task_mib" in result else ""
            start = f"{result.get('start', 0):.1f}"
            group = f"{count // len(CLASSES):,}"
            speed = f"{count / result['seconds'] / 1e6:.2f}"
            rows.append([name, f"{count:,}", group, start, f"{result['seconds']:.1f}", speed, task])
    columns = ("engine", "cells", "largest group, cells", "start s", "score s", "M cells/s", "peak MiB of a task")
    notes = (
        "Scoring is Parquet in, Parquet out; the session is started before. The Spark time is the second run.",
        "A task is one Python process; its peak holds the interpreter, Arrow and Polars (about 150 MiB) and one group.",
    )
    show("Distributed scoring", columns, rows, notes)


def _estimate(found: dict[str, list[Result]], cells: list[int]) -> None:
    slopes = {name: _slope(cells, [r["seconds"] for r in results]) for name, results in found.items()}
    bulk, spark = slopes["Polars engine"], slopes["Spark local[2]"]
    tasks = [r["task_mib"] for r in found["Spark local[2]"]]
    groups = [c // len(CLASSES) for c in cells]
    print(
        f"Slopes: Polars {bulk * 1e6:.2f} s and Spark {spark * 1e6:.2f} s per million cells ({spark / bulk:.0f} : 1)."
    )
    print(f"Memory: {_slope(groups, tasks) * 1e6:.0f} MiB of a task per million cells of its group.")
    per_cell = _slope(cells, [r["peak_mib"] for r in found["Polars engine"]])
    full = MEMORY_GIB * 1024 / per_cell
    print("Estimated from these slopes, not measured:")
    print(f"- the Polars engine fills {MEMORY_GIB} GiB at about {full / 1e6:,.0f} million cells: from there on, Spark;")
    machines = f"{spark / bulk:.0f} machines of two cores, scaling without loss,"
    print(f"- for speed alone, about {machines} equal one with the Polars engine.")


def _slope(x: list[int], y: list[float]) -> float:
    return (y[1] - y[0]) / (x[1] - x[0])


if __name__ == "__main__":
    main()
