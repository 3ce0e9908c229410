"""Cycles, schemes, units, indicators and targets."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router
from ninja.pagination import LimitOffsetPagination, paginate

from kaohe.office.api.authentication import For
from kaohe.office.api.endpoints.finding import account_of, cycle_of, indicator_of, unit_of
from kaohe.office.api.scopes import Scope
from kaohe.office.api.shapes import AppraisedOut, CycleOut, IndicatorOut, TargetIn, TargetOut, UnitOut
from kaohe.office.people.models import Unit
from kaohe.office.planning.actions.targets import propose_target
from kaohe.office.planning.document.in_force import version_in_force
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator, Target
from kaohe.office.planning.proposal import Proposal

router = Router(tags=["planning"], auth=For(Scope.READ))


@router.get("/units", response=list[UnitOut], summary="Units that the account may see")
@paginate(LimitOffsetPagination)
def units(request: HttpRequest, within: str | None = None) -> QuerySet[Any]:
    """Give open units in the order of their codes; ``within``: a unit's code, that unit and everything below it."""
    rows = Unit.objects.visible_to(account_of(request)).filter(closed_on__isnull=True).select_related("parent")
    if within is not None:
        rows = rows.below(unit_of(request, within))
    return rows.order_by("code").distinct()


@router.get("/cycles", response=list[CycleOut], summary="Cycles that the account may see")
def cycles(request: HttpRequest) -> QuerySet[Any]:
    """Give the cycles, newest first."""
    return Cycle.objects.visible_to(account_of(request)).select_related("root").order_by("-year", "code")


@router.get("/cycles/{code}", response=CycleOut, summary="One cycle")
def cycle(request: HttpRequest, code: str) -> Cycle:
    """Give a cycle."""
    return cycle_of(request, code)


@router.get("/cycles/{code}/scheme", summary="The scheme in force")
def scheme(request: HttpRequest, code: str) -> dict[str, Any]:
    """Give the published scheme with its version and hash: the same document that `kaohe score` runs."""
    version = version_in_force(cycle_of(request, code))
    if version is None:
        return {"version": None, "hash": None, "scheme": None}
    return {"version": version.number, "hash": version.hash, "scheme": json.loads(version.document)}


@router.get("/cycles/{code}/indicators", response=list[IndicatorOut], summary="Indicators of the scheme in force")
def indicators(request: HttpRequest, code: str) -> QuerySet[Any]:
    """Give the indicators in published order."""
    cycle_of(request, code)
    rows = Indicator.objects.visible_to(account_of(request)).filter(cycle__code=code, withdrawn_in__isnull=True)
    return rows.select_related("parent").order_by("position")


@router.get("/cycles/{code}/units", response=list[AppraisedOut], summary="Units appraised in a cycle")
@paginate(LimitOffsetPagination)
def appraised(request: HttpRequest, code: str) -> QuerySet[Any]:
    """Give the appraised units that the account may see, each with its class."""
    cycle_of(request, code)
    rows = AppraisedUnit.objects.visible_to(account_of(request)).filter(cycle__code=code, left_on__isnull=True)
    return rows.select_related("unit").order_by("unit__code")


@router.get("/cycles/{code}/targets", response=list[TargetOut], summary="Targets")
@paginate(LimitOffsetPagination)
def targets(request: HttpRequest, code: str, unit: str | None = None) -> QuerySet[Any]:
    """Give the targets that the account may see; ``unit``: those of one unit."""
    cycle_of(request, code)
    rows = Target.objects.visible_to(account_of(request)).filter(cycle__code=code)
    if unit is not None:
        rows = rows.filter(unit__code=unit)
    return rows.select_related("unit", "indicator").order_by("unit__code", "indicator__position")


@router.post("/cycles/{code}/targets", response=TargetOut, auth=For(Scope.TARGETS), summary="Propose a target")
def propose(request: HttpRequest, code: str, body: TargetIn) -> Target:
    """Propose the target of a unit on an indicator; the same once more changes nothing."""
    cycle = cycle_of(request, code)
    proposal = Proposal(
        unit=unit_of(request, body.unit),
        indicator=indicator_of(cycle, body.indicator),
        value=body.value,
        basis=body.basis,
        revision=body.revision,
    )
    return propose_target(by=account_of(request), cycle=cycle, proposal=proposal)
