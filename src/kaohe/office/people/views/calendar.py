"""Working days: the holidays of each year, and the entry of a notice."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.people import policies
from kaohe.office.people.actions.calendar import enter_notice
from kaohe.office.people.forms.lists import EnterNotice
from kaohe.office.people.holiday_notice import Holiday, net_days_off, statutory_days
from kaohe.office.people.models import SpecialDay
from kaohe.office.people.views.doors import account_of, act, form_page, page


@page
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the holidays year by year, with a check of each year."""
    years: dict[int, list[SpecialDay]] = defaultdict(list)
    for day in SpecialDay.objects.order_by("day"):
        years[day.day.year].append(day)
    shown = [_year(year, days) for year, days in sorted(years.items(), reverse=True)]
    missing = [year for year in (timezone.localdate().year, timezone.localdate().year + 1) if year not in years]
    may_change = policies.calendar.may_change(account_of(request))
    return render(request, "people/calendar.html", {"years": shown, "missing": missing, "may_change": may_change})


def _year(year: int, days: list[SpecialDay]) -> dict[str, object]:
    holidays = []
    for name, group in groupby(sorted(days, key=lambda day: day.name), key=lambda day: day.name):
        found = list(group)
        off = tuple(day.day for day in found if not day.is_working)
        holidays.append(Holiday(name, off, tuple(day.day for day in found if day.is_working)))
    holidays.sort(key=lambda holiday: min((*holiday.off, *holiday.worked)))
    return {
        "year": year,
        "source": days[0].source,
        "holidays": holidays,
        "net": net_days_off(holidays),
        "law": statutory_days(year),
    }


@form_page
def enter(request: HttpRequest) -> HttpResponse:
    """Enter the notice of a year."""
    account = account_of(request)
    policies.require(policies.calendar.may_change(account))
    form = EnterNotice(request.POST or None, initial={"year": timezone.localdate().year + 1})
    hint = _("What the calendar held for the year is replaced. Deadlines in working days follow from then on.")
    action = partial(enter_notice, by=account)
    return act(request, form, action, title=_("Enter a notice"), back=reverse("people:calendar"), hint=hint)
