"""How single raters judge: how far above or below the others, and whether their own people fare better with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kaohe.exact import Ratio, mean, minus, reduced, weighted_mean


@dataclass(frozen=True, slots=True)
class Rating:
    """One score that one rater gave one subject."""

    rater: str
    subject: str
    points: Ratio


@dataclass(frozen=True, slots=True)
class RaterProfile:
    """One rater.

    Attributes
    ----------
    ratings
        Scores given that somebody else can be compared with.
    mean
        Mean of these scores, exact.
    lean
        Mean of own score - mean of the others on the same subject, in points, exact; above 0: generous.
    """

    rater: str
    ratings: int
    mean: Ratio
    lean: Ratio


def leans(ratings: Iterable[Rating]) -> list[tuple[Rating, Ratio]]:
    """Give, for each rating, how far it lies above the mean of the other raters on the same subject.

    Parameters
    ----------
    ratings
        Named raters of one panel or campaign; one scale. Call it once a question where a ballot has several.

    Returns
    -------
    list of (Rating, Ratio)
        Exact differences in points; a rating without another rater on its subject is left out.

    Examples
    --------
    >>> [lean for _, lean in leans([Rating("a", "x", (9, 1)), Rating("b", "x", (7, 1)), Rating("c", "x", (8, 1))])]
    [(3, 2), (-3, 2), (0, 1)]
    """
    by_subject: defaultdict[str, list[Rating]] = defaultdict(list)
    for rating in ratings:
        by_subject[rating.subject].append(rating)
    found: list[tuple[Rating, Ratio]] = []
    for panel in by_subject.values():
        for rating in panel:
            others = [other.points for other in panel if other.rater != rating.rater]
            if others:
                found.append((rating, reduced(minus(rating.points, mean(others)))))
    return found


def rater_profiles(ratings: Iterable[Rating]) -> tuple[RaterProfile, ...]:
    """Describe each rater, the most generous first; raters who judged alone are left out.

    Examples
    --------
    >>> rows = [Rating("a", "x", (9, 1)), Rating("b", "x", (7, 1)), Rating("a", "y", (8, 1)), Rating("b", "y", (7, 1))]
    >>> [(p.rater, p.lean) for p in rater_profiles(rows)]
    [('a', (3, 2)), ('b', (-3, 2))]
    """
    given: defaultdict[str, list[tuple[Ratio, Ratio]]] = defaultdict(list)
    for rating, lean in leans(ratings):
        given[rating.rater].append((rating.points, lean))
    profiles = (
        RaterProfile(rater, len(pairs), mean([points for points, _ in pairs]), mean([lean for _, lean in pairs]))
        for rater, pairs in given.items()
    )
    return tuple(sorted(profiles, key=lambda p: (-p.lean[0] / p.lean[1], p.rater)))


def own_group_lean(
    ratings: Iterable[Rating], group_of_rater: Mapping[str, str], group_of_subject: Mapping[str, str]
) -> tuple[Ratio, Ratio] | None:
    """Compare how raters lean on their own group's subjects and on others'.

    Parameters
    ----------
    group_of_rater, group_of_subject
        Rater and subject → department, country …; those without an entry are left out.

    Returns
    -------
    tuple of Ratio, or None
        Mean lean on own subjects, and on others'; None when one of the two has no rating. A first number well above
        the second says that raters favour their own: let them abstain there, or trim.
    """
    sums: dict[bool, Counter[Ratio]] = {True: Counter(), False: Counter()}
    for rating, lean in leans(ratings):
        own, theirs = group_of_rater.get(rating.rater), group_of_subject.get(rating.subject)
        if own is not None and theirs is not None:
            sums[own == theirs][lean] += 1
    if not sums[True] or not sums[False]:
        return None
    own_mean, other_mean = (weighted_mean((v, (n, 1)) for v, n in sums[is_own].items()) for is_own in (True, False))
    return own_mean, other_mean
