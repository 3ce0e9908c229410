"""Texts that a table cell cannot hold are refused before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.i18n import translator
from kaohe.scheme.codes import finding
from kaohe.scheme.findings import Place, SchemeProblems
from kaohe.scheme.layout import Sheet

_ = translator("scheme")


def refuse_long(sheets: Sequence[Sheet], most: int) -> None:
    """Raise `SchemeProblems` naming every cell that is too long: cut text would be another scheme."""
    found = [
        finding(
            "K003",
            Place(sheet=sheet.title, line=row, column=column, node=""),
            _("the text has {size} characters, a cell holds {most}").format(size=len(str(value)), most=most),
            _("Write the scheme as YAML, or shorten the text."),
        )
        for sheet in sheets
        for row, cells in enumerate(sheet.rows, 1)
        for column, value in enumerate(cells, 1)
        if len(str(value)) > most
    ]
    if found:
        raise SchemeProblems(found)
