"""Periods as offices write them, in the form that engines read: 2014, 2014H1, 2014Q1, 2014-01."""

from __future__ import annotations

import re
from functools import lru_cache

from kaohe.tables.width import half_width

_YEAR = r"(?:(?P<year>(?:19|20)\d{2})[年.\-/]?(?:度)?)?"
_NUMERAL = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}
_FORMS = (
    ("", re.compile(_YEAR + r"(?:全年|年终|年度|y|year)?")),
    ("H", re.compile(_YEAR + r"(?:(?P<n>[上下])半年|(?:h|半年)(?P<m>[12]))")),
    ("Q", re.compile(_YEAR + r"(?:第?(?P<n>[一二三四1-4])季度?|q(?P<m>[1-4]))")),
    ("M", re.compile(_YEAR + r"(?:(?P<n>十[一二]?|[一二三四五六七八九]|0?[1-9]|1[0-2])月份?)")),
    ("M", re.compile(r"(?P<year>(?:19|20)\d{2})(?:[-/.年]?(?P<n>0[1-9]|1[0-2])|[-/.](?P<m>[1-9]))(?:[-/.]0?1)?")),
)
_HALF = {"上": 1, "下": 2}


@lru_cache(maxsize=4096)
def period_of(text: str, year: int) -> str | None:
    """Read a period; None when it is none.

    Parameters
    ----------
    text
        As written; empty: the whole year of the scheme. ``2014-01-01`` is January, for spreadsheets turn 2014-01
        into the first of the month.
    year
        Year of the scheme, taken when the text names none.

    Examples
    --------
    >>> [period_of(t, 2014) for t in ("", "上半年", "2014年第三季度", "2014年3月", "2014-1", "201412", "abc")]
    ['2014', '2014H1', '2014Q3', '2014-03', '2014-01', '2014-12', None]
    """
    word = re.sub(r"\s", "", half_width(text)).casefold()
    for letter, form in _FORMS:
        found = form.fullmatch(word)
        if found:
            groups = found.groupdict()
            return _written(groups.get("year") or str(year), letter, groups.get("n") or groups.get("m") or "")
    return None


def _written(year: str, letter: str, part: str) -> str:
    if not letter:
        return year
    number = _HALF.get(part) or _NUMERAL.get(part) or int(part)
    return f"{year}-{number:02d}" if letter == "M" else f"{year}{letter}{number}"
