"""Grade proposals: thresholds, places, quotas and what bars or fixes a grade. A person decides every grade.

Grades are filled best first, each in order of rank. Units that tie at the edge of a quota are all left out of it:
the machine does not choose between equals, and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from kaohe.exact import Ratio, rdiv, to_ratio
from kaohe.scheme.model import Grade
from kaohe.scoring.cells import Note
from kaohe.scoring.rank import Key, tie_groups

NO_EXCELLENT, LOWEST, NO_GRADE, NOT_RANKED = "no_excellent", "lowest_grade", "no_grade", "not_ranked"
"""Effects of vetoes and exclusions; any other effect is the name of the grade given."""


class Candidate(NamedTuple):
    """A unit that may get a grade.

    Attributes
    ----------
    key
        Rounded total and tie-breakers, in score units.
    effects
        Effects of vetoes and exclusions on it; the heavier wins.
    pool
        Grade of the unit a person belongs to, and that unit: a unit's grade sets its members' quota.
    """

    unit: str
    key: Key
    rank: int
    effects: frozenset[str]
    pool: tuple[str, str]


class Proposal(NamedTuple):
    """A grade proposed for a unit, with what a reader must know about it; None: no grade."""

    grade: str | None
    notes: tuple[Note, ...] = ()


def propose(grades: Sequence[Grade], candidates: Sequence[Candidate], scale: int) -> dict[str, Proposal]:
    """Propose grades for the units that are ranked together.

    Parameters
    ----------
    grades
        Best first.
    candidates
        All units that are ranked together; their number is what shares are taken of.
    scale
        Score units in a point.

    Returns
    -------
    dict[str, Proposal]
        Unit id → proposal. No grade ever gets more units than its quota, but for those a recorded decision or the
        scheme itself gives the grade by name.
    """
    fixed = {c.unit: p for c in candidates if (p := _fixed(grades, c)) is not None}
    notes: defaultdict[str, list[Note]] = defaultdict(list)
    given: dict[str, str] = {}
    for position, grade in enumerate(grades):
        open_to = [
            c
            for c in candidates
            if c.unit not in fixed and c.unit not in given and not (position == 0 and NO_EXCELLENT in c.effects)
        ]
        reaches = _threshold(grade, len(candidates), scale)
        eligible = {c.unit for c in open_to if reaches(c)}
        for members, quota in _pools(grade, candidates):
            taken = sum(fixed[c.unit].grade == grade.name for c in members if c.unit in fixed)
            room = None if quota is None else max(0, quota - taken)
            for unit in _fill([c for c in members if c.unit in eligible], room, grade, notes):
                given[unit] = grade.name
    return fixed | {
        c.unit: Proposal(given.get(c.unit), (*_bar_notes(grades, c), *notes[c.unit]))
        for c in candidates
        if c.unit not in fixed
    }


def _fixed(grades: Sequence[Grade], candidate: Candidate) -> Proposal | None:
    """Grade that vetoes and exclusions give by themselves, the heaviest first."""
    effects = candidate.effects
    if effects & {NO_GRADE, NOT_RANKED}:
        return Proposal(None, (Note("no_grade"),))
    if LOWEST in effects:
        return Proposal(grades[-1].name, (Note("lowest_grade", (grades[-1].name,)),))
    named = [g.name for g in reversed(grades) if g.name in effects]
    return Proposal(named[0], (Note("grade_by_name", (named[0],)),)) if named else None


def _bar_notes(grades: Sequence[Grade], candidate: Candidate) -> tuple[Note, ...]:
    return (Note("barred", (grades[0].name,)),) if NO_EXCELLENT in candidate.effects else ()


def _threshold(grade: Grade, count: int, scale: int) -> Callable[[Candidate], bool]:
    """Make the test whether total and place are good enough; both limits include the number."""
    least_n, least_d = (0, 0) if grade.at_least is None else to_ratio(grade.at_least)
    place_n, place_d = (0, 0) if grade.min_rank_pct is None else to_ratio(grade.min_rank_pct)
    return lambda c: c.key[0] * least_d >= least_n * scale and c.rank * 100 * place_d <= place_n * count


def _pools(grade: Grade, candidates: Sequence[Candidate]) -> list[tuple[Sequence[Candidate], int | None]]:
    """Split the units into those that share a quota (all of them, or the members of one unit), with the quota."""
    if not grade.quota_by_unit_grade:
        return [(candidates, quota_of(grade, len(candidates), grade.quota_pct))]
    by_unit: defaultdict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_unit[candidate.pool].append(candidate)
    return [
        (members, quota_of(grade, len(members), grade.quota_by_unit_grade.get(unit_grade, grade.quota_pct)))
        for (unit_grade, _), members in sorted(by_unit.items())
    ]


def quota_of(grade: Grade, count: int, share_pct: Decimal | None) -> int | None:
    """Give the number of places of a grade among ``count`` units; None: as many as reach it.

    Rounds down unless the scheme says otherwise: no national rule fixes it, and down never exceeds the share.
    """
    limits = [] if grade.quota_count is None else [grade.quota_count]
    if share_pct is not None:
        n, d = to_ratio(share_pct)
        limits.append(_rounded((n * count, d * 100), grade.quota_rounding))
    return min(limits, default=None)


def _rounded(share: Ratio, how: str) -> int:
    n, d = share
    if how == "half_up":
        return rdiv(n, d)
    return -(-n // d) if how == "up" else n // d


def _fill(eligible: Sequence[Candidate], room: int | None, grade: Grade, notes: Mapping[str, list[Note]]) -> list[str]:
    """Give places in order of rank while whole groups of equals fit; nobody passes over a group that did not."""
    taken: list[str] = []
    for tied in tie_groups({c.unit: c.key for c in eligible}):
        if room is not None and len(taken) + len(tied) > room:
            left, full = room - len(taken), Note("quota_full", (grade.name, str(room)))
            at_the_line = Note("tie_at_quota", (grade.name, str(len(tied)), str(left))) if left else full
            for unit in (c.unit for c in eligible if c.unit not in taken):
                notes[unit].append(at_the_line if unit in tied else full)
            break
        taken += tied
    return taken
