"""Files that a person takes away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from django.http import FileResponse
from django.utils.text import get_valid_filename

from kaohe.tables.write import Heading, Value, Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx(name: str, header: Sequence[str | Heading], rows: Iterable[Sequence[Value]]) -> FileResponse:
    """Answer with a workbook of one sheet, written row by row in constant memory.

    Parameters
    ----------
    name
        File name without its ending; also the name of the sheet.
    rows
        One value per heading: text, int, Decimal, yes or no, or nothing.
    """
    headings = [h if isinstance(h, Heading) else Heading(str(h)) for h in header]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        with Workbook(path) as book:
            book.write_sheet(name, headings, rows)
        # The open file outlives its folder; the server closes it when the last byte has gone.
        return file(path.open("rb"), f"{name}.xlsx", XLSX)


def file(stream: BinaryIO | Path, name: str, kind: str = "application/octet-stream") -> FileResponse:
    """Answer with a file as an attachment; no browser shows it in the page or keeps it in a shared cache."""
    opened = stream.open("rb") if isinstance(stream, Path) else stream
    response = FileResponse(opened, as_attachment=True, filename=get_valid_filename(name), content_type=kind)
    response["Cache-Control"] = "private, no-store"
    return response
