"""What the fast reader does not tell about a sheet: merged ranges, percent formats, errors, formulas without value.

The sheet's XML is searched for the few cells of interest instead of being parsed cell by cell: 1.2 million cells take
about a quarter of a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from kaohe.exact import show_decimal
from kaohe.tables.container import Container, tags
from kaohe.tables.grid import Range
from kaohe.tables.significant import significant

MAX_ROWS = 1_048_576
MAX_CELLS = 40_000_000
"""Rows times columns of the used rectangle, which readers lay out densely."""
MAX_MERGED_CELLS = 5_000_000

_PERCENT_FORMATS = {9, 10}
_REF = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})$")
_POSITION = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)??r=["']([A-Z]+)(\d+)["']""")
_LETTERS = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)??r=["']([A-Z]+)""")
_LONG_ROW_NUMBER = re.compile(rb"""\br=["'][A-Z]+\d{7}""")
_FORMULA_WITHOUT_VALUE = re.compile(
    rb"""<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
_VALUE = rb"""[^>]*>(?:<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]*)<"""
_ERROR = re.compile(rb"""<(?:\w+:)?c\s([^>]*\bt=["']e["'])""" + _VALUE)
_R = re.compile(rb"""\br=["']([A-Z]+\d+)["']""")
_IS_TEXT = re.compile(rb"""\bt=["'](?!n["'])""")
_QUOTED_LITERAL = re.compile(r'"[^"]*"|\\.')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One entry of the workbook: name, part of the container, visibility."""

    name: str
    part: str
    is_hidden: bool


def sheets_of(container: Container) -> list[Sheet]:
    """List the worksheets in order; chart sheets are left out."""
    targets = {r.get("Id", ""): r for r in tags(container.part("xl/_rels/workbook.xml.rels"), "Relationship")}
    found = []
    for sheet in tags(container.part("xl/workbook.xml"), "sheet"):
        relation = next((v for k, v in sheet.items() if k.endswith(":id")), "")
        target = targets.get(relation, {}).get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if "chartsheet" not in target and part in container:
            found.append(Sheet(sheet.get("name", ""), part, sheet.get("state", "visible") != "visible"))
    return found


def percent_styles(container: Container) -> set[str]:
    """Give the style numbers whose format shows a value times 100 with a percent sign."""
    styles = container.part("xl/styles.xml")
    formats = {
        int(f["numFmtId"]): f.get("formatCode", "") for f in tags(styles, "numFmt") if f.get("numFmtId", "").isdigit()
    }
    percent = _PERCENT_FORMATS | {n for n, code in formats.items() if "%" in _QUOTED_LITERAL.sub("", code)}
    _, _, after = styles.partition(b"cellXfs")
    used = after.partition(b"cellXfs")[0]
    return {str(n) for n, xf in enumerate(tags(used, "xf")) if xf.get("numFmtId", "0") in map(str, percent)}


def is_too_large(xml: bytes) -> bool:
    """Tell whether the used rectangle is more than may be laid out."""
    columns = max(map(column_number, map(bytes.decode, set(_LETTERS.findall(xml)))), default=0)
    if columns * 1_000_000 <= MAX_CELLS and not _LONG_ROW_NUMBER.search(xml):
        return False
    rows = max((int(row) for _, row in _POSITION.findall(xml)), default=0)
    return rows > MAX_ROWS or rows * columns > MAX_CELLS


def merges_of(xml: bytes) -> list[Range]:
    """Give the merged ranges."""
    found = []
    for merge in tags(xml[xml.rfind(b"sheetData") :], "mergeCell"):
        first, _, last = merge.get("ref", "").partition(":")
        top, bottom = position(first), position(last)
        if top and bottom and top != bottom:
            found.append((*top, *bottom))
    return found


def error_cells(xml: bytes) -> Iterator[tuple[int, int, str]]:
    """Give row, column and text of the cells that hold an error value such as ``#DIV/0!``."""
    for attributes, text in _ERROR.findall(xml):
        if at := _at(attributes):
            yield *at, text.decode("utf-8", "replace")


def formulas_without_value(xml: bytes) -> Iterator[tuple[int, int, str]]:
    """Give row, column and formula of the cells that no program has calculated."""
    if b"<f" not in xml and b":f" not in xml:
        return
    for attributes, formula in _FORMULA_WITHOUT_VALUE.findall(xml):
        # A formula of type str has been calculated: its result is the empty text.
        if not _IS_TEXT.search(attributes) and (at := _at(attributes)):
            yield *at, "=" + unescape(formula.decode("utf-8", "replace"))


def percent_cells(xml: bytes, styles: set[str]) -> Iterator[tuple[int, int, str]]:
    """Give row, column and text of the numbers shown as percentages: 0.98 is ``98%``."""
    if not styles:
        return
    wanted = "|".join(sorted(styles)).encode()
    cell = re.compile(
        rb"""<(?:\w+:)?c\s([^>]*\bs=["'](?:""" + wanted + rb""")["'][^>]*?)>""" + _VALUE.removeprefix(b"[^>]*>")
    )
    for attributes, value in cell.findall(xml):
        at = _at(attributes)
        if at and not _IS_TEXT.search(attributes):
            yield *at, f"{times_hundred(value.decode())}%"


def times_hundred(text: str) -> str:
    """Turn the stored fraction into the percentage that the sheet shows, without binary noise.

    Examples
    --------
    >>> times_hundred("0.28999999999999998"), times_hundred("1")
    ('29', '100')
    """
    return show_decimal(significant(text).scaleb(2))


def numeric_positions(xml: bytes) -> set[tuple[int, int]]:
    """Give row and column of the cells stored as numbers, not as text."""
    found = re.findall(rb"<(?:\w+:)?c\s([^>]*)>", xml)
    return {at for attributes in found if not _IS_TEXT.search(attributes) and (at := _at(attributes))}


def _at(attributes: bytes) -> tuple[int, int] | None:
    found = _R.search(attributes)
    return position(found[1].decode()) if found else None


def position(reference: str) -> tuple[int, int] | None:
    """Give row and column of a reference such as ``C12``; None when it is none."""
    found = _REF.match(reference)
    return (int(found[2]), column_number(found[1])) if found else None


def column_number(letters: str) -> int:
    """Count a column from 1.

    Examples
    --------
    >>> column_number("AB")
    28
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
