"""A person's board: the own share."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.office.boards.own_shares import borne_by, plan_items
from kaohe.office.boards.views.board import drawn
from kaohe.office.monitoring.views.report_lights import pace_badge
from kaohe.office.people.models import Account, Person
from kaohe.office.people.roles import ADMINISTRATORS
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.planning.models import AppraisedUnit, Cycle


@require_safe
@signed_in
def person(request: Request) -> HttpResponseBase:
    """Show which parts of the unit's indicators are the own, and how they stand."""
    who = request.user.person
    if who is None or request.user.has_role(*ADMINISTRATORS):
        raise PermissionDenied(_("Only who works in a unit has a share."))
    return drawn(request, "boards/person.html", _("My share"), _may, partial(_fill, who))


def _fill(who: Person, cycle: Cycle) -> dict[str, object]:
    shares = [(line, pace_badge(line.pace.light) if line.pace else None) for line in borne_by(who, cycle)]
    return {"shares": shares, "items": plan_items(who, cycle)}


def _may(account: Account, cycle: Cycle) -> bool:
    working = {"unit__appointments__person": account.person_id, "unit__appointments__until__isnull": True}
    return AppraisedUnit.objects.filter(cycle=cycle, **working).exists()
