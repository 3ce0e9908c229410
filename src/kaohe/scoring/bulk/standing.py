"""Places and grade proposals in bulk: sorted columns instead of units one by one.

The rules are those of `kaohe.scoring.rank` and `kaohe.scoring.grade`: ties share the place, a quota is filled by whole
groups of equals, and nobody passes over a group that did not fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kaohe.exact import to_ratio
from kaohe.scheme.model import Grade, RankMethod
from kaohe.scoring.bulk.grid import Mask
from kaohe.scoring.grade import LOWEST, NO_EXCELLENT, NO_GRADE, NOT_RANKED, quota_of

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bars:
    """What vetoes and exclusions do to grades in one scope, by position of the unit.

    Attributes
    ----------
    fixed
        Position → index of the grade given by name; -1: no grade.
    no_excellent
        Positions barred from the first grade.
    pools
        Position → grade of the unit a person belongs to, and that unit; empty without couplings.
    """

    fixed: Mapping[int, int]
    no_excellent: frozenset[int]
    pools: Sequence[tuple[str, str]] = ()


def tie_groups(keys: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """Sort units best first and number their groups of equals.

    Parameters
    ----------
    keys
        Total, then tie-breakers; one number a unit, more is better.

    Returns
    -------
    tuple
        Positions in order of place; number of the group (from 0) of each, in that order.
    """
    order = np.lexsort([-key for key in reversed(keys)])
    is_new = np.zeros(len(order), dtype=np.int64)
    for key in keys:
        is_new[1:] |= key[order][1:] != key[order][:-1]
    return order, np.cumsum(is_new)


def places(keys: Sequence[Numbers], method: RankMethod) -> Numbers:
    """Rank the units of one scope."""
    order, group = tie_groups(keys)
    first = np.searchsorted(group, group, side="left")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = 1 + (group if method is RankMethod.DENSE else first)
    return rank


def effects_to_grade(grades: Sequence[Grade], effects: frozenset[str]) -> int | None:
    """Give the index of the grade that effects fix, the heaviest first; -1: no grade; None: they fix none."""
    if effects & {NO_GRADE, NOT_RANKED}:
        return -1
    if LOWEST in effects:
        return len(grades) - 1
    named = [n for n, grade in enumerate(grades) if grade.name in effects]
    return named[-1] if named else None


def bars_of(grades: Sequence[Grade], effects: Mapping[int, frozenset[str]], pools: Sequence[tuple[str, str]]) -> Bars:
    """Read effects by position."""
    fixed = {p: index for p, e in effects.items() if (index := effects_to_grade(grades, e)) is not None}
    return Bars(fixed, frozenset(p for p, e in effects.items() if NO_EXCELLENT in e), pools)


def propose(grades: Sequence[Grade], keys: Sequence[Numbers], rank: Numbers, bars: Bars, scale: int) -> Numbers:
    """Propose grades for the units that are ranked together.

    Returns
    -------
    numpy.ndarray
        Index of the grade of each unit; -1: none.
    """
    count = len(rank)
    given = np.full(count, -1, dtype=np.int64)
    is_open = np.ones(count, dtype=np.bool_)
    for position, index in bars.fixed.items():
        given[position], is_open[position] = index, False
    order, group = tie_groups(keys)
    for number, grade in enumerate(grades):
        may = is_open & _reaches(grade, keys[0], rank, scale)
        if number == 0:
            may[list(bars.no_excellent)] = False
        for members, quota in _pools(grade, bars.pools, count):
            taken = sum(given[p] == number for p in bars.fixed if members is None or members[p])
            room = None if quota is None else max(0, quota - int(taken))
            chosen = _filled(may if members is None else may & members, room, order, group)
            given[chosen] = number
            is_open[chosen] = False
    return given


def _reaches(grade: Grade, total: Numbers, rank: Numbers, scale: int) -> Mask:
    good: Mask = np.ones(len(total), dtype=np.bool_)
    if grade.at_least is not None:
        n, d = to_ratio(grade.at_least)
        good &= total >= -(-n * scale // d)
    if grade.min_rank_pct is not None:
        n, d = to_ratio(grade.min_rank_pct)
        good &= rank <= n * len(total) // (100 * d)
    return good


def _pools(grade: Grade, pools: Sequence[tuple[str, str]], count: int) -> list[tuple[Mask | None, int | None]]:
    """Split the units into those that share a quota: all of them, or the members of one unit."""
    if not grade.quota_by_unit_grade:
        return [(None, quota_of(grade, count, grade.quota_pct))]
    found: list[tuple[Mask | None, int | None]] = []
    for pool in sorted(set(pools)):
        members = np.array([own == pool for own in pools], dtype=np.bool_)
        share = grade.quota_by_unit_grade.get(pool[0], grade.quota_pct)
        found.append((members, quota_of(grade, int(members.sum()), share)))
    return found


def _filled(may: Mask, room: int | None, order: Numbers, group: Numbers) -> Numbers:
    """Give places in order of rank while whole groups of equals fit."""
    wanted = may[order]
    units, groups = order[wanted], group[wanted]
    if room is None or len(units) <= room:
        return units
    # The first group that would reach beyond the room ends the grade.
    ends = np.searchsorted(groups, groups, side="right")
    return units[ends <= room]
