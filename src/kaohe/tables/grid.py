"""A sheet before its header is known: raw cells with their positions."""

from __future__ import annotations

from dataclasses import dataclass, field

from kaohe.tables.place import Place

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column; from 1."""


@dataclass(slots=True)
class Grid:
    """Cells of one sheet, as text.

    Attributes
    ----------
    place
        File and sheet.
    rows
        Texts by row and column; row and column 1 come first, rows may differ in length.
    merges
        Merged ranges of more than one cell.
    is_hidden
        True for a hidden sheet.
    is_delimited
        True for text files, where a long row means a separator inside a cell.
    """

    place: Place
    rows: list[list[str]]
    merges: list[Range] = field(default_factory=list)
    is_hidden: bool = False
    is_delimited: bool = False
    filled: set[tuple[int, int]] = field(default_factory=set)

    def fill_merged(self) -> None:
        """Write the text of each merged range into all its cells, as far as the sheet is used."""
        width = max(map(len, self.rows), default=0)
        for top, left, bottom, merged_right in self.merges:
            text, right = self.text(top, left), min(merged_right, width)
            if text:
                for row in range(top, min(bottom, len(self.rows)) + 1):
                    self._fill(row, left, right, text, row == top)

    def _fill(self, row: int, left: int, right: int, text: str, is_first: bool) -> None:
        cells = self.rows[row - 1]
        cells.extend([""] * (right - len(cells)))
        for column in range(left, right + 1):
            if not (is_first and column == left):
                cells[column - 1] = text
                self.filled.add((row, column))

    def text(self, row: int, column: int) -> str:
        """Give one cell; empty outside the sheet."""
        if row > len(self.rows) or column > len(self.rows[row - 1]):
            return ""
        return self.rows[row - 1][column - 1]

    def put(self, row: int, column: int, text: str) -> None:
        """Set one cell, growing the sheet as needed."""
        while len(self.rows) < row:
            self.rows.append([])
        cells = self.rows[row - 1]
        cells.extend([""] * (column - len(cells)))
        cells[column - 1] = text

    @property
    def is_empty(self) -> bool:
        """True when no cell holds a text."""
        return not any(map(any, self.rows))
