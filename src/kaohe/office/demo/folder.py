"""The folder of a demo: what is in it, whether it can be used as it is, and how it is emptied."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path

from kaohe.office.demo.county import Scale

LOGINS = "logins.json"
DONE = "told.json"
"""Stands when the story was told to its end: hashes of the migrations that made the tables."""

PROGRESS = "telling.json"
"""Stands while the year is being told: its scale, what is done, what there is to do."""

_OURS = ("postgres", "static", "files", "secret.key", "audit.key", "audit-anchors.jsonl", LOGINS, DONE, PROGRESS)
"""All that a demo writes; nothing else in the folder is ever removed."""

_OFFICE = Path(__file__).parent.parent


class DemoRunsError(RuntimeError):
    """The demo's database is at work; stop the demo first."""


def environment(folder: Path) -> dict[str, str]:
    """Give the variables of the demo: open on this machine only, on a database of its own."""
    return {
        "KAOHE_DATA": str(folder),
        "DATABASE_URL": "",  # never anybody's real platform
        "KAOHE_HOSTS": "localhost,127.0.0.1",
        "KAOHE_HTTPS": "0",
        "KAOHE_SECOND_FACTOR": "none",
        "KAOHE_IDLE_MINUTES": "240",
        "KAOHE_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "kaohe.office.demo.settings",
    }


def is_ready(folder: Path) -> bool:
    """Tell whether a whole story is there whose tables this version still understands: migrations were only added."""
    file = folder / DONE
    if not file.exists():
        return False
    then, now = json.loads(file.read_text(encoding="utf-8")), migrations()
    return all(now.get(name) == digest for name, digest in then.items())


def mark_ready(folder: Path) -> None:
    """Note that the story was told to its end."""
    _write(folder / DONE, migrations())
    (folder / PROGRESS).unlink(missing_ok=True)


def begin_telling(folder: Path, scale: Scale) -> None:
    """Note that the story is being told, and how large the county is."""
    _write(folder / PROGRESS, {"scale": asdict(scale), "done": 0, "total": 1})


def note_progress(folder: Path, done: int, total: int) -> None:
    """Note how far the year is told."""
    noted = json.loads((folder / PROGRESS).read_text(encoding="utf-8"))
    _write(folder / PROGRESS, noted | {"done": done, "total": total})


def progress_of(folder: Path) -> int | None:
    """Give how many percent of the year are told; None when all of it is."""
    try:
        noted = json.loads((folder / PROGRESS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return int(100 * noted["done"] / noted["total"])


def scale_of(folder: Path) -> Scale:
    """Give the scale of the county that is being told."""
    return Scale(**json.loads((folder / PROGRESS).read_text(encoding="utf-8"))["scale"])


def _write(file: Path, content: object) -> None:
    """Write a file at once: the server reads it at any moment."""
    new = file.with_suffix(".new")
    new.write_text(json.dumps(content, indent=1), encoding="utf-8")
    new.replace(file)


def migrations() -> dict[str, str]:
    """Give file → hash of every migration of the office."""
    files = sorted(_OFFICE.glob("*/migrations/0*.py"))
    return {str(f.relative_to(_OFFICE)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def empty(folder: Path) -> None:
    """Remove everything that a demo wrote; raises DemoRunsError while its database runs."""
    if _database_runs(folder):
        raise DemoRunsError
    for name in _OURS:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def forget_dead(folder: Path) -> None:
    """Strike processes that are gone off the list of who holds the database: the last one alive stops it."""
    file = folder / "postgres" / ".handle_pids.json"
    if file.exists():
        held = json.loads(file.read_text() or "[]")
        file.write_text(json.dumps([pid for pid in held if _is_alive(pid)]))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _database_runs(folder: Path) -> bool:
    note = folder / "postgres" / "postmaster.pid"
    try:
        return _is_alive(int(note.read_text().split()[0]))
    except (OSError, ValueError, IndexError):
        return False
