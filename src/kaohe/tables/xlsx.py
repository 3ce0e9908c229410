"""XLSX workbooks: values by the fast reader, as exact text; merges, formats and errors from the sheet's XML."""

from __future__ import annotations

import re

import fastexcel

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.tables import xlsx_scan as scan
from kaohe.tables.container import BrokenZipError, Container, TooLargeError
from kaohe.tables.grid import Grid
from kaohe.tables.kinds import DAMAGED, TOO_LARGE
from kaohe.tables.place import Place
from kaohe.tables.problems import ProblemLog
from kaohe.tables.significant import significant

_ = translator("tables")

_NOISE = re.compile(r"-?(?=[\d.]{17})\d+\.\d+$")
"""A number with a point and 16 digits or more: more than a spreadsheet keeps, binary noise when stored as a number."""

_MIDNIGHT = " 00:00:00"


def read_xlsx(data: bytes, place: Place, log: ProblemLog) -> list[Grid]:
    """Read every worksheet, hidden ones too."""
    try:
        container = Container(data)
        reader = fastexcel.read_excel(data)
    except TooLargeError:
        log.add(TOO_LARGE, place, limit="1 GiB")
        return []
    except (BrokenZipError, fastexcel.FastExcelError) as error:
        log.add(DAMAGED, place, str(error))
        return []
    styles = scan.percent_styles(container)
    return [
        grid
        for sheet in scan.sheets_of(container)
        if (grid := _read_sheet(reader, container.part(sheet.part), sheet, styles, place, log))
    ]


def _read_sheet(
    reader: fastexcel.ExcelReader, xml: bytes, sheet: scan.Sheet, styles: set[str], place: Place, log: ProblemLog
) -> Grid | None:
    here = Place(place.file, sheet.name)
    if scan.is_too_large(xml):
        log.add(TOO_LARGE, here, limit=_("{cells} cells").format(cells=f"{scan.MAX_CELLS:,}"))
        return None
    try:
        rows = _values(reader, sheet.name)
    except fastexcel.FastExcelError as error:
        log.add(DAMAGED, here, str(error))
        return None
    grid = Grid(here, rows, scan.merges_of(xml), sheet.is_hidden)
    if _merged_area(grid) > scan.MAX_MERGED_CELLS:
        log.add(TOO_LARGE, here, limit=_("{cells} merged cells").format(cells=f"{scan.MAX_MERGED_CELLS:,}"))
        return None
    _drop_noise(grid, xml)
    for cells in (scan.percent_cells(xml, styles), scan.error_cells(xml), scan.formulas_without_value(xml)):
        for row, column, text in cells:
            grid.put(row, column, text)
    return grid


def _values(reader: fastexcel.ExcelReader, name: str) -> list[list[str]]:
    """Give the cells as text, from row 1 and column 1 on."""
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    infos = sheet.available_columns()
    if not infos or not sheet.height:
        return []
    left = infos[0].absolute_index
    columns = [_texts(series.to_list()) for series in sheet.to_polars()]
    indent = [""] * left
    return [indent + list(cells) for cells in zip(*columns, strict=True)]


def _texts(values: list[str | None]) -> list[str]:
    return [value.strip().removesuffix(_MIDNIGHT) if value else "" for value in values]


def _merged_area(grid: Grid) -> int:
    height, width = len(grid.rows), max(map(len, grid.rows), default=0)
    return sum(
        max(0, min(bottom, height) - top + 1) * max(0, min(right, width) - left + 1)
        for top, left, bottom, right in grid.merges
    )


def _drop_noise(grid: Grid, xml: bytes) -> None:
    """Round stored numbers such as 0.30000000000000004 to 15 digits; numbers typed as text stay as they are."""
    noisy = [
        (row, column)
        for row, cells in enumerate(grid.rows, start=1)
        for column, text in enumerate(cells, start=1)
        if len(text) > 16 and _NOISE.match(text)
    ]
    if noisy:
        stored = scan.numeric_positions(xml)
        for row, column in stored.intersection(noisy):
            grid.put(row, column, show_decimal(significant(grid.text(row, column))))
