"""How units stand: score, place, movement; places over the year; where points were lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kaohe.office.people.models import Account
from kaohe.office.planning.models import AppraisedUnit, Cycle
from kaohe.office.scoring import policies
from kaohe.office.scoring.losses import Loss, losses
from kaohe.office.scoring.models import RunUnit
from kaohe.office.scoring.moments import Moment
from kaohe.office.scoring.size import is_too_large
from kaohe.office.scoring.trials import Trial, trial
from kaohe.office.ui.charts import Chart, ranks
from kaohe.office.ui.tables import Rank

MOST = 5
"""Losses that a board names; the analysis has all."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit at this moment; ``rank`` None: without rank."""

    key: int
    name: str
    class_name: str
    total: Decimal
    rank: Rank | None


def scored(cycle: Cycle) -> Trial | None:
    """Give the live scores of a cycle; None while it cannot be scored, or is too large to be scored in passing."""
    if is_too_large(cycle):
        return None
    try:
        found = trial(cycle, Moment())
    except ValidationError:
        return None
    return found if found.sheet is not None else None


def standings(account: Account, found: Trial) -> Iterator[Standing]:
    """Give the units whose score cards an account opens, class by class, the best first: three queries."""
    if found.sheet is None:
        return
    sight = policies.sight(account, found.cycle)
    paths = dict(AppraisedUnit.objects.filter(cycle=found.cycle).values_list("unit", "unit__path"))
    before = _earlier(found.cycle)
    names = {c.id: c.name for c in found.scheme.classes}
    scale = Decimal(10) ** -found.sheet.precision
    order = {class_id: n for n, class_id in enumerate(names)}
    rows = sorted(found.sheet.units, key=lambda unit: (order[unit.class_id], unit.rank or len(paths)))
    for unit in rows:
        key = found.keys[unit.unit]
        if unit.total is not None and sight.cards.covers(paths.get(key, "-")):
            place = None if unit.rank is None else Rank(unit.rank, before.get(key))
            yield Standing(key, unit.name, names[unit.class_id], unit.total * scale, place)


def _earlier(cycle: Cycle) -> dict[int, int | None]:
    """Give the places in the newest stored run."""
    newest = cycle.runs.order_by("-number").first()
    return dict(RunUnit.objects.filter(run=newest).values_list("unit", "rank")) if newest else {}


def places_over_time(cycle: Cycle, unit_keys: list[int]) -> Chart | None:
    """Draw the places of units over the stored runs; None before the second run. One query.

    Whoever calls has asked whether the account may see the units.
    """
    rows = list(
        RunUnit.objects.filter(run__cycle=cycle, unit__in=unit_keys)
        .order_by("run__facts_at", "run__number")
        .values_list("run__number", "run__facts_at", "name", "rank")
    )
    runs = list(dict.fromkeys((number, at.date().isoformat()) for number, at, _name, _rank in rows))
    if len(runs) < 2:  # one point is no course
        return None
    known = {(name, number): rank for number, _at, name, rank in rows}
    names = list(dict.fromkeys(name for _number, _at, name, _rank in rows))
    places = {name: [known.get((name, number)) for number, _day in runs] for name in names}
    return ranks(_("Places over the runs of the year"), [day for _number, day in runs], places)


def greatest_losses(found: Trial, unit_code: str) -> list[Loss]:
    """Give where one unit lost most, the greatest first."""
    if found.sheet is None:
        return []
    own = [loss for loss in losses(found.sheet) if loss.unit == unit_code and loss.points > 0]
    return sorted(own, key=lambda loss: -loss.points)[:MOST]
