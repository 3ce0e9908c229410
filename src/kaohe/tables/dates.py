"""Dates as offices write them, and the serial numbers of spreadsheets."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from kaohe.tables.absence import Absent, CellError, absence
from kaohe.tables.kinds import NOT_A_DATE, WHICH_DATE

_WRITTEN = re.compile(
    r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)?"
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
_YEAR_NOT_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{1,4}|\d{6}")
_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheet serials; they count a 29 February 1900 that never was, hence not 31 December."""

_FIRST_YEAR, _LAST_YEAR = 1949, 2199
"""Dates of documents and events; a time of day alone comes out of spreadsheets as a day in 1899."""


def parse_date(text: str) -> str | Absent:
    """Read one cell as a date.

    Returns
    -------
    str or Absent
        ISO date ``2024-03-05``; a time of day is dropped. Serial numbers are taken from 20000 (1954) to 79999 (2119).

    Raises
    ------
    CellError
        When it is no full date, or day, month and year could change places.

    Examples
    --------
    >>> parse_date("2024年3月5日"), parse_date("20240305"), parse_date("45356")
    ('2024-03-05', '2024-03-05', '2024-03-05')
    """
    absent = absence(text)
    if absent is not None:
        return absent
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    word = re.sub(r"\s*([年月日/.-])\s*(?=\d|$)", r"\1", word)
    found = _WRITTEN.fullmatch(word) or _COMPACT.fullmatch(word)
    if found:
        return _iso(int(found[1]), int(found[2]), int(found[3]), text)
    serial = _SERIAL.fullmatch(word)
    if serial:
        return (_EPOCH + timedelta(days=int(serial[1]))).isoformat()
    raise CellError(WHICH_DATE if _YEAR_NOT_FIRST.fullmatch(word) else NOT_A_DATE, text)


def _iso(year: int, month: int, day: int, text: str) -> str:
    try:
        day_meant = date(year, month, day)
    except ValueError:
        raise CellError(NOT_A_DATE, text) from None
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise CellError(NOT_A_DATE, text)
    return day_meant.isoformat()
