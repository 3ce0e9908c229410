"""The ledger of events: what was counted becomes values of a rule's inputs, by count, level or settled points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from kaohe.criteria.model import Input, InputType, Rule
from kaohe.scoring.facts import Event, InputValue
from kaohe.scoring.inputs import Exact, Figure
from kaohe.scoring.unscorable import CHOICE_EVENTS, NO_INPUT, Unscorable


class Counted(NamedTuple):
    """A figure made by a program: a row with counted events put in, or the result of a campaign."""

    actual: Exact | None
    target: Exact | None
    previous: Exact | None
    inputs: Mapping[str, InputValue]


NOTHING = Counted(None, None, None, {})


def with_events(rule: Rule | None, figure: Figure | None, events: Sequence[Event]) -> Figure | None:
    """Put counted events into a figure.

    Counts of one input add up, also to a count that was reported as a figure; settled points count as the value of
    the input that a person judges, whatever their sign.

    Raises
    ------
    Unscorable
        When an event fits no input of the rule, or several choices were entered where one decides.
    """
    if not events:
        return figure
    base = NOTHING if figure is None else figure
    inputs = dict(base.inputs)
    for event in events:
        inp = _input_of(rule, event)
        inputs[inp.name] = _entered(inp, inputs.get(inp.name), event)
    return Counted(base.actual, base.target, base.previous, inputs)


def _input_of(rule: Rule | None, event: Event) -> Input:
    """Find the input an event counts for: the one it names, the one of its level, or the only one of its kind."""
    known = () if rule is None else rule.inputs
    named = [i for i in known if i.name in (event.input, event.level) and i.name]
    if named:
        return named[0]
    if event.level is not None:
        kinds: tuple[InputType, ...] = (InputType.CHOICE,)
    elif event.points is not None:
        kinds = (InputType.MEASURE,)
    else:
        kinds = (InputType.COUNT, InputType.FLAG)
    fitting = [i for i in known if i.type in kinds]
    if event.input is not None or len(fitting) != 1:
        names = " / ".join(i.name for i in known)
        raise Unscorable(NO_INPUT, event.input or event.level or event.grounds, known=names)
    return fitting[0]


def _entered(inp: Input, before: InputValue | None, event: Event) -> InputValue:
    if inp.type is InputType.CHOICE:
        if before is not None and before != event.level:
            raise Unscorable(CHOICE_EVENTS, f"{before}, {event.level}")
        return event.level or ""
    if inp.type is InputType.FLAG:
        return True
    amount = event.count if event.points is None else abs(event.points) * event.count
    return amount + before if isinstance(before, Decimal) else amount
