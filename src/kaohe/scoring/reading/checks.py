"""Checks of the figures against what their criteria need: targets, last year's figures, classes, percentages."""

from __future__ import annotations

from collections.abc import Mapping, Set
from decimal import Decimal

from kaohe.criteria.model import Rule, Source
from kaohe.exact import show_decimal
from kaohe.scoring.facts import InputValue
from kaohe.scoring.reading.drafts import Draft, Drafts, Key
from kaohe.scoring.reading.index import applies, default_target, unit_of_figure
from kaohe.scoring.reading.kinds import (
    BASE_NOT_POSITIVE,
    BIG_PERCENT,
    FRACTION,
    NO_PREVIOUS,
    NO_TARGET,
    NOT_FOR_CLASS,
    TARGET_NOT_POSITIVE,
)
from kaohe.tables.units import folded_unit

_TARGET = {Source.COMPLETION, Source.INVERSE_COMPLETION, Source.SHORTFALL, Source.EXCESS, Source.GAP, Source.EXCESS_PCT}
_QUOTIENT = {Source.COMPLETION, Source.EXCESS_PCT}
_PREVIOUS = {Source.GROWTH, Source.DECLINE, Source.CHANGE}
_MOST_PERCENT = 1000
"""Percentages beyond this are typing errors more often than figures."""


def check_figures(drafts: Drafts) -> None:
    """Check every figure of the scheme's year that was reported."""
    year = str(drafts.index.scheme.year)
    targets = {(k[0], k[1]): d.numbers["target"] for k, d in drafts.items() if "target" in d.numbers}
    for key, draft in drafts.items():
        if draft.is_reported and key[2].startswith(year) and _applies(key, draft, drafts):
            sources = _needed(drafts.index.item(key[1]).rule, draft.inputs)
            if "actual" in draft.numbers:
                _check_target(key, draft, drafts, sources, targets.get((key[0], key[1])))
                _check_previous(key, draft, drafts, sources)
            _warn_of_percentage(key, draft, drafts)


def _applies(key: Key, draft: Draft, drafts: Drafts) -> bool:
    item, unit = drafts.index.item(key[1]), draft.unit
    if not unit.class_id or applies(item, unit.class_id):  # a unit without a class was noted before
        return True
    line, column = next(iter(draft.cells.values()))
    line.note(NOT_FOR_CLASS, column, indicator=key[1], unit_class=unit.class_id, unit=unit.id)
    return False


def _needed(rule: Rule | None, given: Mapping[str, InputValue]) -> Set[Source]:
    """Give the sources of the inputs that were not reported under their own names."""
    return {i.source for i in rule.inputs if i.name not in given} if rule else frozenset()


def _check_target(key: Key, draft: Draft, drafts: Drafts, sources: Set[Source], elsewhere: Decimal | None) -> None:
    if not sources & _TARGET and Source.TARGET not in sources:
        return
    default = default_target(drafts.index.item(key[1]), draft.unit.class_id)
    target = draft.numbers.get("target", default if elsewhere is None else elsewhere)
    if target is None and "target" not in draft.cells:
        draft.line.note(NO_TARGET, _column(draft, "target"), indicator=key[1], unit=key[0])
    elif (
        target is not None
        and target <= 0
        and (sources & _QUOTIENT or (Source.INVERSE_COMPLETION in sources and draft.numbers["actual"]))
    ):
        line, column = draft.cells.get("target", (draft.line, "target"))
        line.note(TARGET_NOT_POSITIVE, column)


def _column(draft: Draft, name: str) -> str:
    """Name the column to point at: the one that is empty, or that of the figure when there is none."""
    if name in draft.line.table.position:
        return name
    return draft.cells["actual"][1]


def _check_previous(key: Key, draft: Draft, drafts: Drafts, sources: Set[Source]) -> None:
    if not sources & _PREVIOUS:
        return
    year = int(key[2][:4])
    before = drafts.by_key.get((key[0], key[1], f"{year - 1}{key[2][4:]}"))
    previous = draft.numbers.get("previous", before.numbers.get("actual") if before else None)
    if previous is None and "previous" not in draft.cells:
        draft.line.note(NO_PREVIOUS, _column(draft, "previous"), indicator=key[1], unit=key[0])
    elif previous is not None and previous <= 0 and Source.CHANGE not in sources:
        line, column = draft.cells.get("previous") or (before.cells["actual"] if before else (draft.line, ""))
        line.note(BASE_NOT_POSITIVE, column)


def _warn_of_percentage(key: Key, draft: Draft, drafts: Drafts) -> None:
    actual, target = draft.numbers.get("actual"), draft.numbers.get("target")
    if actual is None or folded_unit(unit_of_figure(drafts.index.item(key[1])) or "") != "%":
        return
    line, column = draft.cells["actual"]
    if abs(actual) > _MOST_PERCENT:
        line.note(BIG_PERCENT, column)
    elif 0 < actual <= 1 and target is not None and target >= 10:
        line.note(FRACTION, column, target=show_decimal(target))
