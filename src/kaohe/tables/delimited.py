"""CSV and its kin: comma, tab, semicolon, bar or the full-width comma between cells."""

from __future__ import annotations

import csv
import io
from collections import Counter

from kaohe.i18n import translator
from kaohe.tables.decode import decode
from kaohe.tables.grid import Grid
from kaohe.tables.kinds import EMPTY, ENCODING, LOST_CHARACTERS, QUOTING, TOO_LARGE
from kaohe.tables.place import Place
from kaohe.tables.problems import ProblemLog

_ = translator("tables")

MAX_BYTES = 512 << 20
MAX_ROWS = 5_000_000
DELIMITERS = ",\t;|，"
_SAMPLE_ROWS = 50
_LOST = ("\ufffd", "锟斤拷")
"""What remains when one program could not read another's encoding and saved all the same."""


def read_delimited(data: bytes, place: Place, log: ProblemLog) -> list[Grid]:
    """Read a text file as one sheet; rows are counted as a spreadsheet program counts them."""
    if len(data) > MAX_BYTES:
        log.add(TOO_LARGE, place, limit=f"{MAX_BYTES >> 20} MiB")
        return []
    decoded = decode(data)
    if decoded is None or "\x00" in decoded[0]:
        log.add(ENCODING, place)
        return []
    text = decoded[0].removeprefix("\ufeff")
    if not text.strip():
        log.add(EMPTY, place)
        return []
    rows = _parse(text, delimiter_of(text), place, log)
    _check_lost_characters(text, rows, place, log)
    return [Grid(place, rows, is_delimited=True)]


def _parse(text: str, delimiter: str, place: Place, log: ProblemLog) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append([cell.strip() for cell in row])
            if len(rows) > MAX_ROWS:
                log.add(TOO_LARGE, place, limit=_("{rows} rows").format(rows=f"{MAX_ROWS:,}"))
                return []
    except csv.Error:
        log.add(QUOTING, place.at(len(rows) + 1))
    return rows


def delimiter_of(text: str) -> str:
    """Name the delimiter: the one that divides the first rows most evenly into several cells.

    Examples
    --------
    >>> delimiter_of("a;b;c\\n1,5;2;3\\n")
    ';'
    """
    sample = "\n".join(text[:100_000].splitlines()[:_SAMPLE_ROWS])
    return max(DELIMITERS, key=lambda d: (_evenness(sample, d), -DELIMITERS.index(d)))


def _evenness(sample: str, delimiter: str) -> float:
    """Share of rows with the most frequent number of cells; 0 when that is one cell."""
    try:
        sizes = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row)
    except csv.Error:
        return 0
    if not sizes:
        return 0
    size, rows = max(sizes.items(), key=lambda item: (item[0] > 1, item[1]))
    return rows / sizes.total() + min(size, 100) / 1000 if size > 1 else 0


def _check_lost_characters(text: str, rows: list[list[str]], place: Place, log: ProblemLog) -> None:
    if not any(mark in text for mark in _LOST):
        return
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            if any(mark in cell for mark in _LOST):
                log.add(LOST_CHARACTERS, place.at(number, column), cell)
