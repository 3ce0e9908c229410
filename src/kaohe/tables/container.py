"""Zip containers (XLSX, DOCX) opened with bounds, and files recognised by their first bytes.

A spreadsheet is a zip of XML parts. A hostile one unpacks to gigabytes, or says less than it unpacks to, so every
part is unpacked here under a limit before any other library sees the file.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape

from kaohe.i18n import mark as _

MAX_UNPACKED_BYTES = 1 << 30
"""Unpacked size of all parts together: a sheet of a million rows and ten columns needs about half of it."""

MAX_RATIO = 400
"""Unpacked to packed: real sheets stay below 100."""

_SMALL = 8 << 20
"""Below this a high ratio is harmless."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


_SIGNATURES = {
    b"MZ": _("a Windows program"),
    b"\x7fELF": _("a Linux program"),
    b"%PDF": _("a PDF document"),
    b"\x89PNG": _("a picture"),
    b"\xff\xd8\xff": _("a picture"),
    b"GIF8": _("a picture"),
    b"Rar!": _("a RAR archive"),
    b"7z\xbc\xaf": _("a 7z archive"),
    b"\x1f\x8b": _("a gzip archive"),
    b"{\\rtf": _("an RTF document"),
    b"SQLite format 3": _("a database"),
}
_OLD_OFFICE = _("an old binary Office file (.xls, .et)")
_WEB_PAGE = _("a web page (HTML or XML)")
_BROKEN_ZIP = _("a damaged zip archive")
_BINARY_WORKBOOK = _("an .xlsb workbook")
_OTHER_ZIP = _("a zip archive")
_MARKUP = re.compile(rb"\s*<(!doctype\s+html|html|table|head|body|\?xml|style|meta)", re.IGNORECASE)
_TAG = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class TooLargeError(ValueError):
    """The parts would unpack to more than may be read."""


class BrokenZipError(ValueError):
    """The container cannot be read."""


def content_kind(data: bytes) -> str:
    """Name what bytes are: ``xlsx``, ``docx``, ``parquet``, ``encrypted``, ``text`` or an English description."""
    if data[:4] == b"PK\x03\x04":
        return _zip_kind(data)
    if data[:4] == b"PAR1":
        return "parquet"
    if data[:8] == OLE:
        return "encrypted" if "EncryptedPackage".encode("utf-16-le") in data else _OLD_OFFICE
    for start, description in _SIGNATURES.items():
        if data.startswith(start):
            return description
    return _WEB_PAGE if _MARKUP.match(data[:200].removeprefix(b"\xef\xbb\xbf")) else "text"


def _zip_kind(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return _BROKEN_ZIP
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    return _BINARY_WORKBOOK if "xl/workbook.bin" in names else _OTHER_ZIP


class Container:
    """The parts of an Office file, each unpacked once under the limits."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._infos = {i.filename: i for i in zipfile.ZipFile(io.BytesIO(data)).infolist()}
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise BrokenZipError(str(error)) from None
        self._check_sizes()
        self._parts = {name: self._unpack(info) for name, info in self._infos.items() if not _is_picture(name)}

    def _check_sizes(self) -> None:
        unpacked = sum(i.file_size for i in self._infos.values())
        if unpacked > MAX_UNPACKED_BYTES or (unpacked > _SMALL and unpacked > MAX_RATIO * len(self._data)):
            raise TooLargeError
        if sum(i.compress_size for i in self._infos.values()) > len(self._data):
            raise BrokenZipError("parts overlap")  # one packed stream listed many times: a quine bomb

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        """Unpack one part from its raw bytes, never beyond the size the directory states."""
        start = info.header_offset
        try:
            name_size, extra_size = struct.unpack("<HH", self._data[start + 26 : start + 30])
            begin = start + 30 + name_size + extra_size
            raw = self._data[begin : begin + info.compress_size]
            if info.compress_type == zipfile.ZIP_STORED:
                part = raw
            elif info.compress_type == zipfile.ZIP_DEFLATED:
                part = zlib.decompressobj(-15).decompress(raw, info.file_size + 1)
            else:
                raise BrokenZipError("unknown compression")
        except (zlib.error, struct.error, ValueError) as error:
            raise BrokenZipError(str(error)) from None
        if len(part) > info.file_size:
            raise TooLargeError
        return part

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def part(self, name: str) -> bytes:
        """Give one part, unpacked; empty when there is none of that name."""
        return self._parts.get(name, b"")


def _is_picture(name: str) -> bool:
    return "/media/" in name


def tags(xml: bytes, name: str) -> Iterator[dict[str, str]]:
    """Give the attributes of every start tag of one name, whatever its prefix."""
    for found in re.finditer(rb"<(?:\w+:)?" + name.encode() + rb"(\s[^<>]*?)?/?>", xml):
        yield {
            key.decode(): unescape((double or single).decode("utf-8", "replace"))
            for key, double, single in _TAG.findall(found[1] or b"")
        }
