"""A person's part: shares of the unit's indicators, how these stand, and the own plan."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from kaohe.office.monitoring.models import Figure
from kaohe.office.monitoring.pace import Pace
from kaohe.office.monitoring.paces import latest_months, pace_of, plan_of
from kaohe.office.monitoring.querysets.pace import with_pace
from kaohe.office.people.models import Person
from kaohe.office.planning.models import Cycle, PersonalPlan, PlanItem, Share


@dataclass(frozen=True, slots=True)
class Borne:
    """A share that a person bears.

    Attributes
    ----------
    whole_pct
        Part of the unit's indicator: the shares of all levels multiplied.
    pace
        How the unit stands on the indicator; None without target or figure.
    """

    share: Share
    whole_pct: Decimal
    pace: Pace | None


def borne_by(person: Person, cycle: Cycle) -> list[Borne]:
    """Give the confirmed shares of a person, directly or by its post, with the pace of the unit: six queries."""
    posts = person.appointments.filter(until__isnull=True, post__isnull=False).values("post")
    own = Share.objects.filter(Q(person=person) | Q(post__in=posts), decomposition__cycle=cycle)
    rows = own.filter(decomposition__is_confirmed=True).select_related(
        "decomposition__indicator", "decomposition__unit", "parent__parent__parent"
    )
    shares = list(rows.order_by("decomposition__indicator__position"))
    paces = _paces(cycle, shares)
    return [
        Borne(share, _whole(share), paces.get((share.decomposition.unit_id, share.decomposition.indicator_id)))
        for share in shares
    ]


def _whole(share: Share) -> Decimal:
    """Multiply the shares of all levels: 50 % of a section that bears 40 % is 20 %."""
    part = share.percent
    above = share.parent
    while above is not None:
        part = part * above.percent / 100
        above = above.parent
    return part.normalize()


def _paces(cycle: Cycle, shares: list[Share]) -> dict[tuple[int, int], Pace | None]:
    plan = plan_of(cycle, latest_months(cycle))
    figures = Figure.objects.filter(
        cycle=cycle,
        unit__in={share.decomposition.unit_id for share in shares},
        indicator__in={share.decomposition.indicator_id for share in shares},
    )
    rows = with_pace(figures, plan).select_related("indicator")
    return {(figure.unit_id, figure.indicator_id): pace_of(figure, plan) for figure in rows}


def plan_items(person: Person, cycle: Cycle) -> list[PlanItem]:
    """Give the lines of a person's plan in the order in which they are due."""
    plan = PersonalPlan.objects.filter(person=person, cycle=cycle).first()
    if plan is None:
        return []
    return list(plan.items.order_by("due_on", "pk"))
