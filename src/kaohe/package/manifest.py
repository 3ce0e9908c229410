"""What a score package holds: the manifest, its canonical bytes, and safe reading of the zip."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from kaohe.i18n import translator

_ = translator("package")

FORMAT = 1
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
PUBLIC_KEY = "signer.pub"
RESULTS = "results.json"
SCHEME_DIR = "scheme"
DATA_DIR = "data"

MAX_FILES = 2_000
MAX_BYTES = 2 << 30
"""Most files, and most unpacked bytes, that a package may hold: a larger one is refused before it is unpacked."""


class PackageProblem(ValueError):
    """A file that is no score package; the message says what was found and expected."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Table of contents of a package.

    Attributes
    ----------
    format
        Version of this layout.
    engine
        Version of Kaohe that scored.
    scheme, scheme_hash, facts_hash
        Id of the scheme, content hash of the scheme and of the data that were scored.
    scheme_file
        Name of the scheme file within ``scheme/``.
    files
        Path inside the package → SHA-256 in hexadecimal, for every file but the manifest and its signature.
    """

    format: int
    engine: str
    scheme: str
    scheme_hash: str
    facts_hash: str
    scheme_file: str
    files: dict[str, str]

    def to_bytes(self) -> bytes:
        """Canonical JSON: sorted keys, no spaces, UTF-8. These bytes are what is signed."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Manifest:
        """Read a manifest.

        Raises
        ------
        PackageProblem
            When it is no manifest of a format this version knows.
        """
        try:
            fields: Any = json.loads(content)
        except ValueError:
            fields = None
        wanted = set(cls.__slots__)
        if not isinstance(fields, dict) or set(fields) != wanted or not isinstance(fields["files"], dict):
            raise PackageProblem(
                _("{name} is damaged: expected the fields {fields}.").format(
                    name=MANIFEST, fields=", ".join(sorted(wanted))
                )
            )
        if fields["format"] != FORMAT:
            raise PackageProblem(
                _("package format {found} is not known; this version reads format {expected}. Update Kaohe.").format(
                    found=fields["format"], expected=FORMAT
                )
            )
        return cls(**fields)


def sha256(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read_members(path: Path) -> dict[str, bytes]:
    """Read every file of the zip into memory, refusing what no package holds.

    Raises
    ------
    PackageProblem
        When it is no zip, has unsafe or repeated names, or would unpack to more than the limits.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_odd(entries)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise PackageProblem(
            _("{path} is no score package: {reason}. Expected the zip that `kaohe package build` writes.").format(
                path=path, reason=error
            )
        ) from None


def _refuse_odd(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise PackageProblem(_("the package names a file twice; it was tampered with or damaged."))
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise PackageProblem(
            _("the package would unpack to more than {files} files or {size} GiB; it is refused.").format(
                files=MAX_FILES, size=MAX_BYTES >> 30
            )
        )
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or name.endswith("/"):
            raise PackageProblem(_("the package holds an unsafe file name: {name!r}; it is refused.").format(name=name))
