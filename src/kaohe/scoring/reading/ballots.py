"""Ballots, one vote a row or tallied with one column a choice, and how many were handed out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from kaohe.ballots.rows import BallotRow, Turnout
from kaohe.exact import show_decimal
from kaohe.scheme.model import BallotItem, Campaign, Scale, VoterClass
from kaohe.scoring.reading.index import Index
from kaohe.scoring.reading.kinds import (
    NO_CHOICE,
    OUT_OF_BOUNDS,
    UNKNOWN_CAMPAIGN,
    UNKNOWN_CHOICE,
    UNKNOWN_QUESTION,
    UNKNOWN_VOTER_CLASS,
)
from kaohe.scoring.reading.line import Line, Names, lines, names_of
from kaohe.tables.problems import Kind, ProblemLog
from kaohe.tables.table import Table


def read_ballots(tables: Iterable[Table], index: Index, log: ProblemLog) -> tuple[BallotRow, ...]:
    """Read every vote; a blank choice is a blank vote, never a zero."""
    return tuple(row for table in tables for line in lines([table], log) for row in _rows(line, index))


def read_turnout(tables: Iterable[Table], index: Index, log: ProblemLog) -> tuple[Turnout, ...]:
    """Read the numbers of ballots handed out."""
    found = []
    for line in lines(tables, log):
        campaign = _campaign(line, index)
        voters = _voters(line, campaign) if campaign else None
        if campaign and voters is not None:
            found.append(Turnout(campaign.id, voters, line.whole("issued", 0), line.place()))
    return tuple(found)


class _Head(NamedTuple):
    campaign: Campaign
    voters: str
    subject: str
    item: str


def _rows(line: Line, index: Index) -> Iterator[BallotRow]:
    head = _head(line, index)
    if head is None:
        return
    if "choice" in line.table.position or "value" in line.table.position:
        row = _vote(line, head)
        if row is not None:
            yield row
    else:
        yield from _tallied(line, head)


def _head(line: Line, index: Index) -> _Head | None:
    campaign, unit = _campaign(line, index), index.unit_of(line, "subject")
    if campaign is None:
        return None
    voters, item = _voters(line, campaign), _question(line, campaign)
    return None if voters is None or item is None or unit is None else _Head(campaign, voters, unit.id, item)


def _campaign(line: Line, index: Index) -> Campaign | None:
    campaigns = {c.id: c for c in index.scheme.campaigns}
    found = _looked_up(line, "campaign", _named(index.scheme.campaigns), UNKNOWN_CAMPAIGN)
    return campaigns[found] if found is not None else None


def _voters(line: Line, campaign: Campaign) -> str | None:
    return _looked_up(line, "voter_class", _named(campaign.voter_classes), UNKNOWN_VOTER_CLASS)


def _question(line: Line, campaign: Campaign) -> str | None:
    if not campaign.items:
        return ""
    return _looked_up(line, "item", _named(campaign.items), UNKNOWN_QUESTION)


def _named(things: Sequence[Campaign | VoterClass | BallotItem]) -> Names:
    return names_of(tuple(t.id for t in things), tuple(t.name for t in things))


def _looked_up(line: Line, column: str, names: Names, unknown: Kind) -> str | None:
    """Look a name up; an empty cell means the only one there is."""
    text = line.text(column)
    if not text and len(names.ids) == 1:
        return names.ids[0]
    found = names.find(text)
    if found is None:
        line.note(unknown, column, known=names.known(), nearest=names.nearest(text))
    return found


def _vote(line: Line, head: _Head) -> BallotRow | None:
    before = line.log.error_count
    choice, value = _voted(line, head.campaign.scale)
    count = line.whole("count", 1)
    if line.log.error_count > before:
        return None
    return BallotRow(
        head.campaign.id, head.voters, head.subject, head.item, choice, value, count, line.text("ballot"), line.place()
    )


def _voted(line: Line, scale: Scale) -> tuple[str | None, Decimal | None]:
    """Give the choice or the written score; neither: a blank vote."""
    column = "choice" if line.text("choice") else "value"
    if not line.text(column):
        return None, None
    return (_choice(line, column, scale), None) if scale.choices else (None, _score(line, column, scale))


def _choice(line: Line, column: str, scale: Scale) -> str | None:
    names = names_of(tuple(scale.choices))
    found = names.find(line.text(column))
    if found is None:
        line.note(UNKNOWN_CHOICE, column, known=names.known(), nearest=names.nearest(line.text(column)))
    return found


def _score(line: Line, column: str, scale: Scale) -> Decimal | None:
    number = line.figure(column, "分")
    if not isinstance(number, Decimal):
        return None
    if not scale.low <= number <= scale.high:
        line.note(OUT_OF_BOUNDS, column, low=show_decimal(scale.low), high=show_decimal(scale.high))
    return number


def _tallied(line: Line, head: _Head) -> Iterator[BallotRow]:
    """Read one column a choice, holding the number of votes."""
    names = names_of(tuple(head.campaign.scale.choices))
    columns = [(c.name, choice) for c in line.table.columns if (choice := names.find(c.name)) is not None]
    if not columns:
        line.log.add(NO_CHOICE, line.place())
    for column, choice in columns:
        votes = line.whole(column, 0)
        if votes:
            yield BallotRow(
                head.campaign.id, head.voters, head.subject, head.item, choice, None, votes, "", line.place(column)
            )
