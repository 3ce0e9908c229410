"""Trimmed mean (去掉最高分和最低分): exact, over however many votes, an absent vote never counted as a zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import lcm

from kaohe.exact import Ratio, reduced, to_ratio, weighted_mean


@dataclass(frozen=True, slots=True)
class Trim:
    """How many votes are dropped at each end.

    Attributes
    ----------
    each_end
        A count, or a percentage of the votes when ``is_pct``; a part of a vote is not dropped.
    above
        Votes are dropped only when there are more than this many.
    """

    each_end: Decimal = Decimal(0)
    is_pct: bool = False
    above: int = 5

    def count(self, votes: int) -> int:
        """Give the votes to drop at each end; zero where nothing would be left to count.

        Examples
        --------
        >>> Trim(Decimal(1)).count(9), Trim(Decimal(1)).count(5), Trim(Decimal(10), is_pct=True).count(25)
        (1, 0, 2)
        """
        if votes <= self.above:
            return 0
        n, d = to_ratio(self.each_end)
        dropped = n * votes // (100 * d) if self.is_pct else n // d
        return dropped if 2 * dropped < votes else 0


NO_TRIM = Trim()


@dataclass(frozen=True, slots=True)
class TrimmedMean:
    """A mean and how it came about.

    Attributes
    ----------
    mean
        Exact mean of the votes kept.
    kept
        Votes that count.
    low, high
        Values dropped at the lower and the upper end, from the outside in.
    """

    mean: Ratio
    kept: int
    low: tuple[Ratio, ...] = ()
    high: tuple[Ratio, ...] = ()


def trimmed_mean(votes: Iterable[Ratio] | Counter[Ratio], trim: Trim = NO_TRIM) -> TrimmedMean | None:
    """Give the mean after dropping the highest and lowest votes.

    Parameters
    ----------
    votes
        One value a vote, on any scale; absent votes are left out by the caller, never passed as zero. A `Counter`
        of value → votes counts equal votes together.
    trim
        What is dropped.

    Returns
    -------
    TrimmedMean or None
        None when there is no vote: no votes are no zero.

    Notes
    -----
    x̄ = (x₍ₖ₊₁₎ + … + x₍ₙ₋ₖ₎) ÷ (n - 2k), exact. Source: field practice, more than five raters drop one highest and one
    lowest; ISU Judging System for figure skating (nine judges, one of each dropped).

    Examples
    --------
    >>> trimmed_mean([(9, 1), (7, 1), (8, 1), (2, 1), (8, 1), (8, 1)], Trim(Decimal(1))).mean
    (31, 4)
    """
    tally: Counter[Ratio] = Counter()
    for value, times in votes.items() if isinstance(votes, Counter) else ((v, 1) for v in votes):
        tally[reduced(value)] += times
    total = tally.total()
    if total == 0:
        return None
    drop = trim.count(total)
    ordered = _ascending(tally)
    low, high = _take(ordered, drop), _take(ordered[::-1], drop)
    kept = tally - Counter(low) - Counter(high)
    mean = weighted_mean((value, (times, 1)) for value, times in kept.items())
    return TrimmedMean(mean, total - 2 * drop, tuple(low), tuple(high))


def _ascending(tally: Counter[Ratio]) -> list[tuple[Ratio, int]]:
    common = lcm(*(d for _, d in tally))
    return sorted(tally.items(), key=lambda item: item[0][0] * (common // item[0][1]))


def _take(ordered: list[tuple[Ratio, int]], count: int) -> list[Ratio]:
    taken: list[Ratio] = []
    for value, times in ordered:
        taken += [value] * min(times, count - len(taken))
        if len(taken) == count:
            break
    return taken
