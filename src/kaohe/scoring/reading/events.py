"""The ledger of events (加分/扣分事项): one row an event."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kaohe.criteria.model import InputType, Rule
from kaohe.scoring.facts import Event, canonical_line
from kaohe.scoring.reading.facts import has_its_class
from kaohe.scoring.reading.index import Index, applies
from kaohe.scoring.reading.inputs import choice_meant, input_names
from kaohe.scoring.reading.kinds import NOT_FOR_CLASS, OTHER_YEAR, SAME_EVENT, UNKNOWN_CHOICE, UNKNOWN_INPUT
from kaohe.scoring.reading.line import Line, Names, lines
from kaohe.tables.place import Place
from kaohe.tables.problems import ProblemLog
from kaohe.tables.table import Table


def read_events(tables: Iterable[Table], index: Index, log: ProblemLog) -> tuple[Event, ...]:
    """Read every event and check that its item, level and input exist."""
    events: list[Event] = []
    seen: dict[str, Place] = {}
    for line in lines(tables, log):
        event = _event(line, index)
        if event is None:
            continue
        events.append(event)
        first = seen.setdefault(canonical_line(event), event.place)
        if first is not event.place:
            line.note(SAME_EVENT, "", first=str(first))
    return tuple(events)


def _event(line: Line, index: Index) -> Event | None:
    unit, code = index.unit_of(line), index.code_of(line, "item")
    if unit is None or code is None or not has_its_class(line, unit, index):
        return None
    item = index.item(code)
    if not applies(item, unit.class_id):
        line.note(NOT_FOR_CLASS, "item", indicator=code, unit_class=unit.class_id, unit=unit.id)
        return None
    points = line.figure("points", "分")
    date = line.date("date")
    if date is not None and not date.startswith(str(index.scheme.year)):
        line.note(OTHER_YEAR, "date", year=str(index.scheme.year))
    return Event(
        unit.id,
        code,
        date,
        Decimal(line.whole("count", 1)),
        points if isinstance(points, Decimal) else None,
        _level(line, item.rule),
        _input(line, code, item.rule),
        line.text("grounds"),
        line.place(),
    )


def _level(line: Line, rule: Rule | None) -> str | None:
    """Give the level as the criterion writes it: a choice, or the name of the input that counts it."""
    text = line.text("level")
    if not text:
        return None
    inputs = rule.inputs if rule else ()
    known = {c: () for i in inputs if i.type is InputType.CHOICE for c in i.choices} | {i.name: () for i in inputs}
    names = Names(known)
    found = choice_meant(text, names)
    if found is None and known:
        line.note(UNKNOWN_CHOICE, "level", known=names.known(), nearest=names.nearest(text))
    return found or text


def _input(line: Line, code: str, rule: Rule | None) -> str | None:
    text = line.text("input")
    if not text:
        return None
    names = input_names(rule.inputs if rule else ())
    found = names.find(text)
    if found is None:
        line.note(UNKNOWN_INPUT, "input", indicator=code, known=names.known(), nearest=names.nearest(text))
    return found
