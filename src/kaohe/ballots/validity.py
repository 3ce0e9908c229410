"""Which rows can be counted at all, and which ballot papers are void."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from kaohe.ballots.problems import BallotProblem
from kaohe.ballots.rows import BallotRow, Turnout
from kaohe.ballots.scale import best, is_blank, points
from kaohe.ballots.turnout import Paper
from kaohe.exact import Ratio
from kaohe.i18n import translator
from kaohe.scheme.model import Campaign

_ = translator("ballots")

Check = Callable[[Campaign, BallotRow], "str | None"]


def find_problems(
    campaign: Campaign, rows: Sequence[BallotRow], turnout: Sequence[Turnout] = ()
) -> list[BallotProblem]:
    """Find every row that cannot be counted; an empty list means that the campaign can be tallied.

    Parameters
    ----------
    campaign
        Voter classes, questions, scale and settings.
    rows, turnout
        Rows of this campaign.

    Returns
    -------
    list[BallotProblem]
        In the order of the rows; a row has at most one problem.
    """
    found = [p for row in rows if (p := _row_problem(campaign, row)) is not None]
    return [*found, *_repeated(rows), *_turnout_problems(campaign, turnout)]


def void_papers(campaign: Campaign, rows: Iterable[BallotRow]) -> frozenset[Paper]:
    """Find the ballot papers that do not count by the campaign's settings.

    A paper with at least two votes is void when all of them are the same (``uniform_is_void``) or all are the best
    one (``full_is_void``). Rows without a paper number cannot be judged and always count.
    """
    if not (campaign.uniform_is_void or campaign.full_is_void):
        return frozenset()
    votes: defaultdict[Paper, list[Ratio]] = defaultdict(list)
    for row in rows:
        if row.ballot and not is_blank(campaign.scale, row):
            votes[(row.voter_class, row.ballot)].append(points(campaign.scale, row))
    top = best(campaign.scale)
    return frozenset(
        paper
        for paper, given in votes.items()
        if len(given) > 1 and len(set(given)) == 1 and (campaign.uniform_is_void or given[0] == top)
    )


def _row_problem(campaign: Campaign, row: BallotRow) -> BallotProblem | None:
    for code, check in _CHECKS:
        message = check(campaign, row)
        if message is not None:
            return BallotProblem(code, message, row.place)
    return None


def _class_problem(campaign: Campaign, row: BallotRow) -> str | None:
    known = [c.id for c in campaign.voter_classes]
    if row.voter_class in known:
        return None
    return _(
        "voter class {found}: the campaign {campaign} has {known}. Correct the class or add it to the scheme."
    ).format(found=_quoted(row.voter_class), campaign=campaign.id, known=_listed(known))


def _item_problem(campaign: Campaign, row: BallotRow) -> str | None:
    known = [item.id for item in campaign.items]
    if row.item in known or (not known and not row.item):
        return None
    if not known:
        return _("question {found}: the campaign {campaign} asks only one. Leave the question empty.").format(
            found=_quoted(row.item), campaign=campaign.id
        )
    return _("question {found}: the campaign {campaign} asks {known}.").format(
        found=_quoted(row.item), campaign=campaign.id, known=_listed(known)
    )


def _count_problem(_campaign: Campaign, row: BallotRow) -> str | None:
    if row.count >= 1 and not (row.ballot and row.count > 1):
        return None
    return _("{count} votes in one row: give 1 or more, and exactly 1 for a numbered ballot.").format(count=row.count)


def _vote_problem(campaign: Campaign, row: BallotRow) -> str | None:
    scale = campaign.scale
    if is_blank(scale, row):
        return None
    try:
        points(scale, row)
    except ValueError:
        found = _quoted(row.choice if row.value is None else row.value)
        if scale.choices:
            return _("vote {found}: expected one of {known}, or nothing for an abstention.").format(
                found=found, known=_listed(scale.choices)
            )
        return _("vote {found}: expected a number from {low} to {high}, or nothing for an abstention.").format(
            found=found, low=scale.low, high=scale.high
        )
    return None


_CHECKS: tuple[tuple[str, Check], ...] = (
    ("B001", _class_problem),
    ("B002", _item_problem),
    ("B003", _count_problem),
    ("B004", _vote_problem),
)


def _repeated(rows: Iterable[BallotRow]) -> Iterator[BallotProblem]:
    seen: set[tuple[str, str, str, str]] = set()
    for row in rows:
        key = (row.voter_class, row.ballot, row.subject, row.item)
        if row.ballot and key in seen:
            yield BallotProblem(
                "B005",
                _("ballot {ballot} votes twice on {subject}: a ballot is counted once. Remove one of the rows.").format(
                    ballot=_quoted(row.ballot), subject=_quoted(row.subject)
                ),
                row.place,
            )
        seen.add(key)


def _turnout_problems(campaign: Campaign, turnout: Iterable[Turnout]) -> Iterator[BallotProblem]:
    known = [c.id for c in campaign.voter_classes]
    reported: set[str] = set()
    for row in turnout:
        if row.voter_class not in known or row.voter_class in reported or row.issued < 0:
            message = _("issued ballots of {found}: expected one figure, 0 or more, for each of {known}.")
            yield BallotProblem("B006", message.format(found=_quoted(row.voter_class), known=_listed(known)), row.place)
        reported.add(row.voter_class)
    if campaign.min_turnout is not None and (missing := [k for k in known if k not in reported]):
        message = _("the campaign {campaign} has a turnout threshold: report the ballots issued to {missing}.")
        yield BallotProblem("B007", message.format(campaign=campaign.id, missing=_listed(missing)))


def _quoted(value: str | Decimal | None) -> str:
    return f"“{value}”"


def _listed(names: Iterable[str]) -> str:
    return _(", ").join(names)
