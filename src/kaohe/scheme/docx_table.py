"""Schemes as documents: heading, the published table, and the settings table at the end."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from kaohe.exact import show_decimal
from kaohe.scheme.document import Reading
from kaohe.scheme.layout import Sheet
from kaohe.scheme.layout_read import read_layout
from kaohe.scheme.layout_write import write_layout
from kaohe.scheme.settings import settings_of, settings_sheet
from kaohe.scheme.spec import SchemeSpec

FONT = "仿宋"


def read_docx(data: bytes, file: str = "") -> Reading:
    """Read a scheme from the tables of a document; several tables of indicators are read as one."""
    return read_layout(data, "docx", file)


def write_docx(spec: SchemeSpec) -> bytes:
    """Write a scheme as a document; reading it again gives an equal spec."""
    table, leftover = write_layout(spec)
    settings = settings_sheet([*settings_of(spec), *leftover])
    document = docx.Document()
    _page(document)
    for sheet in (table, settings):
        heading = document.add_paragraph()
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(heading, sheet.title, size=18, bold=True)
        _table(document, sheet)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:
    """A4 across: the table has up to a dozen columns."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = 297 * _MM, 210 * _MM
    section.left_margin = section.right_margin = 20 * _MM
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(footer)


def _page_number(paragraph: Any) -> None:
    """Let the word processor count: a field, not a number."""
    field = paragraph._p.makeelement(qn("w:fldSimple"), {qn("w:instr"): "PAGE"})
    paragraph._p.append(field)


def _table(document: Any, sheet: Sheet) -> None:
    rows = sheet.rows
    table = document.add_table(rows=len(rows), cols=len(sheet.header[0]))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, _widths(sheet), strict=True):
        column.width = width
    grid = [row.cells for row in table.rows]
    merged = {(r, c) for r1, c1, r2, c2 in sheet.merges for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)}
    for r1, c1, r2, c2 in sheet.merges:
        grid[r1][c1].merge(grid[r2][c2])
    starts = {(r1, c1) for r1, c1, _r2, _c2 in sheet.merges}
    for r, cells in enumerate(rows):
        for c, value in enumerate(cells):
            if value != "" and ((r, c) not in merged or (r, c) in starts):
                _fill(grid[r][c].paragraphs[0], value, is_header=r < len(sheet.header))
    for r, row in enumerate(table.rows):
        _mark(row, "w:cantSplit")  # a sentence torn over two pages is read wrongly
        if r < len(sheet.header):
            _mark(row, "w:tblHeader")


def _fill(paragraph: Any, value: str | Decimal, *, is_header: bool) -> None:
    _run(paragraph, show_decimal(value) if isinstance(value, Decimal) else value, size=10, bold=is_header)
    if is_header or isinstance(value, Decimal):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _widths(sheet: Sheet) -> list[int]:
    """Columns of sentences are four times as wide as the others, within the 257 mm between the margins."""
    shares = [4 if column in sheet.wide else 1 for column in range(len(sheet.header[0]))]
    return [257 * _MM * share // sum(shares) for share in shares]


def _mark(row: Any, name: str) -> None:
    """Mark a row: ``w:tblHeader`` stands on every page, ``w:cantSplit`` stays on one."""
    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn(name), {qn("w:val"): "true"}))


def _run(paragraph: Any, text: str, *, size: int, bold: bool) -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.name = bold, Pt(size), FONT
    run._element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


_MM = 36_000
"""English metric units in a millimetre."""
