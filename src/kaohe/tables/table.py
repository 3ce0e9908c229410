"""A table as read: columns with their names, rows of text cells, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kaohe.tables.place import Place


@dataclass(frozen=True, slots=True)
class Column:
    """One column that has a header.

    Attributes
    ----------
    name
        Header text without line breaks; the levels of a header several rows deep joined by ``:``.
    parts
        The levels, outermost first.
    number
        Column of the sheet, from 1.
    key
        What the caller calls the column, when the header is one of its aliases; else empty.
    """

    name: str
    parts: tuple[str, ...]
    number: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes
    ----------
    text
        Without blanks at the ends; empty when there is nothing in the cell.
    is_filled
        True when the text comes from another cell of the same merged range.
    """

    text: str
    place: Place
    is_filled: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells under the header.

    Attributes
    ----------
    number
        Row of the sheet, from 1.
    texts
        One text per column of the table.
    """

    table: Table = field(repr=False, compare=False)
    number: int
    texts: tuple[str, ...]

    @property
    def place(self) -> Place:
        """The row."""
        return self.table.place.at(self.number)

    def __getitem__(self, column: int | str) -> Cell:
        """Give a cell by position, key or name of its column; raises KeyError when there is no such column."""
        at = column if isinstance(column, int) else self.table.position[column]
        number = self.table.columns[at].number
        is_filled = (self.number, number) in self.table.filled
        return Cell(self.texts[at], self.table.place.at(self.number, number), is_filled)

    def text(self, column: str) -> str:
        """Give a cell's text; empty when the table has no such column."""
        at = self.table.position.get(column)
        return "" if at is None else self.texts[at]


@dataclass(frozen=True)
class Table:
    """One table of a file.

    Attributes
    ----------
    place
        File and sheet.
    header_row
        Last row of the header, from 1.
    columns
        In the order of the sheet; columns without a header are left out.
    grid
        Row number and texts, one per column, of every row that is data.
    titles
        Texts that stand above the header: title, unit of the figures, date.
    totals, notes
        Rows of sums or means (合计) and footnotes, which are not data.
    filled
        Row and column of the cells that took their text from a merged range.
    """

    place: Place
    header_row: int
    columns: tuple[Column, ...]
    grid: tuple[tuple[int, tuple[str, ...]], ...] = field(repr=False)
    titles: tuple[str, ...] = ()
    totals: tuple[tuple[int, tuple[str, ...]], ...] = ()
    notes: tuple[str, ...] = ()
    filled: frozenset[tuple[int, int]] = frozenset()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every row of data."""
        return tuple(Row(self, number, texts) for number, texts in self.grid)

    @cached_property
    def position(self) -> dict[str, int]:
        """Key or name of a column → its position; a key goes before a name, the first column before later ones."""
        found: dict[str, int] = {}
        for name in ("key", "name"):
            for at, column in enumerate(self.columns):
                if getattr(column, name):
                    found.setdefault(getattr(column, name), at)
        return found

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.grid)
