"""Where in a file something stands."""

from __future__ import annotations

from dataclasses import dataclass

from kaohe.i18n import translator

_ = translator("tables")


def column_letters(column: int) -> str:
    """Name a column as spreadsheets do; ``column`` counts from 1.

    Examples
    --------
    >>> column_letters(3), column_letters(28)
    ('C', 'AB')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell, row, sheet or file; what is not known is 0 or empty.

    Attributes
    ----------
    file
        File name, with the folder as the reader was given it.
    sheet
        Sheet of a workbook, or ``table 2`` of a document; empty for files with one table.
    row, column
        Counted from 1 as a spreadsheet program shows them; 0: the whole sheet, or the whole row.
    """

    file: str
    sheet: str = ""
    row: int = 0
    column: int = 0

    def at(self, row: int = 0, column: int = 0) -> Place:
        """Give a place in the same sheet."""
        return Place(self.file, self.sheet, row, column)

    def __str__(self) -> str:
        words = [_("file {file}").format(file=self.file)] if self.file else []
        if self.sheet:
            words.append(_("sheet {sheet}").format(sheet=self.sheet))
        if self.row and self.column:
            words.append(
                _("row {row} column {column} ({cell})").format(
                    row=self.row, column=column_letters(self.column), cell=f"{column_letters(self.column)}{self.row}"
                )
            )
        elif self.row:
            words.append(_("row {row}").format(row=self.row))
        elif self.column:
            words.append(_("column {column}").format(column=column_letters(self.column)))
        return _(", ").join(words)


NOWHERE = Place("")
"""A figure that came from no file: typed in, or made by a program."""
