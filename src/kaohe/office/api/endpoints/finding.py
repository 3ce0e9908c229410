"""Rows by the codes that programs know; what an account may not see is not there."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.models import Cycle, Indicator


def account_of(request: HttpRequest) -> Account:
    """Give the account of the token."""
    return cast("Account", request.user)


def cycle_of(request: HttpRequest, code: str) -> Cycle:
    """Give a cycle that the account may see."""
    rows = Cycle.objects.visible_to(account_of(request)).select_related("root", "previous")
    found: Cycle = get_object_or_404(rows, code=code)
    return found


def unit_of(request: HttpRequest, code: str) -> Unit:
    """Give a unit that the account may see."""
    found: Unit = get_object_or_404(Unit.objects.visible_to(account_of(request)), code=code)
    return found


def indicator_of(cycle: Cycle, code: str) -> Indicator:
    """Give an indicator of a cycle."""
    found: Indicator = get_object_or_404(Indicator.objects.filter(cycle=cycle), code=code)
    return found
