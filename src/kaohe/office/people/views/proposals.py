"""Proposals while somebody types the name of a unit, a person or an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kaohe.office.people.forms.picking import written
from kaohe.office.people.models import Account, Person, Unit
from kaohe.office.people.views.doors import account_of, page

SHOWN = 12


def _units(account: Account, words: str) -> QuerySet[Any]:
    found: QuerySet[Any] = Unit.objects.visible_to(account).open_on(timezone.localdate())
    found = found.filter(Q(code__startswith=words) | Q(name__icontains=words))
    return found.order_by("code")


def _persons(account: Account, words: str) -> QuerySet[Any]:
    found: QuerySet[Any] = Person.objects.visible_to(account).working_on(timezone.localdate())
    return found.filter(Q(staff_no__startswith=words) | Q(name__icontains=words)).order_by("staff_no")


def _accounts(account: Account, words: str) -> QuerySet[Any]:
    found: QuerySet[Any] = Account.objects.filter(is_active=True).select_related("person")
    return found.filter(Q(username__startswith=words) | Q(person__name__startswith=words)).order_by("username")


_KINDS: dict[str, tuple[Callable[[Account, str], QuerySet[Any]], str, str]] = {
    "unit": (_units, "code", "name"),
    "person": (_persons, "staff_no", "name"),
    "account": (_accounts, "username", "person__name"),
}


@page
def proposals(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the options of a list; HTMX puts them behind the field."""
    find, key, name = _KINDS[kind]
    words = next((str(value).strip() for value in request.GET.values() if str(value).strip()), "")
    rows = find(account_of(request), words)[:SHOWN] if words else []
    return render(request, "people/proposals.html", {"options": [written(row, key, name) for row in rows]})
