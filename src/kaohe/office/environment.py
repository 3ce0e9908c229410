"""What the environment says: every setting of the office is a variable ``KAOHE_…`` with a safe default."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


class SettingError(ValueError):
    """A variable of the environment cannot be understood; the message names it and says what it may be."""


def text(name: str, default: str = "") -> str:
    """Give a variable as text."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Give a variable as yes or no."""
    word = text(name).lower()
    if word in ("1", "true", "yes", "on"):
        return True
    if word in ("0", "false", "no", "off"):
        return False
    if word:
        raise SettingError(f"{name}={word!r}: expected 1 or 0")
    return default


def number(name: str, default: int, *, least: int = 1) -> int:
    """Give a variable as a whole number."""
    word = text(name)
    if word and not (word.isascii() and word.isdigit() and int(word) >= least):
        raise SettingError(f"{name}={word!r}: expected a whole number from {least} on")
    return int(word) if word else default


def choice(name: str, choices: tuple[str, ...]) -> str:
    """Give a variable as one of several words; the first is the default."""
    word = text(name, choices[0])
    if word not in choices:
        raise SettingError(f"{name}={word!r}: expected one of {', '.join(choices)}")
    return word


def words(name: str, default: str = "") -> list[str]:
    """Give a variable as words with commas between them."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def data_folder() -> Path:
    """Give the folder of everything the office keeps on disk: ``KAOHE_DATA``.

    Default: ``/var/lib/kaohe`` for root (the embedded database runs as a user of its own and must reach it), else
    ``~/.local/share/kaohe``.
    """
    at_home = Path.home() / ".local" / "share" / "kaohe"
    return Path(text("KAOHE_DATA", "/var/lib/kaohe" if os.geteuid() == 0 else str(at_home))).absolute()


def secret(name: str, file: Path) -> str:
    """Give a secret: the variable, else the file, else a random one that dies with the process.

    Reading settings must not write; `make_secret` writes the file when the office is set up.
    """
    if text(name):
        return text(name)
    return file.read_text().strip() if file.exists() else secrets.token_urlsafe(64)


def make_secret(file: Path) -> None:
    """Write a random secret that only its owner can read, unless there is one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_urlsafe(64))
