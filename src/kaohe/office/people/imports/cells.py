"""Read the cells of one list, noting what is wrong with each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from kaohe.office.people.imports.kinds import TOO_LONG, TWICE
from kaohe.tables.absence import Absent, CellError
from kaohe.tables.dates import parse_date
from kaohe.tables.kinds import NO_TEXT
from kaohe.tables.names import nearest
from kaohe.tables.problems import ProblemLog
from kaohe.tables.table import Row

MAX_PROPOSED_FROM = 5_000
"""Names among which a nearest one is looked for; more would take longer than the import."""


def code(text: str) -> str:
    """Write a code as it is kept: full-width digits and letters narrow, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


class Cells:
    """The cells of one list.

    Attributes
    ----------
    log
        Where problems are noted.
    """

    def __init__(self, log: ProblemLog) -> None:
        self.log = log
        self._first: dict[tuple[str, str], int] = {}
        self._proposed = 0

    def text(self, row: Row, column: str, limit: int, *, is_required: bool = False) -> str:
        """Give a cell's text."""
        text = row.text(column)
        if is_required and not text:
            self.log.add(NO_TEXT, row[column].place, column=column)
        if len(text) > limit:
            self.log.add(TOO_LONG, row[column].place, text, limit=str(limit))
        return text

    def unique(self, row: Row, column: str, limit: int) -> str:
        """Give the code in a cell, which may stand in the list once only."""
        text = code(self.text(row, column, limit, is_required=True))
        first = self._first.setdefault((column, text), row.number)
        if text and first != row.number:
            self.log.add(TWICE, row[column].place, text, what=text, first=str(first))
        return text

    def day(self, row: Row, column: str) -> date | None:
        """Give a cell's date; None when it is empty."""
        try:
            word = parse_date(row.text(column))
        except CellError as error:
            self.log.take(error.at(row[column].place))
            return None
        return None if isinstance(word, Absent) else date.fromisoformat(word)

    def nearest(self, text: str, known: Iterable[str]) -> str:
        """Propose a known name, for the first problems of a list that is not too large."""
        names = list(known)
        self._proposed += 1
        return nearest(text, names) if self._proposed <= 50 and len(names) <= MAX_PROPOSED_FROM else ""
