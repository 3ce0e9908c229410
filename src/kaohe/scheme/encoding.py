"""Text of a file in whatever encoding an office saved it."""

from __future__ import annotations

import codecs
import unicodedata

from kaohe.i18n import translator
from kaohe.scheme.codes import finding
from kaohe.scheme.findings import Finding, Place

_ = translator("scheme")

MAX_BYTES = 5_000_000
"""A scheme of 10,000 indicators has about 3 MB; more is a mistake or an attack."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes, file: str) -> tuple[str | None, list[Finding]]:
    """Decode the bytes of a scheme file.

    UTF-8 with or without mark is read as it is; UTF-16 and GBK (GB 18030) are read with a warning.

    Returns
    -------
    tuple
        The text, None when there is none to go on with, and the findings.
    """
    if len(data) > MAX_BYTES:
        return None, [_too_large(len(data), file)]
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _try(data, name, file, warn=name != "utf-8-sig")
    text = _strict(data, "utf-8")
    return checked(text, file) if text is not None else _try(data, "gb18030", file, warn=True)


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _try(data: bytes, name: str, file: str, *, warn: bool) -> tuple[str | None, list[Finding]]:
    text = _strict(data, name)
    if text is None:
        return None, [_not_text(data, file)]
    kept, findings = checked(text, file)
    return kept, ([_not_utf8(name, file)] if warn and kept is not None else []) + findings


def checked(text: str, file: str) -> tuple[str | None, list[Finding]]:
    """Refuse control characters: a binary file, or text damaged on its way."""
    bad = [
        finding(
            "K010",
            Place(file, line=number, column=column),
            _("the character U+{code:04X} is no text").format(code=ord(character)),
            _("Delete it, or save the file again as UTF-8 text; a workbook or document must keep its own ending."),
        )
        for number, line in enumerate(text.split("\n"), 1)
        for column, character in enumerate(line, 1)
        if _is_bad(character)
    ][:20]
    return (None if bad else text), bad


def _is_bad(character: str) -> bool:
    if " " <= character < "\x7f" or character in "\t\r\u0085":
        return False
    return unicodedata.category(character) in {"Cc", "Cs", "Cn"} or character in "\ufffe\uffff\ufffd"


def _too_large(size: int, file: str) -> Finding:
    return finding(
        "K003",
        Place(file),
        _("the file has {size} bytes, at most {most} are read").format(size=size, most=MAX_BYTES),
        _("Check that it is the scheme and not a data table; data goes into the data folder."),
    )


def _not_utf8(name: str, file: str) -> Finding:
    shown = "GBK" if name == "gb18030" else name.upper()
    return finding(
        "K002",
        Place(file),
        _("the file is not UTF-8; it was read as {name}").format(name=shown),
        _("Save it as UTF-8 so that every program reads the same characters."),
    )


def _not_text(data: bytes, file: str) -> Finding:
    return finding(
        "K010",
        Place(file),
        _("the file is no text in UTF-8, UTF-16 or GBK (it begins with {start})").format(start=repr(data[:8])[2:-1]),
        _("Save it again as UTF-8 text; a workbook or document must keep its own ending (.xlsx, .docx)."),
    )
