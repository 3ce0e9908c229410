"""Figures being put together: the rows of one unit, indicator and period become one fact."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaohe.criteria.model import Input, InputType, Rule, Source
from kaohe.scoring.facts import Fact, InputValue, UnitRow
from kaohe.scoring.inputs import main_inputs
from kaohe.scoring.reading.index import Index, unit_of_figure
from kaohe.scoring.reading.inputs import input_names, read_input
from kaohe.scoring.reading.kinds import DUPLICATE_FACT, OTHER_TARGET, UNKNOWN_INPUT, WHICH_INPUT
from kaohe.scoring.reading.line import Line
from kaohe.tables.absence import Absent
from kaohe.tables.place import Place
from kaohe.tables.problems import ProblemLog

Key = tuple[str, str, str]
"""Unit id, code and period."""


class Draft:
    """One fact so far.

    Attributes
    ----------
    numbers
        ``actual``, ``target`` and ``previous`` as far as they were given.
    cells
        Row and column of what was given, by the same names and by names of inputs: later checks point there.
    """

    __slots__ = ("cells", "inputs", "is_excused", "line", "numbers", "unit")

    def __init__(self, unit: UnitRow, line: Line) -> None:
        self.unit, self.line = unit, line
        self.numbers: dict[str, Decimal] = {}
        self.inputs: dict[str, InputValue] = {}
        self.cells: dict[str, tuple[Line, str]] = {}
        self.is_excused = False

    @property
    def is_reported(self) -> bool:
        """True when there is a figure."""
        return "actual" in self.numbers or bool(self.inputs)

    def fact(self, key: Key) -> Fact:
        """Give the finished fact."""
        number = self.numbers.get
        return Fact(
            *key,
            number("actual"),
            number("target"),
            number("previous"),
            self.inputs,
            self.is_reported or not self.is_excused,
            self.line.place(),
        )


class Drafts:
    """All facts so far, by unit, code and period."""

    def __init__(self, index: Index, log: ProblemLog) -> None:
        self.index, self.log = index, log
        self.by_key: dict[Key, Draft] = {}
        self._main: dict[str, Input | str | None] = {}

    def main_input(self, code: str) -> Input | str | None:
        """Give the plain input that a bare figure answers; see `_main_input`."""
        if code not in self._main:
            self._main[code] = _main_input(self.index.item(code).rule)
        return self._main[code]

    def open(self, unit: UnitRow, code: str, period: str, line: Line) -> Draft:
        """Give the draft of one cell, new at its first row."""
        key = (unit.id, code, period)
        draft = self.by_key.get(key)
        if draft is None:
            draft = self.by_key[key] = Draft(unit, line)
        return draft

    def items(self) -> Iterator[tuple[Key, Draft]]:
        """Give all drafts with their keys."""
        return iter(self.by_key.items())

    def put_figure(self, key: Key, draft: Draft, line: Line, column: str) -> None:
        """Take the figure itself, which answers the criterion's main input."""
        if not line.text(column) or self._is_second("actual", key, draft, line, column):
            return
        item, main = self.index.item(key[1]), self.main_input(key[1])
        if isinstance(main, str):
            line.note(WHICH_INPUT, column, indicator=key[1], known=input_names(_inputs(item.rule)).known())
        elif main is None:
            self._put_number("actual", draft, line, column, line.figure(column, unit_of_figure(item)))
        elif main.type in (InputType.FLAG, InputType.CHOICE):
            self._put_input(draft, line, column, main)
        else:
            self._put_number("actual", draft, line, column, read_input(line, column, main, unit_of_figure(item)))

    def put_amount(self, name: str, key: Key, draft: Draft, line: Line, column: str) -> None:
        """Take a ``target`` or ``previous``; the rows of one fact may repeat it."""
        if not line.text(column):
            return
        number = line.figure(column, unit_of_figure(self.index.item(key[1])))
        known = draft.numbers.get(name)
        if number is None:  # noted where it stands: that it is missing too would be a second, wrong complaint
            draft.cells.setdefault(name, (line, column))
        if isinstance(number, Decimal) and known is not None and known != number:
            line.note(OTHER_TARGET, column, column=name, known=str(known), first=str(_place(draft, name)))
        elif isinstance(number, Decimal):
            self._put_number(name, draft, line, column, number)

    def put_named(self, name: str, key: Key, draft: Draft, line: Line, column: str, name_column: str = "") -> None:
        """Take the value of the input that is called ``name``."""
        inputs = _inputs(self.index.item(key[1]).rule)
        names = input_names(inputs)
        found = names.find(name)
        if found is None:
            line.note(
                UNKNOWN_INPUT, name_column or column, indicator=key[1], known=names.known(), nearest=names.nearest(name)
            )
        elif line.text(column) and not self._is_second(f"input {found}", key, draft, line, column):
            self._put_input(draft, line, column, next(i for i in inputs if i.name == found))

    def _put_input(self, draft: Draft, line: Line, column: str, inp: Input) -> None:
        value = read_input(line, column, inp)
        if value is Absent.NOT_APPLICABLE:
            draft.is_excused = True
        elif value is not None and not isinstance(value, Absent):
            draft.inputs[inp.name] = value

    def _put_number(self, name: str, draft: Draft, line: Line, column: str, number: object) -> None:
        if number is Absent.NOT_APPLICABLE:
            draft.is_excused = True
        elif isinstance(number, Decimal):
            draft.numbers[name] = number
            draft.cells[name] = (line, column)

    def _is_second(self, name: str, key: Key, draft: Draft, line: Line, column: str) -> bool:
        """Note a figure that was given before."""
        if name not in draft.cells:
            draft.cells[name] = (line, column)
            return False
        unit, indicator, period = key
        first = str(_place(draft, name))
        line.note(DUPLICATE_FACT, column, unit=unit, indicator=indicator, period=period, first=first)
        return True


def _place(draft: Draft, name: str) -> Place:
    line, column = draft.cells[name]
    return line.place(column)


_SEVERAL = "several"


def _main_input(rule: Rule | None) -> Input | str | None:
    """Give the plain input that a bare figure answers, None for a figure that others are derived from."""
    if rule is None or not rule.inputs:
        return None
    plain = [i for i in rule.inputs if i.source is Source.VALUE]
    if len(rule.inputs) == 1 and plain:
        return plain[0]
    main = main_inputs(rule)
    if not main:
        return _SEVERAL
    return next(iter(main)) if len(main) == 1 and main <= set(plain) else None


def _inputs(rule: Rule | None) -> tuple[Input, ...]:
    return rule.inputs if rule is not None else ()
