"""Live scores, in the shape of ``kaohe score --json``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from kaohe.office.api.authentication import For
from kaohe.office.api.endpoints.finding import account_of, cycle_of
from kaohe.office.api.scopes import Scope
from kaohe.office.scoring import policies
from kaohe.office.scoring.moments import Counted
from kaohe.office.scoring.views.look import Look
from kaohe.scoring.sheet import to_json

router = Router(tags=["scores"], auth=For(Scope.READ))


@router.get("/cycles/{code}/scores", summary="Trial scores of the units that the account may see")
def scores(
    request: HttpRequest,
    code: str,
    on: date | None = None,
    counted: Counted = Counted.ACCEPTED,
    unit: str | None = None,
) -> dict[str, Any]:
    """Give score sheets as of a day; grades in them are proposals: a person decides.

    The shape is that of ``kaohe score --json``: scheme, hash, and for each unit total, rank, grade, indicators with
    their derivation, and adjustments; scores are decimal texts. Only units whose score card the account opens.
    """
    cycle = cycle_of(request, code)
    account = account_of(request)
    look = Look(account, cycle, policies.sight(account, cycle), on, counted, None)
    found = to_json(look.sheet)
    found["units"] = [u for u in found["units"] if look.opens(u["unit"]) and unit in (None, u["unit"])]
    return found
