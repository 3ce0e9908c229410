"""Read what a source holds: the newest file of its folder, or the rows of one SELECT. Nothing is written there."""

from __future__ import annotations

import csv
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from django.conf import settings
from django.utils.translation import gettext as _

from kaohe.office.monitoring.imports.figures import COLUMNS, REQUIRED
from kaohe.office.monitoring.imports.kinds import SOURCE_AWAY
from kaohe.office.monitoring.models import Source
from kaohe.tables.problems import Problem, Problems
from kaohe.tables.read import read_table
from kaohe.tables.table import Table

SUFFIXES = (".csv", ".xlsx")
SECONDS = 60
MOST_ROWS = 1_000_000
_SELECT = re.compile(r"\s*(select|with)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and the hash of it; no table: there was nothing."""

    name: str
    hash: str
    table: Table | None


def away(said: str) -> Problems:
    """Say that a source cannot be read."""
    return Problems([Problem(SOURCE_AWAY, values={"said": said})])


def variable_of(source: Source) -> str:
    """Name of the variable that holds address and password of a database."""
    return f"KAOHE_SOURCE_{source.code.upper()}"


def read_source(source: Source) -> Reading:
    """Read a source; raises Problems with everything that is wrong with it."""
    return _from_folder(source) if source.kind == Source.Kind.FOLDER else _from_database(source)


def _from_folder(source: Source) -> Reading:
    folder = Path(settings.KAOHE_DROP) / source.code
    if not folder.is_dir():
        raise away(_("the folder {folder} is not there").format(folder=folder.name))
    files = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file()]
    if not files:
        return Reading("", "", None)
    newest = max(files, key=lambda path: (path.stat().st_mtime_ns, path.name))
    content = newest.read_bytes()
    with TemporaryDirectory() as held:  # read what was hashed, whatever happens to the file meanwhile
        path = Path(held) / newest.name
        path.write_bytes(content)
        table = read_table(path, columns=COLUMNS, required=REQUIRED)
    return Reading(newest.name, hashlib.sha256(content).hexdigest(), table)


def _from_database(source: Source) -> Reading:
    address = os.environ.get(variable_of(source), "")
    if not address:
        raise away(_("the variable {name} is not set").format(name=variable_of(source)))
    if not _SELECT.match(source.query) or ";" in source.query.rstrip().rstrip(";"):
        raise away(_("the query is not one SELECT"))
    options = f"-c default_transaction_read_only=on -c statement_timeout={SECONDS * 1000}"
    try:
        with (
            psycopg.connect(address, connect_timeout=10, options=options) as connection,
            connection.cursor(name="kaohe_collection") as cursor,
        ):
            cursor.execute(source.query.rstrip().rstrip(";").encode())
            rows = cursor.fetchmany(MOST_ROWS)
            header = [column.name for column in cursor.description or ()]
    except psycopg.Error as error:
        raise away(str(error).splitlines()[0] if str(error) else error.__class__.__name__) from error
    return _as_table(source, header, [["" if cell is None else str(cell) for cell in row] for row in rows])


def _as_table(source: Source, header: list[str], rows: list[list[str]]) -> Reading:
    if not rows:
        return Reading("", "", None)
    with TemporaryDirectory() as held:
        path = Path(held) / f"{source.code}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header, *sorted(rows)])
        content = path.read_bytes()
        return Reading(
            path.name, hashlib.sha256(content).hexdigest(), read_table(path, columns=COLUMNS, required=REQUIRED)
        )
