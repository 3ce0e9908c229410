"""Run a scheme on its data with one of the engines, and give the result one shape."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kaohe.cli.parameters import Engine
from kaohe.cli.progress import working
from kaohe.cli.results import show_not_reported
from kaohe.cli.show import show_warnings
from kaohe.i18n import translator
from kaohe.scheme.load import load_scheme
from kaohe.scheme.model import Scheme
from kaohe.scoring.facts import Dataset
from kaohe.scoring.reading import read_data
from kaohe.scoring.reference import score
from kaohe.scoring.sheet import ScoreSheet, to_json
from kaohe.scoring.write import write_results
from kaohe.tables.problems import ProblemLog

_ = translator("cli")

Row = tuple[str, str, str, str]
"""Place, unit, score, grade: as printed."""


class Result(Protocol):
    """What an engine came to."""

    def ranking(self) -> list[tuple[str, list[Row]]]:
        """Rows of the ranking table, by class."""

    def to_json(self) -> dict[str, Any]:
        """The stable JSON."""

    def write(self, folder: Path) -> tuple[Path, ...]:
        """Write the result files."""


@dataclass(frozen=True)
class SheetResult:
    """A score sheet with its derivations."""

    sheet: ScoreSheet

    def ranking(self) -> list[tuple[str, list[Row]]]:
        """Rows of the ranking table, by class in the scheme's order."""
        return [
            (group.name, [self._row(unit) for unit in self.sheet.units if unit.class_id == group.id])
            for group in self.sheet.scheme.classes
            if any(unit.class_id == group.id for unit in self.sheet.units)
        ]

    def _row(self, unit: Any) -> Row:
        place = _("not ranked") if unit.rank is None else str(unit.rank)
        return place, unit.name, self.sheet.show(unit.total) or "—", unit.grade or "—"

    def to_json(self) -> dict[str, Any]:
        """The stable JSON."""
        return to_json(self.sheet)

    def write(self, folder: Path) -> tuple[Path, ...]:
        """Write workbook, Parquet and ranking."""
        return write_results(self.sheet, folder)


def score_reference(scheme: Path, data: Path) -> ScoreSheet:
    """Score with the reference engine; the sheet keeps every derivation."""
    checked = load_scheme(scheme)
    dataset = read_checked(data, checked)
    with working(_("Scoring")):
        return score(checked, dataset)


def read_checked(data: Path, scheme: Scheme) -> Dataset:
    """Read the data folder; what a person should look at goes to standard error, errors stop the run."""
    log = ProblemLog()
    with working(_("Reading data")):
        dataset = read_data(data, scheme, log)
    show_warnings(log.warnings)
    return dataset


def run_engine(engine: Engine, scheme: Path, data: Path) -> Result:
    """Score with the named engine; the numbers are the same with each."""
    if engine is Engine.REFERENCE:
        sheet = score_reference(scheme, data)
        show_not_reported(sheet)
        return SheetResult(sheet)
    # Only the bulk engines need Polars' kernels or Spark: whoever scores a county does not wait for them.
    from kaohe.cli.bulk import score_bulk

    return score_bulk(engine, scheme, data)
