"""What is scored: units and everything reported, counted, voted or decided about them.

Three states are never confused: **zero** is a `Fact` whose figure is 0; **not reported** is no `Fact`, or
one without any figure; **not applicable** is a `Fact` with ``applicable=False``. All numbers are `Decimal` made from
the text that was reported, never a binary float.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

from kaohe.ballots.rows import BallotRow, Turnout
from kaohe.exact import show_decimal
from kaohe.tables.place import NOWHERE, Place

InputValue: TypeAlias = Decimal | bool | str
"""Value of one input: a number (count, measure, rank), a flag, or the text of a choice."""


class FactState(StrEnum):
    """What a fact says about its figure."""

    REPORTED = "reported"
    """There is a figure, possibly zero."""
    NOT_REPORTED = "not_reported"
    """Nothing was handed in: the indicator's ``missing`` rule decides."""
    NOT_APPLICABLE = "not_applicable"
    """The indicator does not concern the unit: left out, points renormalised."""


class DecisionKind(StrEnum):
    """What a recorded decision of a person does."""

    VETO = "veto"
    """A veto item is applied; ``item`` is its code."""
    GRADE = "grade"
    """The grade is set; ``value`` is its name."""
    SCORE = "score"
    """A score is set; ``item`` is an indicator or adjustment code, None for the total; ``value`` the points."""
    EXCLUDE = "exclude"
    """The unit is evaluated without rank and grade."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit under appraisal: one row a unit.

    Attributes
    ----------
    id, name
        Unique within the data; the name is the id when the table gives only one of them.
    class_id
        Id of the scheme's class it is compared in.
    attributes
        Every other column of the units table, as text: population, group, members' unit grade.
    """

    id: str
    name: str
    class_id: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Fact:
    """One reported figure: one row per unit, indicator and period.

    Attributes
    ----------
    unit, indicator
        Unit id and indicator code.
    period
        ``2014``, ``2014H1``, ``2014Q1`` or ``2014-01``.
    actual, target, previous
        完成值, 目标值 and 上年值 in the indicator's own unit (percentages as numbers: 95 = 95 %); None: not given.
        The ``actual`` of a ``text_only`` leaf is the score that a person gave.
    inputs
        Input name → value, for a criterion with several inputs, and for the one input of a criterion that asks for
        a flag or a choice. A criterion with a single number as input takes it from ``actual``.
    applicable
        False: 不适用, the figure does not concern the unit.
    """

    unit: str
    indicator: str
    period: str
    actual: Decimal | None = None
    target: Decimal | None = None
    previous: Decimal | None = None
    inputs: Mapping[str, InputValue] = field(default_factory=dict)
    applicable: bool = True
    place: Place = NOWHERE

    @property
    def state(self) -> FactState:
        """Zero counts as reported; a target alone does not."""
        if not self.applicable:
            return FactState.NOT_APPLICABLE
        return FactState.REPORTED if self.actual is not None or self.inputs else FactState.NOT_REPORTED


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened and is counted (加分/扣分事项): one row an event, or one for several alike.

    Attributes
    ----------
    item
        Code of the indicator or adjustment it belongs to.
    date
        ISO date, or None.
    count
        How often; 1 unless the table says otherwise.
    points
        Points settled by a person, for judged items; None: the rule decides.
    level
        Level of an award or notice (省级, 一等奖), or the choice.
    input
        Name of the input it counts for; None: the item's only input, or the one of ``level``.
    """

    unit: str
    item: str
    date: str | None = None
    count: Decimal = Decimal(1)
    points: Decimal | None = None
    level: str | None = None
    input: str | None = None
    grounds: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Decision:
    """A recorded decision of a person: the only way a veto, or a grade other than proposed, comes about.

    Attributes
    ----------
    item
        Code of the veto item, indicator or adjustment; None: the unit as a whole.
    value
        Grade name, or points for a score; None when the kind needs none.
    reason, by, basis, date
        Why, who decided, the document it rests on, ISO date.
    """

    unit: str
    kind: DecisionKind
    item: str | None = None
    value: Decimal | str | None = None
    reason: str = ""
    by: str = ""
    basis: str = ""
    date: str | None = None
    place: Place = NOWHERE


Row: TypeAlias = UnitRow | Fact | Event | BallotRow | Turnout | Decision
_R = TypeVar("_R", bound=Row)
_K = TypeVar("_K", bound=Hashable)


@dataclass(frozen=True)
class Dataset:
    """All data of one run, checked against its scheme. Row order means nothing."""

    units: tuple[UnitRow, ...] = ()
    facts: tuple[Fact, ...] = ()
    events: tuple[Event, ...] = ()
    ballots: tuple[BallotRow, ...] = ()
    turnout: tuple[Turnout, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @cached_property
    def unit_by_id(self) -> dict[str, UnitRow]:
        """Unit by id."""
        return {u.id: u for u in self.units}

    @cached_property
    def units_by_class(self) -> dict[str, tuple[UnitRow, ...]]:
        """Class id → its units."""
        return _grouped(self.units, lambda u: u.class_id)

    @cached_property
    def facts_by_cell(self) -> dict[tuple[str, str], tuple[Fact, ...]]:
        """(unit, indicator) → its facts, by period."""
        grouped = _grouped(self.facts, lambda f: (f.unit, f.indicator))
        return {key: tuple(sorted(rows, key=lambda f: f.period)) for key, rows in grouped.items()}

    @cached_property
    def events_by_cell(self) -> dict[tuple[str, str], tuple[Event, ...]]:
        """(unit, item) → its events, by date."""
        grouped = _grouped(self.events, lambda e: (e.unit, e.item))
        return {key: tuple(sorted(rows, key=_event_order)) for key, rows in grouped.items()}

    def fact(self, unit: str, indicator: str, period: str) -> Fact | None:
        """Give the fact of one cell and period; None: not reported."""
        return next((f for f in self.facts_by_cell.get((unit, indicator), ()) if f.period == period), None)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the content, in hex: the same for any order of rows and however a number was written."""
        digest = hashlib.sha256()
        for table in (self.units, self.facts, self.events, self.ballots, self.turnout, self.decisions):
            for line in sorted(map(canonical_line, table)):
                digest.update(line.encode())
            digest.update(b"\x00")
        return digest.hexdigest()


def canonical_line(row: Row) -> str:
    """Write a row as one line of JSON that depends on its meaning only: places left out, 1.50 written 1.5."""
    content = {f.name: getattr(row, f.name) for f in fields(row) if f.name != "place"}
    return json.dumps(content, default=_canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _canonical(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"number": show_decimal(value) if value else "0"}  # -0, 0.00 and 0 are one number
    return dict(value)


def _event_order(event: Event) -> tuple[str, str]:
    return (event.date or "", canonical_line(event))


def _grouped(rows: Iterable[_R], key: Callable[[_R], _K]) -> dict[_K, tuple[_R, ...]]:
    groups: defaultdict[_K, list[_R]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {k: tuple(v) for k, v in groups.items()}
