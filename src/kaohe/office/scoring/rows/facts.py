"""From reported values to facts: the inputs of one unit, indicator and period become one row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from kaohe.criteria.model import Input, InputType, Source
from kaohe.office.scoring.rows.figures import Reported
from kaohe.scheme.model import Indicator
from kaohe.scoring.facts import Fact, InputValue, UnitRow
from kaohe.scoring.inputs import main_inputs

Key = tuple[int, str, str]
"""Key of the unit, code of the indicator, period."""
Amounts = Mapping[tuple[int, str], Decimal]
"""Number by key of the unit and code of the indicator."""
Earlier = Mapping[tuple[int, str, str], Decimal]
"""Last year's figure by key of the unit, code, and the part of the period after the year."""


class Draft:
    """One fact so far."""

    __slots__ = ("actual", "inputs", "is_excused")

    def __init__(self) -> None:
        self.actual: Decimal | None = None
        self.inputs: dict[str, InputValue] = {}
        self.is_excused = False

    def put(self, leaf: Leaf, row: Reported) -> None:
        """Take one reported value under its input's name; without a name it answers the one number of the criterion."""
        inp = leaf.by_name.get(row.input) if row.input else leaf.main
        if not row.is_applicable:
            self.is_excused = True
        elif not row.input and (inp is None or inp.type not in (InputType.FLAG, InputType.CHOICE)):
            self.actual = _number(row, inp)
        elif inp is not None and (value := _value(row, inp)) is not None:
            self.inputs[inp.name] = value


class Leaf:
    """What one leaf's values mean.

    Attributes
    ----------
    main
        Input that a value without a name answers; None: the figure that derived inputs follow.
    takes_number
        Whether a number without a name means something: not where the criterion has several inputs, each by its name.
    """

    __slots__ = ("by_name", "code", "main", "points", "takes_number")

    def __init__(self, indicator: Indicator) -> None:
        rule = indicator.rule
        self.code, self.points = indicator.code, indicator.points
        self.by_name: dict[str, Input] = {i.name: i for i in rule.inputs} if rule else {}
        plain = [i for i in rule.inputs if i.source is Source.VALUE] if rule else []
        if rule and len(rule.inputs) == 1 and plain:
            self.main: Input | None = plain[0]
        else:
            main = main_inputs(rule) if rule else frozenset[Input]()
            self.main = next(iter(main)) if len(main) == 1 and main <= set(plain) else None
        derives = rule is None or bool(main_inputs(rule))
        self.takes_number = derives if self.main is None else self.main.type not in (InputType.FLAG, InputType.CHOICE)


def _number(row: Reported, inp: Input | None) -> Decimal | None:
    """Give a number; a nil report of something counted is a zero, of something measured it is no figure."""
    if row.value is None and not row.text and inp is not None and inp.type is InputType.COUNT:
        return Decimal(0)
    return row.value


def _value(row: Reported, inp: Input) -> InputValue | None:
    if inp.type is InputType.FLAG:
        return row.text == "true"
    return (row.text or None) if inp.type is InputType.CHOICE else _number(row, inp)


def facts_from(
    rows: Iterable[Reported],
    leaves: Mapping[int, Leaf],
    units: Mapping[int, UnitRow],
    targets: Amounts,
    earlier: Earlier,
) -> tuple[Fact, ...]:
    """Put facts together, each with the unit's target and last year's figure.

    Left out are figures of units that left the cycle and of indicators that the scheme no longer has, or not for the
    unit's class. The target stands in every period of its cell: parts of the year are held against it too.
    """
    drafts: dict[Key, Draft] = {}
    for row in rows:
        leaf, unit = leaves.get(row.indicator), units.get(row.unit)
        if leaf is None or unit is None or unit.class_id not in leaf.points:
            continue
        key = (row.unit, leaf.code, row.period)
        draft = drafts.get(key)
        if draft is None:
            draft = drafts[key] = Draft()
        draft.put(leaf, row)
    return tuple(_fact(key, draft, units[key[0]], targets, earlier) for key, draft in drafts.items())


def _fact(key: Key, draft: Draft, unit: UnitRow, targets: Amounts, earlier: Earlier) -> Fact:
    key_of_unit, code, period = key
    is_reported = draft.actual is not None or bool(draft.inputs)
    return Fact(
        unit.id,
        code,
        period,
        draft.actual,
        targets.get((key_of_unit, code)),
        earlier.get((key_of_unit, code, period[4:])),
        draft.inputs,
        is_reported or not draft.is_excused,
    )
