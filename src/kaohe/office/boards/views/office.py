"""The office's board: collection, lights, ranking, what is late."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.office.boards.collection import collection_of
from kaohe.office.boards.lights import cells_of, heat_map
from kaohe.office.boards.standing import scored, standings
from kaohe.office.boards.views.board import OFFICE, drawn
from kaohe.office.boards.waiting import waiting
from kaohe.office.monitoring.models import Report
from kaohe.office.monitoring.paces import latest_months
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.planning.document.in_force import written_in_force
from kaohe.office.planning.models import Cycle

LISTED = 10
"""Rows that the board names; the lists behind it have all."""


@require_safe
@signed_in
def office(request: Request) -> HttpResponseBase:
    """Show how the collection stands, the lights, the ranking and the late list."""
    require(request.user.has_role(*OFFICE))
    return drawn(request, "boards/office.html", _("Board of the office"), _may, lambda cycle: _fill(request, cycle))


def _may(account: Account, cycle: Cycle) -> bool:
    return account.holds(*OFFICE, over=cycle.root)


def class_names(cycle: Cycle) -> Mapping[str, str]:
    """Give the names of the classes in the order of the scheme."""
    return {c.id: c.name for c in written_in_force(cycle).scheme.classes}


def _fill(request: Request, cycle: Cycle) -> dict[str, object]:
    account, today = request.user, timezone.localdate()
    names = class_names(cycle)
    collection = collection_of(account, cycle, names, today)
    months = latest_months(cycle)
    cells = cells_of(account, cycle, months)
    found = scored(cycle)
    missing = Report.objects.visible_to(account).filter(cycle=cycle).missing_on(today)
    return {
        "collection": collection,
        "counts": [(light, collection.of(light)) for light in ("missing", "due", "late", "reported")],
        "collection_chart": collection.chart(),
        "heat": heat_map(cells, names) if cells else None,
        "months": months,
        "places": list(standings(account, found))[:LISTED] if found else [],
        "late": missing.select_related("unit").order_by("due_on", "unit__code")[:LISTED],
        "today": today,
        "waiting": waiting(account),
    }
