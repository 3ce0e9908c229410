"""Read tables from files: one call for every format, all problems at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from kaohe.i18n import translator
from kaohe.tables.container import content_kind
from kaohe.tables.delimited import read_delimited
from kaohe.tables.docx import read_docx
from kaohe.tables.grid import Grid
from kaohe.tables.header import Aliases, build_table, matched_keys
from kaohe.tables.kinds import EMPTY, ENCRYPTED, NO_SHEET, NOT_A_TABLE, NOT_FOUND, UNKNOWN_KIND, WHICH_SHEET
from kaohe.tables.names import folded
from kaohe.tables.parquet import read_parquet
from kaohe.tables.place import Place
from kaohe.tables.problems import ProblemLog, Problems
from kaohe.tables.table import Table
from kaohe.tables.xlsx import read_xlsx

_ = translator("tables")

_Reader = Callable[[bytes, Place, ProblemLog], list[Grid]]

_READERS: dict[str, _Reader] = {
    "text": read_delimited,
    "xlsx": read_xlsx,
    "parquet": read_parquet,
    "docx": read_docx,
}
_KIND_OF_SUFFIX = {
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".parquet": "parquet",
    ".docx": "docx",
}


def _described(kind: str) -> str:
    """Name a kind of content in the current language."""
    known = {
        "text": _("text (CSV)"),
        "xlsx": _("an Excel workbook (.xlsx)"),
        "parquet": _("a Parquet file"),
        "docx": _("a Word document (.docx)"),
    }
    return known.get(kind) or _(kind)


def read_table(
    path: Path | str,
    sheet: str | None = None,
    *,
    columns: Aliases | None = None,
    required: Sequence[str] = (),
) -> Table:
    """Read the one table meant.

    Parameters
    ----------
    path
        A ``.csv``, ``.tsv``, ``.xlsx``, ``.parquet`` or ``.docx`` file.
    sheet
        Sheet of a workbook, or ``table 2`` (``表2``) of a document. None: the visible sheet whose header names most of
        ``columns``; the first one with a table when no columns are given.
    columns
        Key → names that the column may bear, used to find the header row and to call cells by key.
    required
        Keys that must be there.

    Returns
    -------
    Table
        Text cells; see `Table`.

    Raises
    ------
    Problems
        With everything that is wrong with the file, sheet and header.
    """
    log, aliases = ProblemLog(), columns or {}
    grids = read_grids(path, log)
    log.raise_if_any()
    grid = _chosen(grids, sheet, aliases, Place(str(path)), log)
    table = build_table(grid, aliases, required, log) if grid else None
    log.raise_if_any()
    if table is None:
        raise Problems(log.problems)
    return table


def read_tables(path: Path | str, *, columns: Aliases | None = None, include_hidden: bool = False) -> tuple[Table, ...]:
    """Read every visible sheet that holds a table, in the order of the file; raises `Problems` as `read_table` does."""
    log = ProblemLog()
    grids = read_grids(path, log)
    log.raise_if_any()
    shown = [g for g in grids if not g.is_empty and (include_hidden or not g.is_hidden)]
    tables = [build_table(g, columns or {}, (), log) for g in shown]
    if not shown:
        log.add(EMPTY, Place(str(path)))
    log.raise_if_any()
    return tuple(t for t in tables if t is not None)


def read_grids(path: Path | str, log: ProblemLog) -> list[Grid]:
    """Read the raw sheets of a file; what cannot be read is noted in the log."""
    file, place = Path(path), Place(str(path))
    wanted = _KIND_OF_SUFFIX.get(file.suffix.lower())
    if wanted is None:
        log.add(UNKNOWN_KIND, place, file.suffix)
        return []
    try:
        data = file.read_bytes()
    except OSError as error:
        log.add(NOT_FOUND, place, error.strerror or "")
        return []
    return grids_of(data, wanted, place, log)


def grids_of(data: bytes, wanted: str, place: Place, log: ProblemLog) -> list[Grid]:
    """Read the raw sheets of bytes that are said to be ``wanted``: ``text``, ``xlsx``, ``parquet`` or ``docx``."""
    if not data.strip():
        log.add(EMPTY, place)
        return []
    kind = content_kind(data)
    if kind == "encrypted":
        log.add(ENCRYPTED, place)
        return []
    if kind != wanted:
        log.add(NOT_A_TABLE, place, _described(kind), expected_content=_described(wanted))
        return []
    grids = _READERS[wanted](data, place, log)
    if not log.error_count and all(g.is_empty for g in grids):
        log.add(EMPTY, place)
    return grids


def _chosen(grids: Sequence[Grid], sheet: str | None, aliases: Aliases, place: Place, log: ProblemLog) -> Grid | None:
    if sheet is not None:
        named = next((g for g in grids if _sheet_key(g.place.sheet) == _sheet_key(sheet)), None)
        if named is None:
            log.add(NO_SHEET, place, sheet, sheets=", ".join(g.place.sheet for g in grids))
        return named
    shown = [g for g in grids if not g.is_empty and not g.is_hidden]
    if not shown:
        log.add(EMPTY, place)
        return None
    return _best(shown, aliases, place, log) if aliases else shown[0]


def _sheet_key(name: str) -> str:
    """Fold a sheet's name; ``table 2`` of a document is ``表2`` in either language."""
    return re.sub(r"^table(?=\d+$)", "表", folded(name))


def _best(grids: Sequence[Grid], aliases: Aliases, place: Place, log: ProblemLog) -> Grid | None:
    scores = [matched_keys(g, aliases) for g in grids]
    best = [g for g, score in zip(grids, scores, strict=True) if score == max(scores)]
    if len(best) > 1 and max(scores):
        log.add(WHICH_SHEET, place, sheets=", ".join(g.place.sheet for g in best))
        return None
    return best[0]
