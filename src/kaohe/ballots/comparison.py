"""Several ratings of the same subjects compared with each other: classes of voters, channels, years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from scipy import stats

from kaohe.ballots.results import Tally
from kaohe.exact import Ratio, mean, minus, reduced

Results = Mapping[str, Ratio]
"""Subject → points."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ratings compared.

    Attributes
    ----------
    first, second
        Names of the two ratings.
    subjects
        Subjects that both have; only these are compared.
    mean_difference
        Mean of first - second, exact, in points; None without a common subject.
    rank_correlation
        Spearman's rank correlation, -1 … 1; None with fewer than three common subjects or when one of the ratings
        gives everybody the same.
    """

    first: str
    second: str
    subjects: int
    mean_difference: Ratio | None
    rank_correlation: float | None


@dataclass(frozen=True, slots=True)
class Gap:
    """How far the ratings of one subject lie apart: highest and lowest, and the difference in points, exact."""

    subject: str
    highest: str
    lowest: str
    points: Ratio


def ratings_by_class(tally: Tally) -> dict[str, dict[str, Ratio]]:
    """Give voter class → subject → points from a tally, for `compare_pairs` and `widest_gaps`.

    Classes of fewer than ``small_class`` voters are left out: their own figures are not to be shown.
    """
    ratings: dict[str, dict[str, Ratio]] = {}
    for subject, counted in tally.subjects.items():
        for voters in counted.classes:
            if voters.result is not None and not voters.is_small:
                ratings.setdefault(voters.voter_class, {})[subject] = voters.result
    return ratings


def compare_pairs(ratings: Mapping[str, Results]) -> tuple[Pair, ...]:
    """Compare every two ratings of the same subjects.

    Parameters
    ----------
    ratings
        Name of the rating (leaders, peers, web, SMS) → subject → points out of 100.

    Notes
    -----
    Spearman's ρ with mean ranks for ties (scipy.stats.spearmanr). It describes agreement between voters; it decides
    no score, so binary floats are good enough here.

    Examples
    --------
    >>> a, b = {"x": (90, 1), "y": (80, 1), "z": (70, 1)}, {"x": (60, 1), "y": (50, 1), "z": (40, 1)}
    >>> pair, = compare_pairs({"peers": a, "public": b})
    >>> pair.mean_difference, round(pair.rank_correlation, 3)
    ((30, 1), 1.0)
    """
    return tuple(_pair(a, ratings[a], b, ratings[b]) for a, b in combinations(ratings, 2))


def widest_gaps(ratings: Mapping[str, Results]) -> tuple[Gap, ...]:
    """Give each subject with at least two ratings and its gap, the widest first."""
    subjects = sorted({s for results in ratings.values() for s in results})
    gaps = [gap for s in subjects if (gap := _gap(s, ratings)) is not None]
    return tuple(sorted(gaps, key=lambda g: -g.points[0] / g.points[1]))


def _pair(first: str, a: Results, second: str, b: Results) -> Pair:
    common = sorted(a.keys() & b.keys())
    if not common:
        return Pair(first, second, 0, None, None)
    difference = mean([minus(a[s], b[s]) for s in common])
    return Pair(first, second, len(common), difference, _spearman([a[s] for s in common], [b[s] for s in common]))


def _spearman(a: list[Ratio], b: list[Ratio]) -> float | None:
    if len(a) < 3 or len({reduced(x) for x in a}) == 1 or len({reduced(x) for x in b}) == 1:
        return None
    return float(stats.spearmanr([n / d for n, d in a], [n / d for n, d in b]).statistic)


def _gap(subject: str, ratings: Mapping[str, Results]) -> Gap | None:
    own = {name: results[subject] for name, results in ratings.items() if subject in results}
    if len(own) < 2:
        return None
    ordered = sorted(own, key=lambda name: (own[name][0] / own[name][1], name))
    low, high = ordered[0], ordered[-1]
    return Gap(subject, high, low, reduced(minus(own[high], own[low])))
