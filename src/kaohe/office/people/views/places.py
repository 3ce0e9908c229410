"""Sections, posts and leaders in charge of a unit."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kaohe.office.people import policies
from kaohe.office.people.actions import places as actions
from kaohe.office.people.actions import staff
from kaohe.office.people.forms import staff as forms
from kaohe.office.people.models import Charge, Post, Section
from kaohe.office.people.views.doors import account_of, act, form_page
from kaohe.office.people.views.unit_changes import changed_unit, page_of


@form_page
def open_section(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a section."""
    account, unit = changed_unit(request, pk)
    form = forms.OpenSection(request.POST or None)
    action = partial(actions.open_section, by=account, unit=unit)
    return act(request, form, action, title=_("Open a section of {unit}").format(unit=unit.name), back=page_of(unit))


@form_page
def open_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a post."""
    account, unit = changed_unit(request, pk)
    form = forms.OpenPost(request.POST or None, unit=unit)
    action = partial(actions.open_post, by=account, unit=unit)
    return act(request, form, action, title=_("Open a post of {unit}").format(unit=unit.name), back=page_of(unit))


@form_page
def close_section(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a section."""
    return _close(request, get_object_or_404(Section.objects.visible_to(account_of(request)), pk=pk))


@form_page
def close_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a post."""
    return _close(request, get_object_or_404(Post.objects.visible_to(account_of(request)), pk=pk))


def _close(request: HttpRequest, place: Section | Post) -> HttpResponse:
    account = account_of(request)
    policies.require(policies.persons.may_change(account, place.unit))
    form = forms.OnDay(request.POST or None)
    action = partial(actions.close_place, by=account, place=place)
    return act(request, form, action, title=_("Close {place}").format(place=place.name), back=page_of(place.unit))


@form_page
def put_in_charge(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a leader in charge of a unit."""
    account, unit = changed_unit(request, pk)
    form = forms.PutInCharge(request.POST or None, account=account)
    action = partial(staff.put_in_charge, by=account, unit=unit)
    title = _("Put a leader in charge of {unit}").format(unit=unit.name)
    return act(request, form, action, title=title, back=page_of(unit))


@form_page
def end_charge(request: HttpRequest, pk: int) -> HttpResponse:
    """End a charge."""
    account = account_of(request)
    charge = get_object_or_404(Charge.objects.visible_to(account).select_related("unit", "person"), pk=pk)
    policies.require(policies.units.may_change(account, charge.unit))
    form = forms.OnDay(request.POST or None)
    title = _("{name} is no longer in charge of {unit}").format(name=charge.person.name, unit=charge.unit.name)
    return act(
        request, form, partial(staff.end_charge, by=account, charge=charge), title=title, back=page_of(charge.unit)
    )
