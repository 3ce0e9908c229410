"""The tally (计票): from votes to one exact result a subject, with everything that led to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kaohe.ballots.counting import ClassTally, count_class
from kaohe.ballots.leniency import corrected, leniency_factors
from kaohe.ballots.rows import BallotRow, Turnout
from kaohe.ballots.scale import VoteReader, best
from kaohe.ballots.turnout import ClassTurnout, Paper, VoidReason, count_turnout, void_reason
from kaohe.ballots.validity import find_problems, void_papers
from kaohe.exact import ZERO, Ratio, to_ratio, weighted_mean
from kaohe.scheme.model import Campaign
from kaohe.tables.problems import Problems


@dataclass(frozen=True, slots=True)
class SubjectTally:
    """What one subject got.

    Attributes
    ----------
    classes
        One a voter class, in the campaign's order.
    result
        Points out of 100, exact; None when nobody gave a valid vote or the campaign is void.
    """

    subject: str
    classes: tuple[ClassTally, ...]
    result: Ratio | None


@dataclass(frozen=True, slots=True)
class Tally:
    """The tally of one campaign.

    Attributes
    ----------
    turnout
        Papers issued, collected and void, one a voter class.
    void
        Why the campaign counts for nothing; None when it counts.
    subjects
        Subject → its tally, sorted by subject.
    factors
        (voter class, ballot) → leniency factor; empty without a correction.
    """

    campaign: Campaign
    turnout: tuple[ClassTurnout, ...]
    void: VoidReason | None
    subjects: Mapping[str, SubjectTally]
    factors: Mapping[Paper, Ratio]


def tally(campaign: Campaign, rows: Iterable[BallotRow], turnout: Iterable[Turnout] = ()) -> Tally:
    """Count a campaign.

    Parameters
    ----------
    campaign
        Voter classes and weights, questions, scale and settings.
    rows
        Votes, one row a vote; rows of other campaigns are passed over. A vote left blank is an abstention.
    turnout
        Ballots handed out, one row a voter class; needed where the campaign has a turnout threshold.

    Returns
    -------
    Tally
        The same for any order of rows.

    Raises
    ------
    Problems
        When rows cannot be counted: all of them at once.

    Notes
    -----
    Per class and question: trimmed mean of the points, or the points of the rate; per class: questions by their
    weights; per subject: Σ class result x weight ÷ Σ weight. A question or class without a valid vote gives its
    weight to the others, unless ``absent_class_is_zero``.
    """
    votes = [row for row in rows if row.campaign == campaign.id]
    issued = [row for row in turnout if row.campaign == campaign.id]
    if problems := find_problems(campaign, votes, issued):
        raise Problems(problems)
    spoilt = void_papers(campaign, votes)
    papers = count_turnout(campaign, votes, spoilt, {row.voter_class: row.issued for row in issued})
    reason = void_reason(campaign, papers)
    valid = [row for row in votes if (row.voter_class, row.ballot) not in spoilt]
    factors = _factors(campaign, valid)
    subjects = {
        subject: _count_subject(campaign, subject, given, factors, is_void=reason is not None)
        for subject, given in sorted(_by_subject(valid).items())
    }
    return Tally(campaign, papers, reason, subjects, factors)


def tally_results(
    campaign: Campaign, rows: Iterable[BallotRow], turnout: Iterable[Turnout] = ()
) -> Mapping[str, Ratio]:
    """Give the result of every subject that has one, out of 100 and exact; none at all when the campaign is void."""
    counted = tally(campaign, rows, turnout)
    return {subject: s.result for subject, s in counted.subjects.items() if s.result is not None}


def _by_subject(rows: Iterable[BallotRow]) -> dict[str, list[BallotRow]]:
    grouped: defaultdict[str, list[BallotRow]] = defaultdict(list)
    for row in rows:
        grouped[row.subject].append(row)
    return grouped


def _factors(campaign: Campaign, rows: Iterable[BallotRow]) -> dict[Paper, Ratio]:
    if campaign.leniency_low is None and campaign.leniency_high is None:
        return {}
    read = VoteReader(campaign.scale)
    given: defaultdict[str, defaultdict[str, list[Ratio]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.ballot and (value := read(row)) is not None:
            given[row.voter_class][row.ballot].append(value)
    low, high = (None if x is None else to_ratio(x) for x in (campaign.leniency_low, campaign.leniency_high))
    return {
        (voter_class, ballot): factor
        for voter_class, raters in given.items()
        for ballot, factor in leniency_factors(raters, low, high).items()
    }


def _count_subject(
    campaign: Campaign, subject: str, rows: list[BallotRow], factors: Mapping[Paper, Ratio], *, is_void: bool
) -> SubjectTally:
    top, read = best(campaign.scale), VoteReader(campaign.scale)
    votes: dict[tuple[str, str], Counter[Ratio]] = defaultdict(Counter)
    choices: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    blank: Counter[tuple[str, str]] = Counter()
    for row in rows:
        key, value = (row.voter_class, row.item), read(row)
        if value is None:
            blank[key] += row.count
            continue
        factor = factors.get((row.voter_class, row.ballot))
        votes[key][value if factor is None else corrected(value, factor, top)] += row.count
        choices[key][row.choice or ""] += row.count
    classes = tuple(count_class(campaign, c, votes, choices, blank) for c in campaign.voter_classes)
    return SubjectTally(subject, classes, None if is_void else _result(campaign, classes))


def _result(campaign: Campaign, classes: tuple[ClassTally, ...]) -> Ratio | None:
    present = [c for c in classes if c.result is not None]
    if not present or not any(c.weight[0] for c in present):
        return None
    counted = classes if campaign.absent_class_is_zero else present
    return weighted_mean((ZERO if c.result is None else c.result, c.weight) for c in counted)
