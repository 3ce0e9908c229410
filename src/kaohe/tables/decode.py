"""Bytes to text: UTF-8, UTF-16 and GBK/GB18030, which Chinese offices still export, told apart without asking."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS = ["big5", "cp950", "big5hkscs"]
"""Other Chinese encodings. Western ones are not tried: they accept any bytes and turn damage into words."""
_COMMON_SHARE = 0.7
"""Share of characters within GB 2312, the common ones, above which text decoded as GB18030 is believed."""


def decode(data: bytes) -> tuple[str, str] | None:
    """Decode a text file.

    Returns
    -------
    tuple of str, or None
        The text and the encoding's name; None when no encoding fits.

    Examples
    --------
    >>> decode("单位,完成值".encode("gbk"))
    ('单位,完成值', 'gb18030')
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _strict(data.removeprefix(bom) if encoding == "utf-8" else data, encoding)
            return (text, encoding) if text is not None else None
    for encoding in (_utf16_without_mark(data), "utf-8", "gb18030"):
        text = _strict(data, encoding) if encoding else None
        if text is not None and (encoding != "gb18030" or _is_common_chinese(text)):
            return text, encoding or ""
    return _detected(data)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16_without_mark(data: bytes) -> str:
    """Name UTF-16 by where the zero bytes of its ASCII characters (commas, digits, line ends) stand."""
    sample = data[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or even + odd < len(sample) // 20 + 1:
        return ""
    return "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else ""


def _is_common_chinese(text: str) -> bool:
    """Tell Chinese from other encodings whose bytes happen to be valid GB18030."""
    special = [c for c in text[:20000] if c > "\x7f"]
    common = sum(1 for c in special if _strict_encodes(c))
    return common >= _COMMON_SHARE * len(special)


def _strict_encodes(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _detected(data: bytes) -> tuple[str, str] | None:
    best = from_bytes(data, cp_isolation=_OTHERS).best()
    if best is None or "\x00" in str(best):
        return None
    return str(best), best.encoding
