"""What a scheme and its units are called: everything that a cell can name."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from kaohe.scheme.model import Adjustment, Indicator, Scheme
from kaohe.scoring.facts import UnitRow
from kaohe.scoring.reading.kinds import NO_UNIT, NOT_A_LEAF, SAME_NAME, SAME_UNIT_NAME, UNKNOWN_INDICATOR, UNKNOWN_UNIT
from kaohe.scoring.reading.line import Line, Names


class Index:
    """Look-ups of one scheme and the units read for it."""

    def __init__(self, scheme: Scheme, units: Iterable[UnitRow]) -> None:
        self.scheme = scheme
        self.units = {u.id: u for u in units}
        self._unit_names = Names({u.id: (u.name,) for u in self.units.values()})
        self._nodes = Names({i.code: (i.name,) for i in scheme.indicators if not i.is_leaf})
        self._adjustments = {a.code: a for a in scheme.adjustments}

    @cached_property
    def item_names(self) -> Names:
        """Leaves and adjustments by code and name."""
        leaves = {i.code: (i.name,) for i in self.scheme.leaves}
        return Names(leaves | {a.code: (a.name,) for a in self.scheme.adjustments})

    def item(self, code: str) -> Indicator | Adjustment:
        """Give a leaf or an adjustment."""
        return self._adjustments.get(code) or self.scheme.by_code[code]

    def unit_of(self, line: Line, column: str = "unit") -> UnitRow | None:
        """Give the unit that a row names; None after noting the problem."""
        text = line.text(column)
        id_ = self._unit_names.find(text) if text else None
        if not text:
            line.note(NO_UNIT, column)
        elif id_ is None and len(several := self._unit_names.bearers(text)) > 1:
            line.note(SAME_UNIT_NAME, column, known=" / ".join(several))
        elif id_ is None:
            line.note(UNKNOWN_UNIT, column, nearest=self._unit_names.nearest(text))
        return None if id_ is None else self.units[id_]

    def code_of(self, line: Line, column: str) -> str | None:
        """Give the leaf or adjustment that a row names; None after noting the problem."""
        text = line.text(column)
        code = self.item_names.find(text)
        if code is None:
            self.note_unknown_item(line, column, text)
        return code

    def note_unknown_item(self, line: Line, column: str, text: str) -> None:
        """Say why a text names no leaf and no adjustment."""
        several = self.item_names.bearers(text)
        node = self._nodes.find(text)
        if len(several) > 1:
            line.note(SAME_NAME, column, known=" / ".join(several))
        elif node is not None:
            line.note(NOT_A_LEAF, column, known=" / ".join(self.scheme.by_code[node].children))
        else:
            line.note(UNKNOWN_INDICATOR, column, nearest=self.item_names.nearest(text))


def applies(item: Indicator | Adjustment, class_id: str) -> bool:
    """Tell whether an item concerns a class of units."""
    if isinstance(item, Adjustment):
        return not item.classes or class_id in item.classes
    return class_id in item.points


def default_target(item: Indicator | Adjustment, class_id: str) -> Decimal | None:
    """Give the target that the scheme itself sets."""
    return item.target.get(class_id) if isinstance(item, Indicator) else None


def unit_of_figure(item: Indicator | Adjustment) -> str | None:
    """Give the unit in which an indicator's figures are reported; None: the scheme names none."""
    return item.unit or None if isinstance(item, Indicator) else None
