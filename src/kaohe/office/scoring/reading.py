"""From a file of figures to rows of figures: read by the engine's own reader, every problem at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kaohe.exact import show_decimal
from kaohe.i18n import mark as _
from kaohe.office.monitoring.models import Figure, FigureState
from kaohe.office.people.models import Account
from kaohe.office.planning.models import Cycle, Indicator
from kaohe.office.scoring.moments import Moment
from kaohe.office.scoring.rows.facts import Leaf
from kaohe.office.scoring.rows.units import units_of
from kaohe.scheme.model import Scheme
from kaohe.scoring.facts import Fact
from kaohe.scoring.reading.columns import COLUMNS
from kaohe.scoring.reading.facts import read_facts
from kaohe.scoring.reading.index import Index
from kaohe.scoring.reading.kinds import NO_PREVIOUS, NO_TARGET
from kaohe.tables.header import build_table
from kaohe.tables.place import Place
from kaohe.tables.problems import Kind, Problem, ProblemLog, Problems
from kaohe.tables.read import read_grids

SIGNED_ALREADY = Kind(
    "O401",
    _("{unit}, {indicator}: the head has signed another figure for {period}, or the data owner has accepted it"),
    _("the figure that stands, {known}"),
    _("Leave the cell empty, or have the figure returned or corrected in its report first."),
    "office.scoring",
)
TOO_LARGE = Kind(
    "O402",
    _("{unit}, {indicator}: the figure has more than sixteen digits before the point or four after it"),
    _("a figure such as 1234.5678"),
    _("Round the figure to four places, or report it in a larger unit."),
    "office.scoring",
)
NOTHING_THERE = Kind(
    "O403",
    _("the file holds no figure"),
    _("a column of figures, by the names in the reference"),
    _("Fill in at least one figure."),
    "office.scoring",
)
_FIXED = frozenset({FigureState.SIGNED, FigureState.ACCEPTED})
_NOT_OURS = frozenset({NO_TARGET.code, NO_PREVIOUS.code})
"""Targets come from target setting and last year's figures from last year: neither need stand in the file."""


class _Log(ProblemLog):
    """Collects everything but what this file need not bring."""

    def take(self, problem: Problem) -> None:
        if problem.code not in _NOT_OURS:
            super().take(problem)


Key = tuple[int, int, str, str]
"""Keys of unit and indicator, input, period."""


@dataclass(frozen=True, slots=True)
class Given:
    """One figure of the file."""

    key: Key
    unit: str
    indicator: str
    value: Decimal | None
    text: str
    is_applicable: bool
    place: Place

    def says(self, figure: Figure) -> bool:
        """Tell whether it says what stands already."""
        return (figure.value, figure.text, figure.is_applicable) == (self.value, self.text, self.is_applicable)

    @property
    def shown(self) -> str:
        """The value in words."""
        if not self.is_applicable:
            return "不适用"
        return self.text if self.value is None else show_decimal(self.value)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file would change.

    Attributes
    ----------
    changes
        Figures that are new or other than what stands, each with the row that stands.
    same
        Number of figures that stand already.
    """

    changes: tuple[tuple[Given, Figure | None], ...]
    same: int

    def figures(self, cycle: Cycle, by: Account, source: str) -> list[Figure]:
        """Give the rows to store: submitted, so that heads and data owners sign them like any other."""
        rows = []
        for given, known in self.changes:
            unit, indicator, name, period = given.key
            row = known or Figure(cycle=cycle, unit_id=unit, indicator_id=indicator, input=name, period=period)
            row.value, row.text, row.is_applicable = given.value, given.text, given.is_applicable
            row.state, row.remarks = FigureState.SUBMITTED, source
            row.recorded_by = row.submitted_by = by
            row.signed_by = row.accepted_by = None
            row.doubts, row.return_reason, row.return_until = "", "", None
            rows.append(row)
        return rows


def read_file(path: Path, cycle: Cycle, scheme: Scheme, standing: Iterable[Figure]) -> Reading:
    """Read a file of figures against the scheme, the units and what stands.

    Parameters
    ----------
    path
        XLSX or CSV, long or wide, as ``docs/reference/data.md`` has it.
    standing
        Figures of the cycle as they stand.

    Raises
    ------
    Problems
        With everything that is wrong with the file; nothing is half-read.
    """
    log, units = _Log(), units_of(cycle, Moment())
    keys = {unit.row.id: unit.key for unit in units}
    facts = _facts(path, Index(scheme, [unit.row for unit in units]), log)
    log.raise_if_any()
    indicators = {i.code: i.pk for i in Indicator.objects.filter(cycle=cycle, is_leaf=True)}
    leaves = {leaf.code: Leaf(leaf) for leaf in scheme.leaves}
    given = [g for fact in facts if fact.indicator in leaves for g in _given(fact, keys, indicators, leaves)]
    if not given:
        raise Problems([Problem(NOTHING_THERE, Place(path.name))])
    here: dict[Key, Figure] = {(f.unit_id, f.indicator_id, f.input, f.period): f for f in standing}
    changes = [(g, here.get(g.key)) for g in given if not (g.key in here and g.says(here[g.key]))]
    faults = [fault for g, known in changes for fault in _faults(g, known)]
    if faults:
        raise Problems(sorted(faults, key=lambda p: p.place))
    return Reading(tuple(changes), len(given) - len(changes))


def _facts(path: Path, index: Index, log: ProblemLog) -> Sequence[Fact]:
    grids = [g for g in read_grids(path, log) if not g.is_hidden and not g.is_empty]
    tables = [table for g in grids if (table := build_table(g, COLUMNS["facts"], ("unit",), log)) is not None]
    return () if log.error_count else read_facts(tables, index, log)


def _given(
    fact: Fact, units: Mapping[str, int], indicators: Mapping[str, int], leaves: Mapping[str, Leaf]
) -> Iterator[Given]:
    """Give the figure of a fact and the value of each input; the one input of a criterion stands without its name."""
    main = leaves[fact.indicator].main
    unit, indicator = units[fact.unit], indicators[fact.indicator]

    def made(name: str, value: Decimal | None, text: str, is_applicable: bool = True) -> Given:
        key = (unit, indicator, name, fact.period)
        return Given(key, fact.unit, fact.indicator, value, text, is_applicable, fact.place)

    if fact.actual is not None or not fact.applicable:
        yield made("", fact.actual, "", fact.applicable)
    for name, value in fact.inputs.items():
        known = "" if main is not None and main.name == name else name
        if isinstance(value, Decimal):
            yield made(known, value, "")
        else:
            yield made(known, None, str(value).lower() if isinstance(value, bool) else value)


def _faults(given: Given, known: Figure | None) -> Iterator[Problem]:
    words = {"unit": given.unit, "indicator": given.indicator}
    if known is not None and known.state in _FIXED:
        stands = "" if known.value is None else show_decimal(known.value)
        more = {"period": given.key[3], "known": stands or known.text}
        yield Problem(SIGNED_ALREADY, given.place, given.shown, {**words, **more})
    if given.value is not None and (given.value != round(given.value, 4) or abs(given.value) >= 10**16):
        yield Problem(TOO_LARGE, given.place, given.shown, words)
