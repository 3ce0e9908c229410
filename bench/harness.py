"""Run each program of a benchmark in a fresh process, take time and peak memory, print tables with ratios."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
OUT = HERE / "out"

Result = dict[str, Any]


def fresh(script: str, *args: object, timeout: int = 3600) -> Result:
    """Run ``bench/<script>`` in its own process; it answers with one line of JSON, see `answer`."""
    command = [sys.executable, str(HERE / script), *map(str, args)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    if done.returncode:
        raise RuntimeError(f"{script} failed:\n{done.stderr[-4000:]}")
    result: Result = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def answer(work: Callable[[], Result | None]) -> None:
    """Time one piece of work in this process and write the result for `fresh`."""
    start, busy = time.perf_counter(), time.process_time()
    extra = work() or {}
    took = {"seconds": time.perf_counter() - start, "cpu_seconds": time.process_time() - busy}
    sys.stdout.write(json.dumps(took | {"peak_mib": peak_mib()} | extra) + "\n")


def peak_mib() -> float:
    """Peak resident memory of this process so far, in MiB.

    From Linux's account of the address space: `getrusage` would carry over the peak of the parent that forked us.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def rounds(n: int, programs: dict[str, Callable[[], Result]]) -> dict[str, list[Result]]:
    """Run the programs in turn, ``n`` times over, so that a busy moment hits all of them alike."""
    results: dict[str, list[Result]] = {name: [] for name in programs}
    for _ in range(n):
        for name, program in programs.items():
            results[name].append(program())
    return results


def middle(results: Sequence[Result], key: str) -> float:
    """Median of one figure over the rounds."""
    return median(r[key] for r in results)


def machine() -> str:
    """What it ran on, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} CPUs, {memory:.0f} GiB, {system}, load average before the run {load:.1f}"


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], notes: Sequence[str] = ()) -> None:
    """Print one table and the notes below it."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for n, name in enumerate(columns):
        table.add_column(name, justify="left" if n == 0 else "right")
    for row in rows:
        table.add_row(*map(str, row))
    console = Console(width=None if sys.stdout.isatty() else 140)
    console.print(table)
    for note in notes:
        console.print(note, highlight=False, soft_wrap=True)


@dataclass(frozen=True)
class Page:
    """How long a page takes: the first time, the middle of the others, that of this process alone; in milliseconds."""

    first: float
    middle: float
    here: float
    queries: int

    def __str__(self) -> str:
        return (
            f"first{self.first:>10,.1f} ms, then{self.middle:>9,.1f} ms{self.here:>9,.1f} ms CPU here"
            f"{self.queries:>4} queries"
        )


def page(client: Any, address: str, repeat: int = 15) -> Page:
    """Ask for a page as a browser does, through the whole stack without the network.

    The time of this process does not count the database, and hardly depends on what else the machine does.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times, busy = [], []
    for _ in range(repeat + 1):
        started, cpu = time.perf_counter(), time.process_time()
        answer = client.get(address)
        times.append((time.perf_counter() - started) * 1000)
        busy.append((time.process_time() - cpu) * 1000)
        if answer.status_code != 200:
            sys.exit(f"{address} answered {answer.status_code}")
    counts = []
    for _ in range(2):  # once a minute a request also notes in the session that somebody was there
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    if os.environ.get("KAOHE_BENCH_SQL"):
        for query in sorted(captured.captured_queries, key=lambda q: -float(q["time"]))[:3]:
            print(f"      {query['time']} s {query['sql'][:700]}")
    return Page(times[0], median(times[1:]), median(busy[1:]), min(counts))
