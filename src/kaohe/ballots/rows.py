"""What the ballot box hands over: votes and ballots handed out. One definition for paper, web, SMS and telephone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kaohe.tables.place import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class BallotRow:
    """One vote, or ``count`` equal votes already tallied (计票).

    Attributes
    ----------
    campaign, voter_class
        Ids of the scheme's campaign and voter class.
    subject
        Unit id that is judged.
    item
        Question of the ballot; empty when it has only one.
    choice
        Text of the scale's choice; None: left blank, which is never a zero.
    value
        The number, when a score was written instead of a choice.
    ballot
        Number of the ballot paper, where the rows of one ballot must be seen together; empty otherwise.
    """

    campaign: str
    voter_class: str
    subject: str
    item: str = ""
    choice: str | None = None
    value: Decimal | None = None
    count: int = 1
    ballot: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Turnout:
    """Ballots handed out in one voter class of a campaign (发出票数); one row each."""

    campaign: str
    voter_class: str
    issued: int
    place: Place = NOWHERE
