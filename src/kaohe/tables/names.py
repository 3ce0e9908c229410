"""Names as people write them: compared without blanks, width and brackets; the nearest one proposed."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

_BLANKS = re.compile(r"\s+")
_BRACKETED = re.compile(r"[(\[（【〔][^()\[\]（）【】〔〕]*[)\]）】〕]$")
_CJK = "\u2e80-\u9fff\uff00-\uffef\u3000-\u303f"
_BLANK_BESIDE_CJK = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])")


def tidy(text: str) -> str:
    """Write a header on one line: line breaks and the blanks that align Chinese words go.

    Examples
    --------
    >>> tidy("责 任\\n单 位"), tidy("unit  name")
    ('责任单位', 'unit name')
    """
    return _BLANKS.sub(" ", _BLANK_BESIDE_CJK.sub("", text.strip()))


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Fold width, case, blanks and a leading asterisk (required field): names that fold alike are one name.

    Examples
    --------
    >>> folded("＊ Ａctual "), folded("单　位")
    ('actual', '单位')
    """
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold().strip("*:")


def without_brackets(text: str) -> str:
    """Drop a unit or remark in brackets at the end: ``完成值（万元）`` is ``完成值``."""
    return _BRACKETED.sub("", text.strip()).strip()


class Ranked(tuple[str, ...]):
    """Names of a column, best first: where a sheet has several of them (工号, 姓名, 部门), the best one is meant."""

    __slots__ = ()

    def rank(self, header: str) -> int:
        """Give the place of a header among the names; a header that is none comes last."""
        words = (folded(header), folded(without_brackets(header)))
        return next((n for n, name in enumerate(self) if folded(name) in words), len(self))


def key_of(header: str, aliases: Mapping[str, Sequence[str]]) -> str:
    """Give the key that a header means, or the empty text.

    Parameters
    ----------
    aliases
        Key → names a column may bear; the key itself counts.
    """
    for name in (folded(header), folded(without_brackets(header))):
        for key, others in aliases.items():
            if name == folded(key) or any(name == folded(other) for other in others):
                return key
    return ""


def nearest(text: str, known: Iterable[str]) -> str:
    """Give the known name most like a text, or the empty text when none is near.

    Examples
    --------
    >>> nearest("东海具", ["东海县", "灌云县"])
    '东海县'
    """
    found = difflib.get_close_matches(text, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""
