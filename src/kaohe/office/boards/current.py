"""Which cycle a board shows: the one asked for, else the newest that is under way."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from kaohe.office.people.models import Account
from kaohe.office.people.signed_in import Request
from kaohe.office.planning.models import Cycle, CycleState

UNDER_WAY = (
    CycleState.PUBLISHED,
    CycleState.RUNNING,
    CycleState.ASSESSING,
    CycleState.DECIDED,
    CycleState.PUBLICISED,
    CycleState.CLOSED,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The cycle of a board, and the others it could show."""

    cycle: Cycle | None
    cycles: tuple[Cycle, ...]


def cycles_of(account: Account) -> tuple[Cycle, ...]:
    """Give the published cycles that an account may see, those that run first, newest first: one query."""
    rows = Cycle.objects.visible_to(account).filter(state__in=UNDER_WAY).select_related("root", "previous")
    found = list(rows.order_by("-year", "code").distinct())
    return tuple(sorted(found, key=lambda cycle: cycle.state != CycleState.RUNNING))


def shown(request: Request) -> Shown:
    """Read the cycle from ``?cycle=``; raises Http404 for one that the account may not see."""
    cycles = cycles_of(request.user)
    asked = request.GET.get("cycle")
    if asked is None:
        return Shown(cycles[0] if cycles else None, cycles)
    found = next((cycle for cycle in cycles if cycle.code == asked), None)
    if found is None:
        raise Http404
    return Shown(found, cycles)
