"""The reference engine: exact, in the order of the regulation, keeping the derivation of every number.

Order: leaf → tree → period composition → bonus and deduction (caps per item, group, total) → coefficient →
cross-group correction → veto (a recorded decision) → rank in class → grade proposal. A person decides the grade.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from kaohe.exact import Ratio, rdiv, to_ratio
from kaohe.scheme.model import Scheme
from kaohe.scoring.adjust import plan_adjustments
from kaohe.scoring.cells import CorrectionScore, Note, UnitScore
from kaohe.scoring.classrun import ClassRun, Draft
from kaohe.scoring.combine import Arithmetic, Score, as_ratio, shown
from kaohe.scoring.factors import apply_correction, corrections
from kaohe.scoring.facts import Dataset
from kaohe.scoring.intake import Intake, Results
from kaohe.scoring.plan import plan_class
from kaohe.scoring.rank import Key
from kaohe.scoring.sheet import ScoreSheet
from kaohe.scoring.standing import Standing, Status, standings, statuses
from kaohe.scoring.unscorable import NO_UNIT_CLASS, Unscorable
from kaohe.tables.problems import Problems


def score(
    scheme: Scheme,
    dataset: Dataset,
    *,
    derive: bool = True,
    as_of: str | None = None,
    results: Results | None = None,
) -> ScoreSheet:
    """Score, rank and propose grades for every unit.

    Parameters
    ----------
    scheme
        The checked scheme.
    dataset
        Units, facts, events, ballots and decisions, in any order of rows.
    derive
        False leaves out what each clause did: about twice as fast.
    as_of
        ISO date to look from: later events and decisions, and periods that begin later, are not known yet.
    results
        Scheme id → unit id → result in points (or rank), for leaves that take another scheme's result.

    Returns
    -------
    ScoreSheet
        The same for the same content, whatever the order of rows.

    Raises
    ------
    Problems
        When cells cannot be scored; all of them at once, and no sheet.
    """
    return Scorer(scheme).score(dataset, derive=derive, as_of=as_of, results=results)


@contextmanager
def _no_cycle_search() -> Iterator[None]:
    """Pause the search for reference cycles while a run makes its thousands of plain tuples, which have none.

    Python would otherwise walk all of them again and again, for up to half of the time of a run.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Scorer:
    """A scheme compiled once, to score many datasets."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self._plans = {c.id: plan_class(scheme, c.id) for c in scheme.classes}
        self._adjustments = {c: plan_adjustments(p.adjustments) for c, p in self._plans.items()}

    def score(
        self, dataset: Dataset, *, derive: bool = True, as_of: str | None = None, results: Results | None = None
    ) -> ScoreSheet:
        """Score a dataset; see `score`."""
        with _no_cycle_search():
            return self._score(dataset, derive, as_of, results or {})

    def _score(self, dataset: Dataset, derive: bool, as_of: str | None, results: Results) -> ScoreSheet:
        intake = Intake(self.scheme, dataset, as_of, results)
        self._check_classes(intake)
        status = statuses(self.scheme, dataset.units, intake.decisions, as_of)
        outside = frozenset(unit for unit, s in status.items() if not s.is_ranked)
        drafts = [
            draft
            for class_id, plan in self._plans.items()
            for draft in ClassRun(self.scheme, plan, self._adjustments[class_id], intake, outside, derive=derive).drafts
        ]
        corrected = self._correct(drafts, intake)
        self._decide_totals(drafts, intake)
        if intake.problems:
            raise Problems(sorted(intake.problems, key=lambda p: (p.place, p.code)))
        standing = standings(self.scheme, [d.unit for d in drafts], {d.unit.id: self._key(d) for d in drafts}, status)
        units = [self._finished(d, corrected.get(d.unit.id), standing[d.unit.id], status[d.unit.id]) for d in drafts]
        order = {c.id: i for i, c in enumerate(self.scheme.classes)}
        units.sort(key=lambda u: (order[u.class_id], u.rank is None, u.rank or 0, u.unit))
        return ScoreSheet(self.scheme, dataset, tuple(units), as_of)

    def _check_classes(self, intake: Intake) -> None:
        known = ", ".join(self._plans)
        for unit in intake.dataset.units:
            if unit.class_id not in self._plans:
                why = Unscorable(NO_UNIT_CLASS, unit.class_id, classes=known)
                intake.problems.append(why.at(unit.id, "", unit.place))

    def _correct(self, drafts: list[Draft], intake: Intake) -> dict[str, CorrectionScore]:
        """Apply the cross-group correction to the totals; gives what it did to each unit."""
        correction = self.scheme.correction
        if correction is None:
            return {}
        everyone = {d.unit.id: as_ratio(d.total) for d in drafts if d.total is not None}
        scopes: dict[str, dict[str, Ratio]] = {}
        for draft in drafts:
            if draft.total is not None:
                scope = "" if self.scheme.ranking.within == "all" else draft.unit.class_id
                scopes.setdefault(scope, {})[draft.unit.id] = as_ratio(draft.total)
        by_id, settle = {d.unit.id: d for d in drafts}, Arithmetic(self.scheme.rounding).settle
        done: dict[str, CorrectionScore] = {}
        for totals in scopes.values():
            found = corrections(self.scheme, correction, intake.dataset.unit_by_id, totals, everyone)
            for unit, result in found.items():
                if isinstance(result, Unscorable):
                    intake.problems.append(result.at(unit, correction.by, by_id[unit].unit.place))
                else:
                    done[unit] = result
                    by_id[unit].total = settle(apply_correction(result, totals[unit]))
        return done

    def _decide_totals(self, drafts: list[Draft], intake: Intake) -> None:
        """Put a total that a person set in the place of the computed one."""
        for draft in drafts:
            decision = intake.score_decided(draft.unit.id, None)
            if decision is not None:
                n, d = to_ratio(str(decision.value))
                draft.total = rdiv(n * 10**self.scheme.precision, d)
                draft.notes.append(Note("total_decided", (decision.by, decision.reason, decision.basis)))

    def _key(self, draft: Draft) -> Key | None:
        """Rounded total and tie-breakers: round first, then rank. A tie-breaker left out for a unit counts as zero."""
        total = shown(draft.total)
        if total is None:
            return None
        if not self.scheme.ranking.tie_break:
            return (total,)
        scores = {i.code: i.score for i in draft.indicators} | {n.code: n.score for n in draft.nodes}
        return (total, *(scores.get(code) or 0 for code in self.scheme.ranking.tie_break))

    def _finished(
        self, draft: Draft, correction: CorrectionScore | None, standing: Standing, status: Status
    ) -> UnitScore:
        total = draft.total
        return UnitScore(
            unit=draft.unit.id,
            name=draft.unit.name,
            class_id=draft.unit.class_id,
            total=shown(total),
            exact=self._in_points(total),
            base=shown(draft.base),
            base_exact=self._in_points(draft.base_raw),
            adjusted=shown(draft.adjusted),
            rank=standing.rank,
            ranked_among=standing.among,
            proposed_grade=standing.proposal.grade,
            decision=status.decision,
            indicators=draft.indicators,
            nodes=draft.nodes,
            adjustments=draft.adjustments,
            coefficients=draft.coefficients,
            correction=correction,
            vetoes=status.vetoes,
            exclusions=status.exclusions,
            excluded=draft.excluded,
            period_totals=draft.period_totals,
            notes=(*draft.notes, *standing.proposal.notes, *status.notes),
        )

    def _in_points(self, score: Score) -> Ratio | None:
        if score is None:
            return None
        n, d = as_ratio(score)
        return (n, d * 10**self.scheme.precision)
