"""Events (加分/扣分事项) that were approved by a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kaohe.criteria.model import Rule
from kaohe.office.monitoring.models import Event as Row
from kaohe.office.monitoring.models import EventState
from kaohe.office.planning.models import Cycle
from kaohe.office.scoring.moments import Moment
from kaohe.scheme.model import Scheme
from kaohe.scoring.facts import Event, UnitRow


def events_of(cycle: Cycle, moment: Moment, scheme: Scheme, units: Mapping[int, UnitRow]) -> Iterator[Event]:
    """Give the entries of the ledger that count: one query.

    Grounds for a veto are not among them: only a recorded decision applies one.
    """
    rows = Row.objects.filter(cycle=cycle)
    rows = rows.filter(state=EventState.APPROVED) if moment.at is None else rows.approved_at(moment.at)
    rules: dict[str, Rule | None] = {leaf.code: leaf.rule for leaf in scheme.leaves}
    rules |= {item.code: item.rule for item in scheme.adjustments}
    found = rows.values_list("unit", "item", "input", "happened_on", "count", "points", "grounds")
    for key, item, name, day, count, points, grounds in found.iterator():
        if key in units and item in rules:
            level, inp = _meant(rules[item], name)
            whole = Decimal(1) if count is None else count
            yield Event(units[key].id, item, day.isoformat(), whole, points, level, inp, grounds)


def _meant(rule: Rule | None, name: str) -> tuple[str | None, str | None]:
    """Tell a choice or level of an award from the name of an input."""
    if not name:
        return None, None
    is_input = rule is not None and any(i.name == name for i in rule.inputs)
    return (None, name) if is_input else (name, None)
