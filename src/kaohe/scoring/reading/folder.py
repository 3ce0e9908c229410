"""Find the tables of a DATA folder: one file a table, or workbooks with a sheet for each, in any mix."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kaohe.scoring.reading.columns import COLUMNS, TABLES, table_named
from kaohe.scoring.reading.kinds import UNKNOWN_FILE
from kaohe.tables.grid import Grid
from kaohe.tables.header import build_table, matched_keys
from kaohe.tables.kinds import NOT_FOUND, UNKNOWN_KIND
from kaohe.tables.names import nearest
from kaohe.tables.place import Place
from kaohe.tables.problems import ProblemLog
from kaohe.tables.read import read_grids
from kaohe.tables.table import Table

SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm", ".parquet")
_OTHER_TABLES = (".xls", ".et", ".ods", ".xlsb", ".json", ".txt", ".docx", ".doc", ".pdf")
"""Files that may hold a table and are not read: said when the name is that of a table, ignored otherwise."""
_RESULTS = ("scores", "ranking")
"""Files that a run writes, should they lie beside the data."""


def read_folder(folder: Path, log: ProblemLog) -> dict[str, list[Table]]:
    """Read every table of the folder (or the sheets of one workbook), by name of the table.

    Files are read in the order of their names. What cannot be read is noted; what is no part of the data is said.
    """
    tables: dict[str, list[Table]] = {name: [] for name in TABLES}
    for file in data_files(folder, log):
        name = table_named(file.stem)
        if file.suffix.lower() not in SUFFIXES:
            log.add(UNKNOWN_KIND, Place(str(file)), file.suffix)
            continue
        grids = [g for g in read_grids(file, log) if not g.is_hidden and not g.is_empty]
        for grid, table_name in _named(grids, name, file, log):
            table = _table(grid, table_name, log)
            if table is not None:
                tables[table_name].append(table)
    return tables


def data_files(folder: Path, log: ProblemLog) -> list[Path]:
    """List the files that belong to the data."""
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        log.add(NOT_FOUND, Place(str(folder)))
        return []
    files = sorted(f for f in folder.iterdir() if f.is_file() and not f.name.startswith((".", "~$")))
    return [f for f in files if _belongs(f)]


def _belongs(file: Path) -> bool:
    suffix = file.suffix.lower()
    if suffix in SUFFIXES:
        return file.stem.casefold() not in _RESULTS
    return suffix in _OTHER_TABLES and bool(table_named(file.stem))


def _named(grids: list[Grid], name: str, file: Path, log: ProblemLog) -> Iterator[tuple[Grid, str]]:
    """Say which table each sheet is: by its own name in a workbook, else by the file's."""
    by_sheet = [(g, table_named(g.place.sheet)) for g in grids]
    if any(sheet for _, sheet in by_sheet) and (not name or len(grids) > 1):
        for grid, sheet in by_sheet:
            if sheet:
                yield grid, sheet
            else:
                _say_left_out(grid.place, grid.place.sheet, log)
    elif name:
        fitting = [g for g in grids if len(grids) == 1 or matched_keys(g, COLUMNS[name])]
        yield from ((g, name) for g in fitting or grids)
    else:
        _say_left_out(Place(str(file)), file.stem, log)


def _say_left_out(place: Place, name: str, log: ProblemLog) -> None:
    names = [n for table, aliases in TABLES.items() for n in (table, *aliases)]
    found = nearest(name.casefold(), names)
    log.add(UNKNOWN_FILE, place, name, known=" / ".join(TABLES), nearest=f" ({found}?)" if found else "")


_REQUIRED = {
    "units": (),
    "facts": ("unit",),
    "events": ("unit", "item"),
    "ballots": ("subject",),
    "turnout": ("issued",),
    "decisions": ("unit", "kind"),
}


def _table(grid: Grid, name: str, log: ProblemLog) -> Table | None:
    return build_table(grid, COLUMNS[name], _REQUIRED[name], log)
