"""The tree of units, one level at a time, and the page of one unit."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from kaohe.office.people import policies
from kaohe.office.people.models import Account, Appointment, Charge, Membership, Succession, Unit, UnitKind, UnitVersion
from kaohe.office.people.views.doors import account_of, page
from kaohe.office.ui import panel
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin, show_table

MOST_BELOW = 1_000
"""Units of one level that are drawn; beyond that the list, which pages, is the way."""


def found_unit(account: Account, pk: int) -> Unit:
    """Give a unit that the account sees, else 404: a unit beyond reach is not told apart from none."""
    found: Unit = get_object_or_404(Unit.objects.visible_to(account).select_related("parent"), pk=pk)
    return found


@page
def tree(request: HttpRequest) -> HttpResponse:
    """Show the tops of what the account may see; each opens when it is clicked."""
    account, day = account_of(request), day_asked(request)
    tops = UnitVersion.objects.for_level(day).filter(unit__in=Unit.objects.tops_for(account))
    may_open = policies.units.may_change(account, None)
    may_import = policies.may_import(account, "units")
    shown = {"versions": tops, "day": day, "today": timezone.localdate(), "may_open": may_open}
    return render(request, "people/units.html", shown | {"may_import": may_import})


@page
def level(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the units below one, for HTMX."""
    account, day = account_of(request), day_asked(request)
    unit = found_unit(account, pk)
    versions = UnitVersion.objects.for_level(day).filter(parent=unit, unit__in=Unit.objects.visible_to(account))
    return render(request, "people/level.html", {"versions": versions[:MOST_BELOW], "day": day})


@page
def listed(request: HttpRequest) -> HttpResponseBase:
    """List units: searched, filtered, sorted."""
    account = account_of(request)
    table = Table(
        name="units",
        title=_("Units"),
        rows=Unit.objects.visible_to(account).select_related("parent"),
        columns=[
            Column("name", _("name"), sort="name"),
            Column("code", _("code"), sort="code"),
            Column("kind", _("kind"), value=lambda unit: unit.get_kind_display(), sort="kind"),
            Column("parent", _("parent"), value="parent.name", sort="parent__name"),
            Column("opened_on", _("opened on"), kind="date", sort="opened_on", phone=False),
            Column("closed_on", _("closed on"), kind="date", sort="closed_on"),
        ],
        search=["name", "code"],
        filters=[
            Choice("kind", _("kind"), UnitKind.choices, "kind"),
            Choice(
                "closed",
                _("state of the unit"),
                [("True", _("in existence")), ("False", _("no longer in existence"))],
                "closed_on__isnull",
            ),
            UnitWithin("within", _("within"), "path"),
        ],
        default_sort="code",
        row_link=lambda unit: reverse("people:unit", args=[unit.pk]),
        panel=True,
        empty=Empty(_("You see no units. Roles are granted by the security administrator.")),
    )
    return show_table(request, table, template="people/unit_list.html")


@page
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit: what it was, what hangs on it, who works there."""
    account = account_of(request)
    found, today = found_unit(account, pk), timezone.localdate()
    staff = Appointment.objects.visible_to(account).on(today).filter(unit=found)
    seen = Unit.objects.visible_to(account)
    shown: dict[str, Any] = {
        "unit": found,
        "above": Unit.objects.above(found).filter(pk__in=seen.values("pk")) if found.parent_id else (),
        "versions": found.versions.select_related("parent").order_by("-since"),
        "came_from": Succession.objects.filter(successor=found).select_related("predecessor").order_by("on"),
        "became": Succession.objects.filter(predecessor=found).select_related("successor").order_by("on"),
        "sections": found.sections.open_on(today).order_by("name"),
        "posts": found.posts.open_on(today).select_related("section").order_by("section__name", "name"),
        "staff": staff.select_related("person", "section", "post").order_by("section__name", "person__staff_no")[:100],
        "staff_count": staff.count(),
        "charges": Charge.objects.visible_to(account).in_force_on(today).filter(unit=found).select_related("person"),
        "memberships": Membership.objects.filter(unit=found).select_related("unit_class").order_by("-year"),
        "may_change": policies.units.may_change(account, found),
        "is_open": found.is_open_on(today),
        "has_children": found.children.exists(),
    }
    return panel.show(request, "people/unit.html", shown)


def day_asked(request: HttpRequest) -> date:
    """Read the day as of which the tree is shown; today when there is none or it is no date."""
    try:
        return parse_date(request.GET.get("on", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()
