"""The audit log, for the audit administrator alone: search it, and have it checked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaohe.office.audit.models import Chain, Entry
from kaohe.office.audit.verify import verify_log
from kaohe.office.people import policies
from kaohe.office.people.views.doors import account_of, form_page, page
from kaohe.office.ui import panel
from kaohe.office.ui.tables import Choice, Column, Filter, Table, Text, show_table


@dataclass(frozen=True)
class Day(Filter):
    """A day from which, or up to which, the moments of a column are kept; that day is included."""

    name: str
    label: str | Promise
    path: str
    is_last: bool = False

    template: ClassVar[str] = "people/day_filter.html"

    def applied(self, rows: Any, value: str, account: Any) -> Any:
        """Keep the rows of these days; what is no date keeps none."""
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return rows.none()
        start = timezone.make_aware(datetime.combine(day + timedelta(days=self.is_last), time.min))
        return rows.filter(**{f"{self.path}__{'lt' if self.is_last else 'gte'}": start})


def _entries(request: HttpRequest) -> QuerySet[Entry]:
    policies.require(policies.audit_log.may_view(account_of(request)))
    return Entry.objects.select_related("chain")


@page
def log(request: HttpRequest) -> HttpResponseBase:
    """List the entries, the latest first."""
    chains = [(chain.pk, chain.key) for chain in Chain.objects.order_by("key")]
    table = Table(
        name="log",
        title=_("Audit log"),
        rows=_entries(request),
        columns=[
            Column("recorded_at", _("time"), value=_moment, sort="recorded_at"),
            Column("chain", _("chain"), value="chain.key", sort="chain__key", phone=False),
            Column("serial", _("number in the chain"), kind="number", sort="serial", hidden=True),
            Column("actor", _("account"), sort="actor"),
            Column("actor_name", _("personal name"), phone=False),
            Column("on_behalf_of", _("on behalf of")),
            Column("action", _("action"), sort="action"),
            Column("subject", _("subject"), sort="subject"),
            Column("address", _("network address"), hidden=True),
            Column("details", _("details"), hidden=True),
            Column("seal", _("seal"), hidden=True),
        ],
        search=["actor", "actor_name", "action", "subject", "details"],
        filters=[
            Choice("chain", _("chain"), chains, "chain_id"),
            Text("actor", _("account"), "actor"),
            Text("action", _("action"), "action"),
            Day("from", _("from the day"), "recorded_at"),
            Day("to", _("to the day"), "recorded_at", is_last=True),
        ],
        default_sort="-recorded_at,-pk",
        row_link=lambda found: reverse("audit:entry", args=[found.pk]),
        panel=True,
    )
    return show_table(request, table, template="people/audit_log.html")


def _moment(found: Entry) -> str:
    return timezone.localtime(found.recorded_at).strftime("%Y-%m-%d %H:%M:%S")


@page
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one entry with its details and seals."""
    found = get_object_or_404(_entries(request), pk=pk)
    details: dict[str, Any] = json.loads(found.details)
    return panel.show(request, "people/audit_entry.html", {"entry": found, "details": details.items()})


@form_page
def verify(request: HttpRequest) -> HttpResponse:
    """Check the whole log when the button is pressed, and show what was found."""
    policies.require(policies.audit_log.may_view(account_of(request)))
    report = verify_log() if request.method == "POST" else None
    return render(request, "people/audit_verify.html", {"report": report})
