"""Tables of DOCX documents."""

from __future__ import annotations

import io
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError

from kaohe.i18n import translator
from kaohe.tables.container import BrokenZipError, Container, TooLargeError
from kaohe.tables.grid import Grid
from kaohe.tables.kinds import DAMAGED, TOO_LARGE
from kaohe.tables.place import Place
from kaohe.tables.problems import ProblemLog

_ = translator("tables")

MAX_XML_BYTES = 128 << 20
"""Unpacked text of one document: far more than any scheme, and bounded memory for its tree."""


def read_docx(data: bytes, place: Place, log: ProblemLog) -> list[Grid]:
    """Read every top-level table of a document as a sheet of its own."""
    try:
        if len(Container(data).part("word/document.xml")) > MAX_XML_BYTES:
            raise TooLargeError
        document = docx.Document(io.BytesIO(data))
        tables = document.tables
    except TooLargeError:
        log.add(TOO_LARGE, place, limit=f"{MAX_XML_BYTES >> 20} MiB")
        return []
    except (
        BrokenZipError,
        PackageNotFoundError,
        BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        SyntaxError,
    ) as error:
        log.add(DAMAGED, place, str(error))
        return []
    return [
        _grid(table._tbl, Place(place.file, _("table {number}").format(number=number)))
        for number, table in enumerate(tables, start=1)
    ]


def _grid(table: Any, place: Place) -> Grid:
    """Lay a table out: a cell over several columns or rows becomes a merged range."""
    grid = Grid(place, [])
    ranges: list[list[int]] = []
    above: dict[int, list[int]] = {}
    for row, tr in enumerate(table.tr_lst, start=1):
        column = 1 + tr.grid_before
        grid.rows.append([])
        for tc in tr.tc_lst:
            right = column + tc.grid_span - 1
            if tc.vMerge == "continue" and column in above:
                above[column][2] = row
            else:
                above[column] = [row, column, row, right]
                ranges.append(above[column])
            grid.put(row, right, "")
            grid.put(row, column, "" if tc.vMerge == "continue" else _text(tc))
            column = right + 1
    grid.merges = [(t, left, b, right) for t, left, b, right in ranges if (t, left) != (b, right)]
    return grid


def _text(tc: Any) -> str:
    paragraphs = ("".join(run.text or "" for run in p.iter() if run.tag.endswith("}t")) for p in tc.p_lst)
    return "\n".join(paragraphs).strip()
