"""The unit's board: score to date, what is due, where points are lost, places over the year."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.office.boards.standing import greatest_losses, places_over_time, scored, standings
from kaohe.office.boards.views.board import UNIT, drawn
from kaohe.office.boards.waiting import waiting
from kaohe.office.monitoring.models import Report
from kaohe.office.monitoring.paces import latest_months, plan_of, shares
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role, View
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator

LISTED = 10


@require_safe
@signed_in
def unit(request: Request) -> HttpResponseBase:
    """Show how the own unit stands, and what it has to do next."""
    require(request.user.has_role(*UNIT))
    return drawn(request, "boards/unit.html", _("My unit"), _may, lambda cycle: _fill(request, cycle))


def _own(account: Account, cycle: Cycle) -> list[AppraisedUnit]:
    reach = account.reach(dict.fromkeys((Role.UNIT_HEAD, Role.LIAISON), View.SCOPE))
    rows = AppraisedUnit.objects.filter(reach.condition("unit__path"), cycle=cycle).select_related("unit")
    return list(rows.order_by("unit__code")[:LISTED])


def _may(account: Account, cycle: Cycle) -> bool:
    return bool(_own(account, cycle))


def _fill(request: Request, cycle: Cycle) -> dict[str, object]:
    account, today = request.user, timezone.localdate()
    own = _own(account, cycle)
    keys = [row.unit_id for row in own]
    found = scored(cycle)
    codes = {key: code for code, key in found.keys.items()} if found else {}
    names = dict(Indicator.objects.filter(cycle=cycle).values_list("code", "name"))
    plan = plan_of(cycle, latest_months(cycle))
    return {
        "standings": [s for s in standings(account, found) if s.key in keys] if found else [],
        "losses": [
            (row.unit, [(names.get(loss.code, loss.code), loss) for loss in greatest_losses(found, codes[row.unit_id])])
            for row in own
            if found and row.unit_id in codes
        ],
        "shares": [share for share in shares(cycle, account, plan) if share.unit in keys],
        "due": Report.objects.filter(cycle=cycle, unit__in=keys)
        .to_do_on(today)
        .with_light(today)
        .select_related("unit")
        .order_by("due_on")[:LISTED],
        "places": places_over_time(cycle, keys),
        "waiting": waiting(account),
        "today": today,
    }
