"""Which cycle a new row belongs to: the only one there is, or the one chosen."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.signed_in import Request
from kaohe.office.planning.models import Cycle, CycleState
from kaohe.office.ui.tables import Choice, Column, Empty, Table, show_table

AT_WORK = (CycleState.PUBLISHED, CycleState.RUNNING, CycleState.ASSESSING)
"""States of a cycle in which things are filed."""


def choose_cycle(
    request: Request, may: Callable[[Account, Cycle], bool], url: Callable[[Cycle], str], title: str
) -> HttpResponseBase:
    """Lead on to the one cycle for which the account may file something, or let it choose among several."""
    cycles = [
        cycle
        for cycle in Cycle.objects.visible_to(request.user).filter(state__in=AT_WORK).select_related("root")
        if may(request.user, cycle)
    ]
    require(bool(cycles))
    if len(cycles) == 1:
        return redirect(url(cycles[0]))
    table = Table(
        "cycles",
        [Column("title", _("cycle"), link=url), Column("year", _("year"))],
        cycles,
        row_link=url,
        empty=Empty(_("No cycle is running.")),
    )
    return show_table(request, table, title=title, subtitle=_("For which cycle?"))


def cycle_filter(account: Account, path: str = "cycle_id") -> Choice:
    """Give the filter by cycle."""
    return Choice(
        "cycle",
        _("cycle"),
        lambda: Cycle.objects.visible_to(account).order_by("-year").values_list("pk", "title"),
        path,
    )
