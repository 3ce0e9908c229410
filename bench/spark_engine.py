"""Score the benchmark on ``local[2]`` and note what memory the Python processes of the tasks took."""

from __future__ import annotations

import json
import shutil
import sys
import threading
import time
from pathlib import Path

from eight_families import LEAVES
from eight_scheme import scheme
from harness import peak_mib
from kaohe.scoring.spark import local_session, score_parquet


class Watch(threading.Thread):
    """Looks at the processes of Spark's Python workers while tasks run."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_kib = 0

    def run(self) -> None:
        while True:
            for status in Path("/proc").glob("[0-9]*/status"):
                self._look(status)
            time.sleep(0.1)

    def _look(self, status: Path) -> None:
        try:
            if b"pyspark.daemon" in status.with_name("cmdline").read_bytes():
                high = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
                self.peak_kib = max(self.peak_kib, int(high.split()[1]))
        except (OSError, StopIteration):
            return  # it has ended


def main(source: Path, target: Path) -> None:
    """Start a session, score twice, tell the second time."""
    begun = time.perf_counter()
    session = local_session()
    session.sparkContext.setLogLevel("OFF")
    started = time.perf_counter()
    watch = Watch()
    watch.start()
    for _ in range(2):
        shutil.rmtree(target, ignore_errors=True)
        run = time.perf_counter()
        score_parquet(scheme(), source, target, session=session)
        seconds = time.perf_counter() - run
    cells = session.read.parquet(str(source / "units.parquet")).count() * LEAVES
    result = {"seconds": seconds, "start": started - begun, "cells": cells, "peak_mib": peak_mib()}
    sys.stdout.write(json.dumps(result | {"task_mib": watch.peak_kib / 1024}) + "\n")
    session.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
