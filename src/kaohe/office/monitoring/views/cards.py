"""Yellow and red cards."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.office.monitoring.actions.cards import lift_card
from kaohe.office.monitoring.forms.signing_off import LiftForm
from kaohe.office.monitoring.models import Card
from kaohe.office.monitoring.policies.reports import reporting
from kaohe.office.monitoring.views.cycles import cycle_filter
from kaohe.office.monitoring.views.report_lights import badge_of_card
from kaohe.office.people.policies import require
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.ui import panel
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin, show_table


def card_url(card: Card) -> str:
    """Address of a card."""
    return reverse("monitoring:card", args=[card.pk])


@signed_in
def card_list(request: Request) -> HttpResponseBase:
    """List the cards that the account may see."""
    table = Table(
        "cards",
        [
            Column("unit", _("unit"), "report.unit.name", sort="report__unit__name"),
            Column("kind", _("card"), badge_of_card, kind="badge", sort="kind"),
            Column("period", _("period"), "report.period", sort="report__period"),
            Column("due_on", _("due on"), "report.due_on", kind="date", sort="report__due_on"),
            Column("issued_on", _("issued for"), kind="date", sort="issued_on"),
            Column("reported_at", _("reported at"), "report.reported_at", kind="date", sort="report__reported_at"),
            Column("lifted_reason", _("reason for lifting"), hidden=True),
        ],
        Card.objects.visible_to(request.user).select_related("report__unit", "report__cycle"),
        filters=[
            cycle_filter(request.user, "report__cycle_id"),
            Choice("kind", _("card"), Card.Kind.choices, "kind"),
            UnitWithin("within", _("unit"), "report__unit__path"),
        ],
        search=["report__unit__name", "report__period"],
        default_sort="-issued_on,report__unit__name",
        row_link=card_url,
        panel=True,
        empty=Empty(_("No card was issued: everything came in time.")),
        title=_("Cards"),
    )
    return show_table(request, table, title=_("Yellow and red cards"))


@signed_in
def card(request: Request, pk: int) -> HttpResponseBase:
    """Show a card; the office may lift it with a reason."""
    rows = Card.objects.visible_to(request.user).select_related(
        "report__unit", "report__cycle__root", "lifted_by__person"
    )
    found = get_object_or_404(rows, pk=pk)
    may_lift = reporting.may_keep(request.user, found.report.cycle) and found.lifted_at is None
    form = LiftForm(request.POST or None)
    if request.method == "POST":
        require(may_lift)
        if submit(request, form, partial(lift_card, by=request.user, card=found)) is not None:
            messages.success(request, _("The card was lifted."))
            return redirect(card_url(found))
    context = {"card": found, "badge_shown": badge_of_card(found), "may_lift": may_lift, "form": form}
    return panel.show(request, "monitoring/card.html", context)
