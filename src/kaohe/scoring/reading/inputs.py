"""The value of one input of a criterion, read as its kind asks: number, yes or no, choice, place."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kaohe.criteria.model import Input, InputType
from kaohe.exact import show_decimal
from kaohe.scoring.facts import InputValue
from kaohe.scoring.reading.kinds import OUT_OF_BOUNDS, UNKNOWN_CHOICE
from kaohe.scoring.reading.line import Line, Names, names_of
from kaohe.tables.absence import Absent, CellError, absence
from kaohe.tables.flags import parse_flag
from kaohe.tables.kinds import NOT_WHOLE
from kaohe.tables.names import folded


def read_input(line: Line, column: str, inp: Input, unit: str | None = None) -> InputValue | Absent | None:
    """Read a cell as the value of an input; None when it cannot be read, which is noted.

    Parameters
    ----------
    unit
        Unit of the indicator; None: that of the input.
    """
    if inp.type is InputType.FLAG:
        return line.parsed(column, parse_flag)
    if inp.type is InputType.CHOICE:
        return _choice(line, column, inp)
    return _number(line, column, inp, unit or _unit(inp))


def input_names(inputs: Sequence[Input]) -> Names:
    """Names of inputs for looking up."""
    return names_of(tuple(i.name for i in inputs))


def choice_meant(text: str, names: Names) -> str | None:
    """Give the choice that a cell means: written as in the criterion, or by its level alone where one choice has it.

    A ledger says 国家级 where the sentence speaks of 国家级表彰; anything shorter than a level stays a problem.
    """
    found = names.find(text)
    if found is not None or not folded(text).endswith("级"):
        return found
    starts = [name for name in names.ids if folded(name).startswith(folded(text))]
    return starts[0] if len(starts) == 1 else None


def _choice(line: Line, column: str, inp: Input) -> str | Absent | None:
    text = line.text(column)
    if not text:
        return Absent.NOT_REPORTED
    names = names_of(inp.choices)
    found = choice_meant(text, names)
    if found is not None:
        return found
    try:
        absent = absence(text)
    except CellError:
        absent = None
    if absent is None and not inp.choices:
        return text
    if absent is None:
        line.note(UNKNOWN_CHOICE, column, known=names.known(), nearest=names.nearest(text))
    return absent


def _unit(inp: Input) -> str | None:
    return None if inp.unit is None or folded(inp.unit) in _CLASSIFIERS else inp.unit


def _number(line: Line, column: str, inp: Input, unit: str | None) -> Decimal | Absent | None:
    number = line.figure(column, unit)
    if not isinstance(number, Decimal):
        return number
    if inp.type in (InputType.COUNT, InputType.RANK) and number != number.to_integral_value():
        line.note(NOT_WHOLE, column)
        return None
    low = Decimal(1) if inp.type is InputType.RANK else Decimal(0) if inp.type is InputType.COUNT else inp.low
    if (low is not None and number < low) or (inp.high is not None and number > inp.high):
        line.note(OUT_OF_BOUNDS, column, low=_shown(low), high=_shown(inp.high))
        return None
    return number


_CLASSIFIERS = frozenset("次个项件起例人名家户篇条份天日期场处位分")
"""Counters: the words beside a count (3次, 3起) say the same, so none contradicts the other."""


def _shown(bound: Decimal | None) -> str:
    return "…" if bound is None else show_decimal(bound)
