"""Files that a person hands in: checked before any library opens them."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kaohe.tables.container import BrokenZipError, Container, TooLargeError, content_kind

_CONTAINERS = ("xlsx", "docx", "ofd")
_LONGEST_NAME = 200
"""Bytes of a file's name: disks take 255, and Chinese signs are three each."""
_STARTS = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
}


def checked(upload: UploadedFile[Any], kinds: Sequence[str], most_mb: int) -> Path:
    """Write an upload to a temporary file once it has proved to be what its name says.

    Parameters
    ----------
    kinds
        Endings that are taken, in lower case: xlsx, docx, csv, yaml, yml, parquet, pdf, png, jpg, jpeg, ofd.
    most_mb
        Largest size, in megabytes.

    Returns
    -------
    Path
        The file under its own name; it goes when the upload does, at the end of the request.

    Raises
    ------
    ValidationError
        When it is too large, empty, of another kind than its name says, or would unpack to an excessive size.
    """
    name = _own_name(upload.name or "file")
    ending = Path(name).suffix.lower().removeprefix(".")
    _check_outside(upload, ending, kinds, most_mb)
    data = upload.read()
    _check_content(name, ending, data)
    folder = Path(mkdtemp(prefix="kaohe-upload-"))
    weakref.finalize(upload, shutil.rmtree, folder, ignore_errors=True)
    path = folder / name
    path.write_bytes(data)
    return path


def _own_name(name: str) -> str:
    """Give the name by which the person knows the file, as long as the disk takes it; problems are told under it."""
    name = "".join(sign for sign in Path(name).name if sign.isprintable())
    ending = Path(name).suffix
    stem = name.removesuffix(ending).encode()[: _LONGEST_NAME - len(ending.encode())].decode(errors="ignore")
    return f"{stem}{ending}"


def _check_outside(upload: UploadedFile[Any], ending: str, kinds: Sequence[str], most_mb: int) -> None:
    """Check what is known before the content is read."""
    if ending not in kinds:
        raise ValidationError(
            _("%(name)s is not taken here. Hand in one of: %(kinds)s."),
            params={"name": upload.name, "kinds": ", ".join(f".{kind}" for kind in kinds)},
        )
    if not upload.size:
        raise ValidationError(_("%(name)s is empty."), params={"name": upload.name})
    if upload.size > most_mb * 1024 * 1024:
        raise ValidationError(
            _("%(name)s is larger than %(most)s MB. Remove pictures, or split it."),
            params={"name": upload.name, "most": most_mb},
        )


def _check_content(name: str, ending: str, data: bytes) -> None:
    """Check that the content is of the kind that the name says."""
    try:
        if not _is_kind(ending, data):
            raise ValidationError(
                _("%(name)s does not hold what its name says. Save it again with the program that made it."),
                params={"name": name},
            )
        if ending in _CONTAINERS:
            Container(data)
    except TooLargeError:
        raise ValidationError(_("%(name)s unpacks to more than is read here."), params={"name": name}) from None
    except BrokenZipError:
        raise ValidationError(_("%(name)s is damaged. Save it again."), params={"name": name}) from None


def _is_kind(ending: str, data: bytes) -> bool:
    if ending in _STARTS:
        return data.startswith(_STARTS[ending])
    if ending == "ofd":
        return "OFD.xml" in Container(data)
    return content_kind(data) == {"csv": "text", "txt": "text", "yaml": "text", "yml": "text"}.get(ending, ending)
