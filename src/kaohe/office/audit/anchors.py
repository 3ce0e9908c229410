"""A second record of every chain's end, in a file outside the database.

Seals alone do not show that somebody put the database back to an earlier state, last entry and sealed end together.
The file does: it names an entry that is no longer there. Keep it where the database's administrator cannot write,
or ship it elsewhere with the other logs.
"""

from __future__ import annotations

import json
import logging
import os
from collections import defaultdict
from pathlib import Path

_log = logging.getLogger(__name__)


def write_anchor(file: Path, chain: str, serial: int, seal: str) -> None:
    """Add one line. The entry is already committed: a full disk is an alarm in the log, not a failed action."""
    line = json.dumps({"chain": chain, "serial": serial, "seal": seal}, ensure_ascii=False) + "\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())  # one short write to the end is whole, also with several processes
        finally:
            os.close(handle)
    except OSError:
        _log.exception("the anchor of the audit log cannot be written", extra={"fields": {"file": str(file)}})


def read_anchors(file: Path) -> dict[str, dict[int, str]]:
    """Give chain → number → seal of every anchored entry; a line cut short by a crash is passed over."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    if not file.exists():
        return found
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                anchor = json.loads(line)
                found[anchor["chain"]][anchor["serial"]] = anchor["seal"]
            except (ValueError, KeyError):
                continue
    return found
