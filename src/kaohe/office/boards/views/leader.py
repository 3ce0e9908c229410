"""The leader's board: the field, what is red in it, the course of the year."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Count, Q
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.office.boards.lights import behind_first, shares_by_month
from kaohe.office.boards.standing import Standing, scored, standings
from kaohe.office.boards.views.board import drawn
from kaohe.office.monitoring.known_lights import lights_of
from kaohe.office.monitoring.light_sight import sight_of
from kaohe.office.monitoring.models import Card, Problem, Supervised
from kaohe.office.monitoring.paces import Share, latest_months, plans_of, shares_in
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.planning.models import AppraisedUnit, Cycle
from kaohe.office.ui.charts import line
from kaohe.office.ui.tables import Column, Empty, Table
from kaohe.office.ui.tables.listing import Listing

LISTED = 10


@require_safe
@signed_in
def leader(request: Request) -> HttpResponseBase:
    """Show the units of the leader's field, what is red there, and the share on pace month by month."""
    require(request.user.has_role(Role.LEADER))
    return drawn(request, "boards/leader.html", _("My field"), _may, lambda cycle: _fill(request, cycle))


def _may(account: Account, cycle: Cycle) -> bool:
    return AppraisedUnit.objects.visible_to(account).filter(cycle=cycle).exists()


def _fill(request: Request, cycle: Cycle) -> dict[str, object]:
    account, today = request.user, timezone.localdate()
    months = latest_months(cycle)
    plans = plans_of(cycle, range(1, months + 1))
    found = scored(cycle)
    placed = {s.key: s for s in standings(account, found)} if found else {}
    lights = lights_of(cycle, *plans)
    sight = sight_of(account, lights)
    on_pace = {s.unit: s for s in shares_in(lights[-1], sight)}
    course = shares_by_month(lights, sight)
    return {
        "listing": Listing(request, _table(account, cycle, placed, on_pace)),
        "behind": list(behind_first(cycle, account, plans[-1], lights[-1], sight, LISTED)),
        "behind_count": sum(share.behind for share in on_pace.values()),
        "cards": Card.objects.visible_to(account).standing().filter(report__cycle=cycle, kind="red").count(),
        "overdue": Supervised.objects.visible_to(account).filter(task__cycle=cycle).overdue_on(today).count(),
        "problems": Problem.objects.visible_to(account)
        .filter(cycle=cycle)
        .aggregate(
            still=Count("pk", filter=~Q(state__in=("closed", "carried"))),
            late=Count("pk", filter=Q(state__in=("open", "planned"), due_on__lt=today)),
        ),
        "course": line(
            _("Figures on pace, month by month"),
            [f"{cycle.year}-{month:02}" for month, _share in course],
            {_("on pace"): [share for _month, share in course]},
            unit="%",
        ),
        "months": months,
    }


def _table(account: Account, cycle: Cycle, placed: dict[int, Standing], on_pace: dict[int, Share]) -> Table:
    rows = AppraisedUnit.objects.visible_to(account).filter(cycle=cycle, left_on__isnull=True).select_related("unit")

    def total(row: AppraisedUnit) -> Decimal | None:
        return placed[row.unit_id].total if row.unit_id in placed else None

    return Table(
        "field",
        [
            Column(
                "unit",
                _("unit"),
                "unit.name",
                sort="unit__name",
                link=lambda row: (
                    reverse("scoring:unit", args=[cycle.code, row.unit_id]) if row.unit_id in placed else ""
                ),
            ),
            Column("class", _("class"), lambda row: placed[row.unit_id].class_name if row.unit_id in placed else None),
            Column(
                "rank", _("rank"), lambda row: placed[row.unit_id].rank if row.unit_id in placed else None, kind="rank"
            ),
            Column("total", _("score"), total, kind="number"),
            Column(
                "share",
                _("on pace"),
                lambda row: on_pace[row.unit_id].share if row.unit_id in on_pace else None,
                kind="number",
                unit="%",
            ),
            Column(
                "behind",
                _("indicators behind"),
                lambda row: on_pace[row.unit_id].behind if row.unit_id in on_pace else None,
                kind="number",
                link=lambda row: reverse("monitoring:pace_unit", args=[cycle.code, row.unit_id]),
            ),
        ],
        rows,
        search=["unit__name"],
        default_sort="unit__code",
        empty=Empty(_("No unit of this cycle is in your charge.")),
        title=_("My field"),
    )
