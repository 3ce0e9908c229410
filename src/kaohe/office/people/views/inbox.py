"""The inbox: the bell of the top bar, the page behind it; and the own account."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from kaohe.office.people.actions.notifications import mark_read
from kaohe.office.people.models import Grant, Notification
from kaohe.office.people.views.doors import account_of, deed, page

SHOWN = 200
MOST_COUNTED = 99


@page
def bell(request: HttpRequest) -> HttpResponse:
    """Give the bell with the number of new notifications, for the top bar."""
    unread = Notification.objects.visible_to(account_of(request)).unread()
    count = len(unread.values_list("pk")[: MOST_COUNTED + 1])
    return render(request, "people/bell.html", {"count": count, "most": MOST_COUNTED})


@page
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the notifications, the new ones marked."""
    rows = Notification.objects.visible_to(account_of(request))[:SHOWN]
    return render(request, "people/inbox.html", {"notifications": rows, "is_any_new": any(not r.read_at for r in rows)})


@deed
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    mark_read(by=account_of(request))
    return redirect("people:inbox")


@page
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what a notification is about, and mark it as read."""
    account = account_of(request)
    found = get_object_or_404(Notification.objects.visible_to(account), pk=pk)
    mark_read(by=account, notification=found)
    is_here = url_has_allowed_host_and_scheme(found.url, allowed_hosts=None)
    return redirect(found.url if is_here and found.url else "people:inbox")


@page
def own_account(request: HttpRequest) -> HttpResponse:
    """Show the own account: password, second factor, language, roles."""
    account = account_of(request)
    grants = Grant.objects.held_by(account, timezone.localdate()).select_related("unit", "account__person")
    shown = {"account": account, "grants": grants, "has_second_factor": is_mfa_enabled(account)}
    return render(request, "people/own_account.html", shown)
