"""How long ``import kaohe`` and ``kaohe --help`` take, each in a fresh process."""

from __future__ import annotations

import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from statistics import median

from harness import machine, show

BIN = Path(sys.executable).parent
COMMANDS = {
    "python -c pass": ([sys.executable, "-c", "pass"], None),
    "import kaohe": ([sys.executable, "-c", "import kaohe"], 300),
    "import kaohe.scoring.reference": ([sys.executable, "-c", "import kaohe.scoring.reference"], None),
    "import kaohe.scoring.bulk": ([sys.executable, "-c", "import kaohe.scoring.bulk"], None),
    "kaohe --help": ([str(BIN / "kaohe"), "--help"], 400),
}


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    print(machine())
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(options.rounds + 1):
        for name, (command, _aim) in COMMANDS.items():
            times[name].append(_timed(command))
    rows = []
    for name, (_, aim) in COMMANDS.items():
        warm = times[name][1:]  # the first round fills the caches of the disk
        rows.append([name, f"{median(warm):.0f}", f"{min(warm):.0f}", f"< {aim}" if aim else ""])
    show(
        "Start", ("command", "median ms", "best ms", "aim ms"), rows, (f"{options.rounds} rounds in turn, warm disk.",)
    )


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
