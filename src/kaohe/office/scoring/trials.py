"""Live scores: computed from the rows when somebody looks, remembered only while nothing has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from threading import Lock

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from kaohe.office.monitoring.models import Event, EventState, Figure
from kaohe.office.people.models import UnitVersion
from kaohe.office.planning.models import AppraisedUnit, Cycle, SchemeVersion, Target, TargetStep
from kaohe.office.scoring.models import Run
from kaohe.office.scoring.moments import Moment
from kaohe.office.scoring.rows.dataset import dataset
from kaohe.office.scoring.rows.units import KnownUnit, units_of
from kaohe.office.scoring.runs import frozen_units
from kaohe.office.scoring.schemes import scorer_of, version_in_force
from kaohe.scheme.model import Scheme
from kaohe.scoring.facts import Dataset
from kaohe.scoring.sheet import ScoreSheet
from kaohe.tables.problems import Problem, Problems

KEPT = 12
"""Sheets remembered by a process; a county's takes about 20 MB with its derivations."""


@dataclass(frozen=True)
class Trial:
    """Scores of a cycle at a moment.

    Attributes
    ----------
    keys
        Key of the unit by its code, the id in the sheet.
    sheet
        None when cells cannot be scored; ``problems`` then has all of them.
    """

    cycle: Cycle
    version: SchemeVersion
    scheme: Scheme
    moment: Moment
    dataset: Dataset
    keys: Mapping[str, int]
    sheet: ScoreSheet | None
    problems: tuple[Problem, ...] = ()


def trial(cycle: Cycle, moment: Moment) -> Trial:
    """Score a cycle at a moment under the scheme in force.

    Raises
    ------
    ValidationError
        Before the scheme is published.
    """
    version = version_in_force(cycle)
    # What has changed is asked first: a change in between makes the next look compute again, never this one stay.
    key = (version.pk, version.hash, moment, timezone.localdate(), fingerprint(cycle))
    return _kept(key) or _keep(key, _scored(cycle, version, moment, units_of(cycle, moment)))


def trial_of(run: Run) -> Trial:
    """Score again what a run was made from, for looking into it."""
    key = (run.pk, run.facts_hash, run.result_hash, fingerprint(run.cycle))
    return _kept(key) or _keep(key, _scored(run.cycle, run.version, run.moment, frozen_units(run)))


def _scored(cycle: Cycle, version: SchemeVersion, moment: Moment, units: tuple[KnownUnit, ...]) -> Trial:
    scorer = scorer_of(version)
    data = dataset(cycle, scorer.scheme, moment, units=units)
    keys = {unit.row.id: unit.key for unit in units}
    try:
        sheet = scorer.score(data, as_of=moment.day)
    except Problems as found:
        return Trial(cycle, version, scorer.scheme, moment, data, keys, None, found.problems)
    return Trial(cycle, version, scorer.scheme, moment, data, keys, sheet)


def fingerprint(cycle: Cycle) -> Hashable:
    """Give what no change of the facts leaves as it was: numbers of rows and sums of their revisions.

    A count stands beside every sum: of two transactions that commit in the other order than they began, neither is
    missed.
    """
    cycles = [cycle.pk] if cycle.previous_id is None else [cycle.pk, cycle.previous_id]
    approved = Count("pk", filter=Q(state=EventState.APPROVED))
    renamed = UnitVersion.objects.filter(unit__appraisals__cycle=cycle, until__isnull=False)
    return tuple(
        tuple(rows.values())
        for rows in (
            Figure.objects.filter(cycle__in=cycles).aggregate(n=Count("pk"), r=Sum("revision"), at=Max("recorded_at")),
            Event.objects.filter(cycle=cycle).aggregate(n=Count("pk"), a=approved, at=Max("decided_at")),
            Target.objects.filter(cycle=cycle).aggregate(n=Count("pk"), r=Sum("revision")),
            TargetStep.objects.filter(target__cycle=cycle).aggregate(n=Count("pk"), at=Max("at")),
            AppraisedUnit.objects.filter(cycle=cycle).aggregate(n=Count("pk"), r=Sum("revision")),
            renamed.aggregate(n=Count("pk"), key=Max("pk")),
        )
    )


_lock = Lock()
_sheets: OrderedDict[Hashable, Trial] = OrderedDict()


def _kept(key: Hashable) -> Trial | None:
    with _lock:
        found = _sheets.get(key)
        if found is not None:
            _sheets.move_to_end(key)
        return found


def _keep(key: Hashable, made: Trial) -> Trial:
    with _lock:
        _sheets[key] = made
        while len(_sheets) > KEPT:
            _sheets.popitem(last=False)
    return made


def forget() -> None:
    """Forget every sheet, for measuring and for tests."""
    with _lock:
        _sheets.clear()
