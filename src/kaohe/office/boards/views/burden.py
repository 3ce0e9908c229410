"""The burden board: demands, fields and minutes, by unit, month and organiser."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.office.boards.burden import SEEN, by_month, by_organiser, by_unit, complaints_by_unit, loads
from kaohe.office.boards.current import shown
from kaohe.office.people.policies import require
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.ui.charts import bars
from kaohe.office.ui.tables import Column, Empty, Table, show_table


@require_safe
@signed_in
def burden(request: Request) -> HttpResponseBase:
    """Show what is demanded of the units that the account may see."""
    require(request.user.has_role(*SEEN))
    found = shown(request)
    counted = loads(request.user, found.cycle) if found.cycle else []
    totals = by_unit(counted, complaints_by_unit(found.cycle)) if found.cycle else []
    table = Table(
        "burden",
        [
            Column("name", _("unit"), sort="name"),
            Column("demands", _("demands"), kind="number", sort="demands", total=True),
            Column("fields", _("fields to fill"), kind="number", sort="fields", total=True),
            Column("saved", _("fields that fill themselves"), kind="number", sort="saved", total=True),
            Column("hours", _("time, estimated"), kind="number", unit=_("hours"), sort="hours", total=True),
            Column("complaints", _("complaints"), kind="number", sort="complaints", total=True),
        ],
        totals,
        search=["name"],
        default_sort="-hours",
        empty=Empty(_("Nothing has been demanded yet.")),
        title=_("Burden on units"),
    )
    months = by_month(counted)
    context = {
        "cycle": found.cycle,
        "cycles": found.cycles,
        "organisers": by_organiser(counted),
        "by_month": bars(
            _("Fields to fill, by month"), [m.name for m in months], {_("fields to fill"): [m.fields for m in months]}
        )
        if months
        else None,
    }
    return show_table(request, table, "boards/burden.html", **context)
