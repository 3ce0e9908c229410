"""Schemes as workbooks: the published table on the first sheet, the settings on the second."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kaohe.scheme.document import Reading
from kaohe.scheme.layout import Sheet
from kaohe.scheme.layout_read import read_layout
from kaohe.scheme.layout_write import write_layout
from kaohe.scheme.oversize import refuse_long
from kaohe.scheme.settings import settings_of, settings_sheet
from kaohe.scheme.spec import SchemeSpec
from kaohe.tables.height import row_height, text_width
from kaohe.tables.write import MAX_DIGITS, MAX_TEXT

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Date written into every workbook: the same scheme gives the same bytes."""

_TITLE = {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}
_HEAD = {"bold": True, "align": "center", "valign": "vcenter", "border": 1, "bg_color": "#DDE6F2", "text_wrap": True}
_CELL = {"valign": "vcenter", "border": 1, "text_wrap": True}
_NARROW, _USUAL, _WIDE = 8, 18, 70
"""Widths of columns, in characters: the least, the most, and the most of a column of sentences."""


def read_xlsx(data: bytes, file: str = "") -> Reading:
    """Read a scheme from a workbook: one that Kaohe wrote, or a published table with its own column names."""
    return read_layout(data, "xlsx", file)


def write_xlsx(spec: SchemeSpec) -> bytes:
    """Write a scheme as a workbook; reading it again gives an equal spec.

    Raises
    ------
    SchemeProblems
        When a text is longer than a cell holds.
    """
    table, leftover = write_layout(spec)
    settings = settings_sheet([*settings_of(spec), *leftover])
    refuse_long([table, settings], MAX_TEXT)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": spec.title, "created": _EPOCH})
        for name, sheet in (("指标", table), (settings.title, settings)):
            _write(book, book.add_worksheet(name), sheet)
    return out.getvalue()


def _write(book: xlsxwriter.Workbook, out: Worksheet, sheet: Sheet) -> None:
    head, cell = book.add_format(_HEAD), book.add_format(_CELL)
    figure = book.add_format(_CELL | {"align": "center"})
    top = 1
    out.merge_range(0, 0, 0, _last(sheet), sheet.title, book.add_format(_TITLE))
    out.set_row(0, 30)
    widths = _widths(sheet)
    for column, width in enumerate(widths):
        out.set_column(column, column, width)
    for row, height in enumerate(_heights(sheet, widths)):
        out.set_row(top + row, height)
    merged = {(r, c) for r1, c1, r2, c2 in sheet.merges for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)}
    for row, cells in enumerate(sheet.rows):
        how = head if row < len(sheet.header) else cell
        for column, value in enumerate(cells):
            if (row, column) not in merged:
                _put(out, top + row, column, value, figure if isinstance(value, Decimal) else how)
    for r1, c1, r2, c2 in sheet.merges:
        how = head if r1 < len(sheet.header) else figure if isinstance(sheet.rows[r1][c1], Decimal) else cell
        out.merge_range(top + r1, c1, top + r2, c2, "", how)
        _put(out, top + r1, c1, sheet.rows[r1][c1], how)
    _page(out, top + len(sheet.header))


def _page(out: Worksheet, header_end: int) -> None:
    """A4 across, one page wide, the header on every page and always in view."""
    out.freeze_panes(header_end, 0)
    out.repeat_rows(0, header_end - 1)
    out.set_landscape()
    out.set_paper(9)
    out.fit_to_pages(1, 0)
    out.set_footer("&C&P / &N")


def _widths(sheet: Sheet) -> list[int]:
    """Widths by content: points need a few characters, sentences the most, and one page must hold them all."""
    inside = {
        (r, c) for r1, c1, r2, c2 in sheet.merges if c2 > c1 for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)
    }
    widths = []
    for column in range(_last(sheet) + 1):
        texts = [str(row[column]) for r, row in enumerate(sheet.rows) if (r, column) not in inside]
        most = max((text_width(line) for text in texts for line in text.split("\n")), default=0)
        widths.append(min(max(most + 2, _NARROW), _WIDE if column in sheet.wide else _USUAL))
    return widths


def _heights(sheet: Sheet, widths: list[int]) -> list[float]:
    """Heights that show every line; a cell merged over rows spreads its lines over them."""
    merged = {(r, c) for r1, c1, r2, c2 in sheet.merges for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)}
    heights = [
        row_height((str(v), widths[c]) for c, v in enumerate(row) if (r, c) not in merged)
        for r, row in enumerate(sheet.rows)
    ]
    for r1, c1, r2, c2 in sheet.merges:
        needed = row_height([(str(sheet.rows[r1][c1]), sum(widths[c1 : c2 + 1]))])
        heights[r2] += max(0.0, needed - sum(heights[r1 : r2 + 1]))
    return heights


def _last(sheet: Sheet) -> int:
    return len(sheet.header[0]) - 1


def _put(out: Worksheet, row: int, column: int, value: str | Decimal, how: Format) -> None:
    if isinstance(value, Decimal):
        if len(value.as_tuple().digits) <= MAX_DIGITS:
            out.write_number(row, column, value, how)
            return
        value = str(value)
    out.write_string(row, column, value, how) if value else out.write_blank(row, column, None, how)
