"""Which rows can be counted at all, and which ballot papers are void."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kaohe.ballots import problems as kinds
from kaohe.ballots.rows import BallotRow, Turnout
from kaohe.ballots.scale import VoteReader, best
from kaohe.ballots.turnout import Paper
from kaohe.exact import Ratio
from kaohe.scheme.model import Campaign
from kaohe.tables.problems import Problem


def find_problems(campaign: Campaign, rows: Sequence[BallotRow], turnout: Sequence[Turnout] = ()) -> list[Problem]:
    """Find every row that cannot be counted; an empty list means that the campaign can be tallied.

    Parameters
    ----------
    campaign
        Voter classes, questions, scale and settings.
    rows, turnout
        Rows of this campaign.

    Returns
    -------
    list[Problem]
        In the order of the rows; a row has at most one problem of its own.
    """
    read = VoteReader(campaign.scale)
    own = (
        _class_problem(campaign, row) or _item_problem(campaign, row) or _count_problem(row) or _vote_problem(read, row)
        for row in rows
    )
    return [*filter(None, own), *_repeated(rows), *_turnout_problems(campaign, turnout)]


def void_papers(campaign: Campaign, rows: Iterable[BallotRow]) -> frozenset[Paper]:
    """Find the ballot papers that do not count by the campaign's settings.

    A paper with at least two votes is void when all of them are the same (``uniform_is_void``) or all are the best
    one (``full_is_void``). Rows without a paper number cannot be judged and always count.
    """
    if not (campaign.uniform_is_void or campaign.full_is_void):
        return frozenset()
    read = VoteReader(campaign.scale)
    votes: defaultdict[Paper, list[Ratio]] = defaultdict(list)
    for row in rows:
        if row.ballot and (value := read(row)) is not None:
            votes[(row.voter_class, row.ballot)].append(value)
    top = best(campaign.scale)
    return frozenset(
        paper
        for paper, given in votes.items()
        if len(given) > 1 and len(set(given)) == 1 and (campaign.uniform_is_void or given[0] == top)
    )


def _class_problem(campaign: Campaign, row: BallotRow) -> Problem | None:
    known = [c.id for c in campaign.voter_classes]
    if row.voter_class in known:
        return None
    words = {"campaign": campaign.id, "known": ", ".join(known)}
    return Problem(kinds.VOTER_CLASS, row.place, row.voter_class, words)


def _item_problem(campaign: Campaign, row: BallotRow) -> Problem | None:
    known = [item.id for item in campaign.items]
    if row.item in known or (not known and not row.item):
        return None
    if not known:
        return Problem(kinds.ONLY_QUESTION, row.place, row.item, {"campaign": campaign.id})
    return Problem(kinds.QUESTION, row.place, row.item, {"campaign": campaign.id, "known": ", ".join(known)})


def _count_problem(row: BallotRow) -> Problem | None:
    if row.count >= 1 and not (row.ballot and row.count > 1):
        return None
    return Problem(kinds.COUNT, row.place, str(row.count))


def _vote_problem(read: VoteReader, row: BallotRow) -> Problem | None:
    try:
        read(row)
    except ValueError:
        scale = read.scale
        found = str(row.choice if row.value is None else row.value)
        if scale.choices:
            return Problem(kinds.CHOICE, row.place, found, {"known": ", ".join(scale.choices)})
        return Problem(kinds.NUMBER, row.place, found, {"low": str(scale.low), "high": str(scale.high)})
    return None


def _repeated(rows: Iterable[BallotRow]) -> Iterator[Problem]:
    seen: set[tuple[str, str, str, str]] = set()
    for row in rows:
        key = (row.voter_class, row.ballot, row.subject, row.item)
        if row.ballot and key in seen:
            yield Problem(kinds.TWICE, row.place, "", {"ballot": row.ballot, "subject": row.subject})
        seen.add(key)


def _turnout_problems(campaign: Campaign, turnout: Iterable[Turnout]) -> Iterator[Problem]:
    known = [c.id for c in campaign.voter_classes]
    reported: set[str] = set()
    for row in turnout:
        if row.voter_class not in known or row.voter_class in reported or row.issued < 0:
            yield Problem(kinds.ISSUED, row.place, row.voter_class, {"known": ", ".join(known)})
        reported.add(row.voter_class)
    if campaign.min_turnout is not None and (missing := [k for k in known if k not in reported]):
        yield Problem(kinds.NOT_ISSUED, found=", ".join(missing), values={"campaign": campaign.id})
