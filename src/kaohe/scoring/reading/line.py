"""One row of a table under the eyes of a problem log: cells are read, and what cannot be read is noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from kaohe.tables.absence import Absent, CellError
from kaohe.tables.dates import parse_date
from kaohe.tables.names import folded, nearest
from kaohe.tables.numbers import parse_number, parse_whole
from kaohe.tables.place import Place
from kaohe.tables.problems import Kind, ProblemLog
from kaohe.tables.table import Table

_T = TypeVar("_T")

PROPOSAL_BUDGET = 100_000
"""Names compared, at most, to propose nearest ones in one run: a column of strangers must not take minutes."""


class Line:
    """A row, its table and the log."""

    __slots__ = ("log", "number", "table", "texts")

    def __init__(self, table: Table, number: int, texts: tuple[str, ...], log: ProblemLog) -> None:
        self.table, self.number, self.texts, self.log = table, number, texts, log

    def text(self, column: str) -> str:
        """Give a cell; empty when there is none."""
        at = self.table.position.get(column)
        return "" if at is None else self.texts[at]

    def place(self, column: str = "") -> Place:
        """Give the place of a cell, or of the row."""
        at = self.table.position.get(column)
        return self.table.place.at(self.number, 0 if at is None else self.table.columns[at].number)

    def note(self, kind: Kind, column: str, /, **values: str) -> None:
        """Note a problem with a cell."""
        self.log.add(kind, self.place(column), self.text(column), **values)

    def parsed(self, column: str, parse: Callable[[str], _T | Absent]) -> _T | Absent | None:
        """Read a cell with a parser; None when it cannot be read, which is noted."""
        try:
            return parse(self.text(column))
        except CellError as error:
            self.log.take(error.at(self.place(column)))
            return None

    def figure(self, column: str, unit: str | None = None) -> Decimal | Absent | None:
        """Read a number in ``unit``; None when it cannot be read."""
        return self.parsed(column, lambda text: parse_number(text, unit))

    def whole(self, column: str, default: int) -> int:
        """Read a whole number; the default for an empty cell."""
        number = self.parsed(column, parse_whole)
        return number if isinstance(number, int) else default

    def date(self, column: str) -> str | None:
        """Read a date; None for an empty cell."""
        date = self.parsed(column, parse_date)
        return None if isinstance(date, Absent) else date


def lines(tables: Iterable[Table], log: ProblemLog) -> Iterator[Line]:
    """Give every row of data."""
    for table in tables:
        for number, texts in table.grid:
            yield Line(table, number, texts, log)


@lru_cache(maxsize=1024)
def names_of(ids: tuple[str, ...], names: tuple[str, ...] = ()) -> Names:
    """Give the look-up of ids, each with one name; kept, for every row asks again."""
    return Names({i: names[n : n + 1] for n, i in enumerate(ids)})


class Names:
    """Ids with the names they go by, for looking up what a cell means.

    Parameters
    ----------
    names
        Id → other names. An id goes before a name; a name that several bear means none of them.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self.ids = tuple(names)
        bearers: dict[str, set[str]] = {}
        for id_, others in names.items():
            for name in others:
                bearers.setdefault(folded(name), set()).add(id_)
        self._bearers = bearers
        self._shown = {name: name for others in names.values() for name in others} | {i: i for i in names}
        self._ids = {folded(i): i for i in names}
        self._proposed: dict[str, str] = {}

    def find(self, text: str) -> str | None:
        """Give the id meant, or None."""
        word = folded(text)
        found = self._ids.get(word)
        if found is not None:
            return found
        bearers = self._bearers.get(word, ())
        return next(iter(bearers)) if len(bearers) == 1 else None

    def bearers(self, text: str) -> list[str]:
        """Give the ids of all that bear a name."""
        return sorted(self._bearers.get(folded(text), ()))

    def known(self) -> str:
        """List the ids and names for a message."""
        shown = list(dict.fromkeys(self._shown))
        return " / ".join(shown[:20]) + (" …" if len(shown) > 20 else "")

    def nearest(self, text: str) -> str:
        """Propose the name meant: `` (东海县?)``, or nothing."""
        if text not in self._proposed:
            affordable = len(self._proposed) * len(self._shown) < PROPOSAL_BUDGET
            self._proposed[text] = nearest(text, self._shown) if affordable else ""
        return f" ({self._proposed[text]}?)" if self._proposed[text] else ""
