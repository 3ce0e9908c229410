"""From totals to places and grade proposals: who is compared with whom, and what bars or fixes a result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kaohe.scheme.model import Scheme
from kaohe.scoring.cells import ExclusionScore, Note, VetoScore
from kaohe.scoring.facts import Decision, DecisionKind, UnitRow
from kaohe.scoring.grade import NOT_RANKED, Candidate, Proposal, propose
from kaohe.scoring.rank import Key, places

UNIT_GRADE, OWN_UNIT = "unit_grade", "unit"
"""Columns of the units table with the grade of the unit that a person belongs to, and that unit itself."""


@dataclass(frozen=True, slots=True)
class Status:
    """What decisions and the unit's attributes say about its place and grade."""

    vetoes: tuple[VetoScore, ...] = ()
    exclusions: tuple[ExclusionScore, ...] = ()
    decision: Decision | None = None
    notes: tuple[Note, ...] = ()

    @property
    def effects(self) -> frozenset[str]:
        """Effects of all vetoes and exclusions."""
        return frozenset(v.effect for v in self.vetoes) | frozenset(e.effect for e in self.exclusions)

    @property
    def is_ranked(self) -> bool:
        """False: evaluated without place and grade."""
        return NOT_RANKED not in self.effects


class Standing(NamedTuple):
    """Place and proposal of one unit; ``among`` counts the units ranked together."""

    rank: int | None
    among: int
    proposal: Proposal


def statuses(
    scheme: Scheme, units: Sequence[UnitRow], decisions: Iterable[Decision], as_of: str | None
) -> dict[str, Status]:
    """Give every unit's status: vetoes act by a recorded decision only, exclusions by the units table or a decision.

    ``decisions`` stand in order of time; of several on one matter the latest counts.
    """
    by_unit: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_unit[decision.unit].append(decision)
    return {unit.id: _status(scheme, unit, by_unit.get(unit.id, []), as_of) for unit in units}


def _status(scheme: Scheme, unit: UnitRow, decisions: Sequence[Decision], as_of: str | None) -> Status:
    exclusions = [
        ExclusionScore(e.effect, e.reason) for e in scheme.exclusions if unit.attributes.get(e.column) == e.value
    ]
    exclusions += [ExclusionScore(NOT_RANKED, d.reason) for d in decisions if d.kind is DecisionKind.EXCLUDE]
    vetoes, notes = [], []
    known = {v.code: v for v in scheme.vetoes}
    for decision in decisions:
        if decision.kind is not DecisionKind.VETO:
            continue
        veto = known.get(decision.item or "")
        day = decision.date or as_of
        if veto is None:
            notes.append(Note("veto_off", (decision.item or "",)))
        elif day is not None and day > veto.expires:
            notes.append(Note("veto_expired", (veto.name, veto.expires)))
        else:
            vetoes.append(VetoScore(veto.code, veto.name, veto.effect, decision))
    graded = [d for d in decisions if d.kind is DecisionKind.GRADE]
    return Status(tuple(vetoes), tuple(exclusions), graded[-1] if graded else None, tuple(notes))


def standings(
    scheme: Scheme, units: Sequence[UnitRow], keys: Mapping[str, Key | None], status: Mapping[str, Status]
) -> dict[str, Standing]:
    """Rank and propose grades within each scope.

    Parameters
    ----------
    keys
        Unit id → rounded total and tie-breakers; None: nothing could be scored, so it has no place.
    """
    scopes: defaultdict[str, list[UnitRow]] = defaultdict(list)
    for unit in units:
        scopes["" if scheme.ranking.within == "all" else unit.class_id].append(unit)
    out: dict[str, Standing] = {}
    for members in scopes.values():
        ranked = {u.id: key for u in members if (key := keys[u.id]) is not None and status[u.id].is_ranked}
        place = places(ranked, scheme.ranking.method)
        candidates = [
            Candidate(u.id, ranked[u.id], place[u.id], status[u.id].effects, _pool(u))
            for u in members
            if u.id in ranked
        ]
        proposals = propose(scheme.grades, candidates, 10**scheme.precision) if scheme.grades else {}
        for unit in members:
            proposal = proposals.get(unit.id, Proposal(None))
            out[unit.id] = Standing(place.get(unit.id), len(ranked), proposal)
    return out


def _pool(unit: UnitRow) -> tuple[str, str]:
    return (unit.attributes.get(UNIT_GRADE, ""), unit.attributes.get(OWN_UNIT, ""))
