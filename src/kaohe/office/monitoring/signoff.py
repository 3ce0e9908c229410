"""The way of one value: who may take it which step, in one table.

A unit's value passes liaison → unit head → data owner, three accounts. A value that the data owner supplies itself
passes two of the owner's people. Nothing else leads to ``accepted``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kaohe.office.monitoring.models.figures import FigureState as State
from kaohe.office.monitoring.models.reports import Side


class Step(StrEnum):
    """What is done to a value."""

    ENTER = "enter"
    SUBMIT = "submit"
    SIGN = "sign"
    ACCEPT = "accept"
    RETURN = "return"
    CORRECT = "correct"


class Hand(StrEnum):
    """Who takes a step."""

    LIAISON = "liaison"
    HEAD = "head"
    OWNER = "owner"
    OWNER_ENTERING = "owner_entering"
    OWNER_SIGNING = "owner_signing"


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table.

    Attributes
    ----------
    hand
        Who takes the step; no account that took an earlier hand of the same round may.
    before, after
        States; None for ``before``: the value is not there yet.
    """

    side: Side
    step: Step
    hand: Hand
    before: State | None
    after: State


_U, _O = Side.UNIT, Side.OWNER
MOVES = (
    Move(_U, Step.ENTER, Hand.LIAISON, None, State.DRAFT),
    Move(_U, Step.ENTER, Hand.LIAISON, State.DRAFT, State.DRAFT),
    Move(_U, Step.ENTER, Hand.LIAISON, State.RETURNED, State.RETURNED),
    Move(_U, Step.SUBMIT, Hand.LIAISON, State.DRAFT, State.SUBMITTED),
    Move(_U, Step.SUBMIT, Hand.LIAISON, State.RETURNED, State.SUBMITTED),
    Move(_U, Step.RETURN, Hand.HEAD, State.SUBMITTED, State.RETURNED),
    Move(_U, Step.SIGN, Hand.HEAD, State.SUBMITTED, State.SIGNED),
    Move(_U, Step.ACCEPT, Hand.OWNER, State.SIGNED, State.ACCEPTED),
    Move(_U, Step.RETURN, Hand.OWNER, State.SIGNED, State.RETURNED),
    Move(_U, Step.RETURN, Hand.OWNER, State.ACCEPTED, State.RETURNED),
    Move(_U, Step.CORRECT, Hand.LIAISON, State.SIGNED, State.SUBMITTED),
    Move(_U, Step.CORRECT, Hand.LIAISON, State.ACCEPTED, State.SUBMITTED),
    Move(_O, Step.ENTER, Hand.OWNER_ENTERING, None, State.DRAFT),
    Move(_O, Step.ENTER, Hand.OWNER_ENTERING, State.DRAFT, State.DRAFT),
    Move(_O, Step.ENTER, Hand.OWNER_ENTERING, State.RETURNED, State.RETURNED),
    Move(_O, Step.SUBMIT, Hand.OWNER_ENTERING, State.DRAFT, State.SUBMITTED),
    Move(_O, Step.SUBMIT, Hand.OWNER_ENTERING, State.RETURNED, State.SUBMITTED),
    Move(_O, Step.SIGN, Hand.OWNER_SIGNING, State.SUBMITTED, State.ACCEPTED),
    Move(_O, Step.RETURN, Hand.OWNER_SIGNING, State.SUBMITTED, State.RETURNED),
    Move(_O, Step.CORRECT, Hand.OWNER_ENTERING, State.SUBMITTED, State.SUBMITTED),
    Move(_O, Step.CORRECT, Hand.OWNER_ENTERING, State.ACCEPTED, State.SUBMITTED),
)
_TABLE = {(m.side, m.step, m.before): m for m in MOVES}


def move(side: Side, step: Step, before: State | None) -> Move | None:
    """Give the line for a step from a state; None: the value cannot take it there."""
    return _TABLE.get((side, step, before))


def states_before(side: Side, step: Step) -> frozenset[State]:
    """Give the states from which a step can be taken."""
    return frozenset(m.before for m in MOVES if m.side is side and m.step is step and m.before is not None)


_LEAST_FIRST = (State.RETURNED, State.DRAFT, State.SUBMITTED, State.SIGNED, State.ACCEPTED)


def standing(states: set[str]) -> str:
    """Say where a report stands: where the value stands that has furthest to go; ``open`` without values."""
    return next((state.value for state in _LEAST_FIRST if state.value in states), "open")
