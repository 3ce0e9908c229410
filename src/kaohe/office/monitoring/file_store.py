"""Files under their hash in the data folder: the same content is kept once."""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CHUNK = 1024 * 1024
SCAN_SECONDS = 120


def hash_of(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def place_of(sha256: str) -> Path:
    """Say where a content is kept."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def keep(path: Path, sha256: str) -> None:
    """Put a file in its place, whole or not at all; what is there already stays.

    Written to the disk before the row is: a figure never names a file that a power cut took.
    """
    place = place_of(sha256)
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, prefix=".new-", delete=False) as out, path.open("rb") as stream:
        while block := stream.read(CHUNK):
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    Path(out.name).chmod(0o600)
    Path(out.name).replace(place)


def scan(path: Path) -> None:
    """Have a file looked at by the virus scanner of the house, if there is one (``KAOHE_SCAN_COMMAND``).

    The command gets the path as its last argument; any answer but 0, and no answer, refuses the file.
    """
    command = settings.KAOHE_SCAN_COMMAND
    if not command:
        return
    try:
        done = subprocess.run(  # noqa: S603  (the command is the administrator's own setting, the path is our own)
            [*shlex.split(command), str(path)], capture_output=True, timeout=SCAN_SECONDS, check=False
        )
        is_clean = done.returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        is_clean = False
    if not is_clean:
        raise ValidationError(_("The virus scanner refused %(name)s. It was not kept."), params={"name": path.name})
