"""Ballots handed out, collected and valid; when a campaign is void."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kaohe.ballots.rows import BallotRow
from kaohe.exact import Ratio, reduced, to_ratio
from kaohe.scheme.model import Campaign

Paper = tuple[str, str]
"""One ballot paper: voter class and number."""


class VoidReason(StrEnum):
    """Why the whole campaign counts for nothing."""

    MORE_THAN_ISSUED = "more_than_issued"
    """More ballots were collected than handed out."""
    TURNOUT = "turnout"
    """Fewer valid ballots than the campaign asks for."""


@dataclass(frozen=True, slots=True)
class ClassTurnout:
    """Ballots of one voter class.

    Attributes
    ----------
    issued
        Handed out; None: not reported.
    collected
        Papers that came back, blank ones among them.
    void
        Papers that do not count by the campaign's settings.
    """

    voter_class: str
    issued: int | None
    collected: int
    void: int = 0

    @property
    def valid(self) -> int:
        """Papers that count."""
        return self.collected - self.void


def count_turnout(
    campaign: Campaign, rows: Iterable[BallotRow], void: Collection[Paper], issued: Mapping[str, int]
) -> tuple[ClassTurnout, ...]:
    """Count the papers of each voter class.

    Numbered rows count by their paper. Rows without a number count as the most votes that any one question on any
    one subject got: every voter answers each question once.
    """
    papers: defaultdict[str, set[str]] = defaultdict(set)
    loose: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in rows:
        if row.ballot:
            papers[row.voter_class].add(row.ballot)
        else:
            loose[row.voter_class][(row.subject, row.item)] += row.count
    spoilt = Counter(voter_class for voter_class, _ in void)
    return tuple(
        ClassTurnout(c.id, issued.get(c.id), len(papers[c.id]) + max(loose[c.id].values(), default=0), spoilt[c.id])
        for c in campaign.voter_classes
    )


def turnout_pct(turnout: Iterable[ClassTurnout]) -> Ratio | None:
    """Give valid ballots ÷ issued ballots x 100 over all classes; None when an issued figure is missing or all are 0.

    Examples
    --------
    >>> turnout_pct([ClassTurnout("peer", 20, 15), ClassTurnout("public", 80, 60)])
    (75, 1)
    """
    classes = tuple(turnout)
    issued = [c.issued for c in classes if c.issued is not None]
    if len(issued) < len(classes) or not sum(issued):
        return None
    return reduced((100 * sum(c.valid for c in classes), sum(issued)))


def void_reason(campaign: Campaign, turnout: tuple[ClassTurnout, ...]) -> VoidReason | None:
    """Say why the campaign is void, or None when it counts.

    More ballots collected than issued in any class makes the whole campaign void; so does a turnout that does not
    reach (达到) or, with ``turnout_must_exceed``, does not exceed (超过) the campaign's threshold.
    """
    if any(c.issued is not None and c.collected > c.issued for c in turnout):
        return VoidReason.MORE_THAN_ISSUED
    percent = turnout_pct(turnout)
    if campaign.min_turnout is None or percent is None:
        return None
    n, d = to_ratio(campaign.min_turnout)
    gap = percent[0] * d - n * percent[1]
    return VoidReason.TURNOUT if gap < 0 or (gap == 0 and campaign.turnout_must_exceed) else None
