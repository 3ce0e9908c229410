"""From a DATA folder to a checked dataset, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kaohe.scheme.model import Scheme
from kaohe.scoring.facts import Dataset
from kaohe.scoring.reading.ballots import read_ballots, read_turnout
from kaohe.scoring.reading.decisions import read_decisions
from kaohe.scoring.reading.events import read_events
from kaohe.scoring.reading.facts import read_facts
from kaohe.scoring.reading.folder import read_folder
from kaohe.scoring.reading.index import Index
from kaohe.scoring.reading.kinds import NO_FIGURES, NO_UNITS
from kaohe.scoring.reading.units import read_units
from kaohe.scoring.reading.unread import note_unread
from kaohe.tables.place import Place
from kaohe.tables.problems import ProblemLog
from kaohe.tables.table import Table


def read_data(folder: Path | str, scheme: Scheme, log: ProblemLog | None = None) -> Dataset:
    """Read all data of one run.

    Parameters
    ----------
    folder
        Folder with the tables units, facts, events, ballots, turnout and decisions as ``.csv``, ``.xlsx`` or
        ``.parquet``, or one workbook with a sheet for each; see ``docs/reference/data.md``.
    scheme
        The scheme that the data are for.
    log
        Takes warnings; None: they are dropped unless there is an error.

    Returns
    -------
    Dataset
        Checked: every unit, class, item, input and choice exists, no figure stands twice.

    Raises
    ------
    Problems
        With every problem of every file, each with its place. Nothing half-read is returned.
    """
    log = ProblemLog() if log is None else log
    tables = read_folder(Path(folder), log)
    if not log.error_count:
        _check_presence(tables, Path(folder), log)
    for name in ("events", "turnout", "decisions"):
        for table in tables[name]:
            note_unread(table, name, log)
    index = Index(scheme, read_units(tables["units"], scheme, log))
    dataset = _dataset(tables, index, log) if index.units else Dataset()
    log.raise_if_any()
    return dataset


def _dataset(tables: Mapping[str, Sequence[Table]], index: Index, log: ProblemLog) -> Dataset:
    return Dataset(
        units=tuple(index.units.values()),
        facts=read_facts(tables["facts"], index, log),
        events=read_events(tables["events"], index, log),
        ballots=read_ballots(tables["ballots"], index, log),
        turnout=read_turnout(tables["turnout"], index, log),
        decisions=read_decisions(tables["decisions"], index, log),
    )


def _check_presence(tables: Mapping[str, Sequence[Table]], folder: Path, log: ProblemLog) -> None:
    if not tables["units"]:
        log.add(NO_UNITS, Place(str(folder)))
    if not any(tables[name] for name in ("facts", "events", "ballots", "decisions")):
        log.add(NO_FIGURES, Place(str(folder)))
