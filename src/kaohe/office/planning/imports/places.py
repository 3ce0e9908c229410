"""Find the unit and the indicator that a row or a column means."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kaohe.office.planning.imports import kinds
from kaohe.office.planning.models import AppraisedUnit, Indicator
from kaohe.tables.names import folded, nearest, without_brackets
from kaohe.tables.problems import ProblemLog
from kaohe.tables.table import Cell

MAX_PROPOSED = 50
"""Problems for which a nearest name is looked for; it would take longer than reading the list."""

MAX_NAMES = 5_000


def code(text: str) -> str:
    """Write a code as it is kept: full-width digits and letters narrow, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


class Places:
    """Units and indicators of one cycle, by code and by name.

    Attributes
    ----------
    appraised
        Key of a unit → its row in the cycle.
    """

    def __init__(self, appraised: Iterable[AppraisedUnit], indicators: Sequence[Indicator]) -> None:
        self.appraised = {a.unit_id: a for a in appraised}
        self.indicators = indicators
        self._units_by_code = {a.unit.code: a for a in self.appraised.values()}
        self._units_by_name: dict[str, list[AppraisedUnit]] = defaultdict(list)
        for row in self.appraised.values():
            self._units_by_name[folded(row.unit.name)].append(row)
        self._indicators = {folded(i.code): i for i in indicators} | self._by_name()
        self._proposed = 0

    def _by_name(self) -> dict[str, Indicator]:
        """Give the indicators by name, and by code and name; names that two indicators bear lead to neither."""
        found: dict[str, list[Indicator]] = defaultdict(list)
        for indicator in self.indicators:
            found[folded(indicator.name)].append(indicator)
            found[folded(f"{indicator.code}{indicator.name}")].append(indicator)
        return {name: of[0] for name, of in found.items() if len(of) == 1}

    def unit(self, cell: Cell, log: ProblemLog) -> AppraisedUnit | None:
        """Give the unit that a cell names; notes why there is none."""
        exact = self._units_by_code.get(code(cell.text))
        found = [exact] if exact else self._units_by_name.get(folded(cell.text), [])
        if len(found) == 1:
            return found[0]
        if found:
            log.add(kinds.WHICH_UNIT, cell.place, cell.text, codes=", ".join(a.unit.code for a in found[:8]))
        else:
            names = [a.unit.name for a in self.appraised.values()]
            log.add(kinds.NO_UNIT, cell.place, cell.text, nearest=self._nearest(cell.text, names))
        return None

    def indicator(self, cell: Cell, log: ProblemLog) -> Indicator | None:
        """Give the indicator that a cell names; notes why there is none."""
        found = self.indicator_named(cell.text)
        if found is None:
            names = [i.name for i in self.indicators]
            log.add(kinds.NO_INDICATOR, cell.place, cell.text, nearest=self._nearest(cell.text, names))
        return found

    def indicator_named(self, text: str) -> Indicator | None:
        """Give the indicator of a code, a name, or both, with or without a unit in brackets."""
        return self._indicators.get(folded(text)) or self._indicators.get(folded(without_brackets(text)))

    def _nearest(self, text: str, names: Sequence[str]) -> str:
        self._proposed += 1
        return nearest(text, names) if self._proposed <= MAX_PROPOSED and len(names) <= MAX_NAMES else ""


def column_names(indicators: Iterable[Indicator]) -> Mapping[str, Sequence[str]]:
    """Give, for each indicator, what its column in a wide list may be called."""
    return {i.code: (i.name, f"{i.code} {i.name}") for i in indicators}
