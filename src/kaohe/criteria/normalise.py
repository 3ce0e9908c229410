"""One spelling for the many ways a sentence is typed: half-width digits, one dash, one comma, no blanks.

The map of offsets leads from every character of the normalised text back to the original, so that a message can
point at what the person typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LENGTH = 8000
"""Longest sentence that is read: longer texts are documents, not criteria."""

_PUNCTUATION = {
    ",": "，",
    ";": "；",
    ":": "：",
    "!": "。",
    "！": "。",
    "?": "。",
    "？": "。",
    "｡": "。",
    "．": ".",
    "﹪": "%",
    "％": "%",
    "∶": "：",
    "‧": "·",
    "〇": "零",
    "○": "零",
    '"': "“",
    "”": "“",
    "＂": "“",
    "〈": "《",
    "〉": "》",
    "〔": "[",
    "〕": "]",
    "【": "[",
    "】": "]",
    "［": "[",
    "］": "]",
    "{": "(",
    "}": ")",
    "│": "|",
    "｜": "|",
}
_DASHES = "－—–―‐‑‒−─━～∼〜~﹣﹘"
_TIMES = "×✕✖＊*╳"
_RELATIONS = {"≧": "≥", "≦": "≤", "＞": ">", "＜": "<", "⩾": "≥", "⩽": "≤", "﹥": ">", "﹤": "<", "÷": "÷", "＝": "="}
_TABLE: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TABLE |= {ord(mark): "-" for mark in _DASHES} | {ord(mark): "×" for mark in _TIMES}
_TABLE |= {ord(old): new for old, new in (_PUNCTUATION | _RELATIONS).items()}
_TABLE |= {ord(_wide): _PUNCTUATION[_half] for _wide, _half in zip("，；：", ",;:", strict=True)}
_SPECIAL = frozenset("\n\r\v\f\t \u3000\u200b\ufeff\u00ad\u00a0\u2002\u2003\u2009\x1c\x1d\x1e\x1f\x85-，.,")
"""Characters that may change or go, by what stands around them."""
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(,)000(?![\d,])|(?<![\d.,])\d{1,2}(,)\d{3}(?![\d,])")
"""1,000 and 12,500; not the list 900,600,300."""


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised sentence.

    Attributes
    ----------
    text
        The normalised text; a line break that separates sentences is ``\\n``.
    offsets
        For each character of ``text``, and for its end, the offset in the original.
    original
        The text as given.
    """

    text: str
    offsets: tuple[int, ...]
    original: str

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Lead a span of the normalised text back to offsets of the original."""
        if start >= end:
            return (self.offsets[start], self.offsets[start])
        return (self.offsets[start], self.offsets[end - 1] + 1)


def normalise(text: str) -> Normal:
    """Spell a sentence in one way.

    Examples
    --------
    >>> normalise("每低 １％，扣０．５ 分").text
    '每低1%，扣0.5分'
    >>> normalise("达到80％（含）—90％").text
    '达到80%(含)-90%'
    >>> normalise("每增1,000元加1分，分别加20,10分").text
    '每增1000元加1分，分别加20，10分'
    """
    thousands = {match.start(match.lastindex or 0) for match in _THOUSANDS.finditer(text)}
    spelt: list[str] = []
    offsets: list[int] = []
    translated = text.translate(_TABLE)
    for at, mark in enumerate(translated):
        if mark not in _SPECIAL:
            spelt.append(mark)
            offsets.append(at)
            continue
        char = "" if at in thousands else _spell(mark, spelt, translated, at)
        if char:
            spelt.append(char)
            offsets.append(at)
    return Normal("".join(spelt), (*offsets, len(text)), text)


def _spell(mark: str, before: list[str], text: str, at: int) -> str:
    """Give what the character becomes after ``before``: empty when it goes."""
    last = before[-1] if before else ""
    if mark in "\n\r\v\f":
        return "" if last in {"", "\n", "，", "、", "-", "("} else "\n"
    if mark == "，" or mark == ",":
        return mark
    if mark.isspace() or mark in "\u200b\ufeff\u00ad":
        return ""
    if mark == "-" and last == "-":
        return ""
    ends_sentence = mark == "." and not (last.isascii() and last.isalnum()) and not text[at + 1 : at + 2].isdigit()
    return "。" if ends_sentence else mark
