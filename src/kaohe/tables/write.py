"""Write workbooks and CSV files: exact figures, equal bytes for equal content, the whole file or none."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import Any, TypeAlias

import xlsxwriter

from kaohe.tables.height import text_width

Value: TypeAlias = str | int | Decimal | bool | None

MAX_DIGITS = 15
"""Significant digits that a spreadsheet keeps of a number; longer ones are written as text, whole."""

MAX_TEXT = 32_767
"""Characters that a spreadsheet keeps of a cell."""

_NARROW, _WIDE = 8, 60
"""Bounds of a column's width, in characters."""

_SAMPLE_ROWS = 200
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_STARTS_FORMULA = frozenset("=+-@\t\r")
_SIGNED = re.compile(r"[+-]?\d+(\.\d*)?", re.ASCII)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  (a fixed mark instead of the clock: equal content, equal bytes)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a sheet that is written.

    Attributes
    ----------
    name
        Header text, with the unit of the figures in it.
    places
        Decimal places shown; None: as many as each figure has.
    width
        In characters; None: by the header and the first rows.
    """

    name: str
    places: int | None = None
    width: int | None = None


class Workbook:
    """A workbook under way, rows written one after the other in constant memory; it appears at its path when complete.

    Examples
    --------
    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "scores.xlsx"
    >>> with Workbook(target) as book:
    ...     book.write_sheet("成绩", [Heading("单位"), Heading("得分（分）", places=2)], [["东山镇", Decimal("95.50")]])
    >>> target.exists()
    True
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._part = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        self._book = xlsxwriter.Workbook(str(self._part), {"constant_memory": True})
        self._book.set_properties({"created": _CREATED})
        self._formats: dict[str, Any] = {}
        self._names: set[str] = set()

    def __enter__(self) -> Workbook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._book.close()
            if kind is None:
                self._part.replace(self.path)
        finally:
            self._part.unlink(missing_ok=True)

    def write_sheet(
        self, name: str, headings: Sequence[Heading], rows: Iterable[Sequence[Value]], title: str = ""
    ) -> None:
        """Write one sheet: title, header frozen and filterable, rows.

        Parameters
        ----------
        name
            Wished name; characters that spreadsheets forbid are replaced, a name used before is numbered.
        rows
            One value per heading; Decimal and int are written as numbers, None leaves the cell empty.
        """
        sheet = self._book.add_worksheet(self._free_name(name))
        top = 0
        if title:
            sheet.write_string(0, 0, _clean(title), self._format(bold=True, font_size=14))
            top = 1
        head = self._format(bold=True, bg_color="#DCE6F1", border=1, text_wrap=True, valign="vcenter", align="center")
        for column, heading in enumerate(headings):
            sheet.write_string(top, column, _clean(heading.name), head)
        widths, last = self._write_rows(sheet, headings, rows, top + 1)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(top + 1, 1)
        if headings:
            sheet.autofilter(top, 0, max(last, top), len(headings) - 1)

    def _write_rows(
        self, sheet: Any, headings: Sequence[Heading], rows: Iterable[Sequence[Value]], first: int
    ) -> tuple[list[int], int]:
        widths = [_shown_width(h.name) for h in headings]
        number = first - 1
        for number, row in enumerate(rows, start=first):
            for column, (heading, value) in enumerate(zip(headings, row, strict=True)):
                shown = self._write_cell(sheet, number, column, heading, value)
                if number - first < _SAMPLE_ROWS:
                    widths[column] = max(widths[column], _shown_width(shown))
        return [h.width or min(max(w + 2, _NARROW), _WIDE) for h, w in zip(headings, widths, strict=True)], number

    def _write_cell(self, sheet: Any, row: int, column: int, heading: Heading, value: Value) -> str:
        """Write one cell and give the text it shows."""
        if value is None:
            return ""
        if isinstance(value, bool | str):
            text = _clean(value) if isinstance(value, str) else "是" if value else "否"
            sheet.write_string(row, column, text)
            return text
        text = number_text(value, heading.places)
        if is_exact_in_a_cell(text):
            sheet.write_number(row, column, float(text), self._format(num_format=number_format(text)))
        else:
            sheet.write_string(row, column, text, self._format(align="right"))
        return text

    def _format(self, **properties: object) -> Any:
        key = repr(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def _free_name(self, wished: str) -> str:
        base = _FORBIDDEN.sub("_", _clean(wished)).strip("'")[:31] or "Sheet"
        name, number = base, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{base[: 31 - len(f' ({number})')]} ({number})"
        self._names.add(name.casefold())
        return name


def number_text(value: int | Decimal, places: int | None) -> str:
    """Write a number plainly with fixed places; it must not need more of them.

    Raises
    ------
    ValueError
        When the number has more decimal places than are to be shown: nothing is rounded here.

    Examples
    --------
    >>> number_text(Decimal("95.5"), 2), number_text(Decimal("1E+3"), None)
    ('95.50', '1000')
    """
    text = format(value, "f" if isinstance(value, Decimal) else "d")
    if places is None:
        return text
    whole, _, fraction = text.partition(".")
    if fraction[places:].strip("0"):
        raise ValueError(f"{text} has more than {places} decimal places")
    return whole + ("." + fraction[:places].ljust(places, "0") if places else "")


def is_exact_in_a_cell(text: str) -> bool:
    """Tell whether a spreadsheet keeps every digit of a number.

    Examples
    --------
    >>> is_exact_in_a_cell("95.50"), is_exact_in_a_cell("1234567890123456.5")
    (True, False)
    """
    return len(text.replace(".", "").lstrip("-0")) <= MAX_DIGITS


def number_format(text: str) -> str:
    """Give the format that shows a number as it is written: ``0.00`` for 95.50."""
    places = len(text.partition(".")[2])
    return "0." + "0" * places if places else "0"


def write_csv(path: Path | str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write a CSV file in UTF-8 with mark, as spreadsheet programs expect it; all or nothing.

    A text that a spreadsheet program would run as a formula gets an apostrophe before it; a negative number does not.
    """
    with whole_file(path) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(map(harmless, header))
        writer.writerows([harmless(v) for v in row] for row in rows)


@contextmanager
def whole_file(path: Path | str) -> Iterator[Path]:
    """Give a path to write to; the file appears at ``path`` when the block ends without an error, else not at all."""
    target = Path(path)
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", suffix=".part", delete=False) as stream:
        part = Path(stream.name)
    try:
        yield part
        part.chmod(0o644)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def harmless(value: Value) -> str:
    """Write a cell of a CSV file so that a text that begins like a formula does not run when the file is opened.

    Examples
    --------
    >>> harmless("=HYPERLINK()"), harmless("-0.50"), harmless(None)
    ("'=HYPERLINK()", '-0.50', '')
    """
    if isinstance(value, str):
        text = _clean(value)
        return f"'{text}" if text[:1] in _STARTS_FORMULA and not _SIGNED.fullmatch(text) else text
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else format(value, "f" if isinstance(value, Decimal) else "d")


def _clean(text: str) -> str:
    """Drop control characters, which no spreadsheet file may hold, and cut what is longer than a cell."""
    return _CONTROL.sub("", text)[:MAX_TEXT]


def _shown_width(text: str) -> int:
    """Count the width of the longest line."""
    return max(map(text_width, text.splitlines()), default=0)
