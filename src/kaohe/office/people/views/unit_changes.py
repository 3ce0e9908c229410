"""Open, rename, move, merge, divide, close a unit, and put right what was entered wrongly."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.office.people import policies
from kaohe.office.people.actions import corrections
from kaohe.office.people.actions import units as actions
from kaohe.office.people.forms import units as forms
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.views.doors import account_of, act, form_page
from kaohe.office.people.views.units import found_unit


def page_of(unit: Unit) -> str:
    """Address of a unit's page."""
    return reverse("people:unit", args=[unit.pk])


def changed_unit(request: HttpRequest, pk: int) -> tuple[Account, Unit]:
    """Give who asks and the unit, which the account may change."""
    account = account_of(request)
    unit = found_unit(account, pk)
    policies.require(policies.units.may_change(account, unit))
    return account, unit


@form_page
def open_unit(request: HttpRequest) -> HttpResponse:
    """Open a unit, below the one that ``?parent=`` names."""
    account, key = account_of(request), request.GET.get("parent", "")
    parent = get_object_or_404(Unit.objects.visible_to(account), pk=key) if key.isdecimal() else None
    policies.require(policies.units.may_change_some(account))
    form = forms.OpenUnit(request.POST or None, account=account, initial={"parent": parent})
    return act(request, form, partial(actions.open_unit, by=account), title=_("Open a unit"), back=page_of)


@form_page
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a unit another name."""
    account, unit = changed_unit(request, pk)
    form = forms.RenameUnit(request.POST or None, account=account, initial={"name": unit.name})
    action = partial(actions.rename_unit, by=account, unit=unit)
    return act(request, form, action, title=_("Rename {unit}").format(unit=unit.name), back=page_of)


@form_page
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a unit under another."""
    account, unit = changed_unit(request, pk)
    form = forms.MoveUnit(request.POST or None, account=account, initial={"parent": unit.parent})
    action = partial(actions.move_unit, by=account, unit=unit)
    return act(request, form, action, title=_("Move {unit}").format(unit=unit.name), back=page_of)


@form_page
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Let units go up in another."""
    account, unit = changed_unit(request, pk)
    form = forms.MergeUnits(request.POST or None, account=account, initial={"units": f"{unit.code} {unit.name}"})
    hint = _(
        "The units close. What stands below moves to the successor; roles granted for them and charges of them end."
    )
    action = partial(actions.merge_units, by=account)
    return act(request, form, action, title=_("Merge units"), back=page_of, hint=hint)


@form_page
def divide(request: HttpRequest, pk: int) -> HttpResponse:
    """Let several units carry on the work of one."""
    account, unit = changed_unit(request, pk)
    form = forms.DivideUnit(request.POST or None, account=account)
    hint = _("The unit closes. Move first what stands below it; roles granted for it and charges of it end.")
    action = partial(actions.divide_unit, by=account, unit=unit)
    return act(request, form, action, title=_("Divide {unit}").format(unit=unit.name), back=page_of, hint=hint)


@form_page
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a unit."""
    account, unit = changed_unit(request, pk)
    form = forms.CloseUnit(request.POST or None, account=account)
    hint = _("Roles granted for the unit and charges of it end that day.")
    action = partial(actions.close_unit, by=account, unit=unit)
    return act(request, form, action, title=_("Close {unit}").format(unit=unit.name), back=page_of, hint=hint)


@form_page
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the version that holds now."""
    account, unit = changed_unit(request, pk)
    version = get_object_or_404(unit.versions.current())
    initial: dict[str, Any] = {
        name: getattr(version, name) for name in ("name", "kind", "since", "document", "revision")
    }
    form = forms.CorrectVersion(request.POST or None, account=account, initial=initial)
    hint = _("For what was entered wrongly. A change that really took place is a new version: rename or move the unit.")
    action = partial(corrections.correct_version, by=account, version=version)
    title = _("Correct the entry of {unit}").format(unit=unit.name)
    return act(request, form, action, title=title, back=lambda done: page_of(unit), hint=hint)


@form_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the last renaming or move."""
    account, unit = changed_unit(request, pk)
    version = get_object_or_404(unit.versions.current())
    form = forms.WithdrawVersion(request.POST or None, account=account, initial={"revision": version.revision})
    hint = _("The version before holds again, as if the last change had never been entered.")
    action = partial(corrections.withdraw_version, by=account, version=version)
    title = _("Take back the last change of {unit}").format(unit=unit.name)
    return act(request, form, action, title=title, back=page_of, hint=hint)


@form_page
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the closing of a unit."""
    account, unit = changed_unit(request, pk)
    form = forms.Reason(request.POST or None, account=account)
    hint = _("Roles that ended with the closing do not come back: the security administrator grants them anew.")
    action = partial(corrections.withdraw_closing, by=account, unit=unit)
    title = _("Take back the closing of {unit}").format(unit=unit.name)
    return act(request, form, action, title=title, back=page_of, hint=hint)
