"""People: the list, and the page of one person."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.people import policies
from kaohe.office.people.actions import staff as actions
from kaohe.office.people.forms import staff as forms
from kaohe.office.people.models import Account, Appointment, Charge, Grant, Person, Unit
from kaohe.office.people.views.doors import account_of, act, form_page, page
from kaohe.office.people.views.units import found_unit
from kaohe.office.ui import panel
from kaohe.office.ui.tables import Choice, Column, Empty, Table, show_table


def page_of(person: Person) -> str:
    """Address of a person's page."""
    return reverse("people:person", args=[person.pk])


def found_person(account: Account, pk: int) -> Person:
    """Give a person whom the account sees, else 404."""
    found: Person = get_object_or_404(Person.objects.visible_to(account), pk=pk)
    return found


def with_places(people: list[Any]) -> list[Any]:
    """Attach to the people of one page where they work today."""
    places = Appointment.objects.on(timezone.localdate()).select_related("unit", "section", "post").order_by("since")
    prefetch_related_objects(people, Prefetch("appointments", places, to_attr="places"))
    return people


def _joined(path: str) -> Any:
    def value(person: Any) -> str:
        found = (getattr(place, path) for place in person.places)
        return "、".join(str(part) for part in found if part)

    return value


@page
def people(request: HttpRequest) -> HttpResponseBase:
    """List people."""
    account = account_of(request)
    within = request.GET.get("within", "")
    rows = Person.objects.visible_to(account)
    unit = Unit.objects.visible_to(account).filter(pk=within).first() if within.isdecimal() else None
    if unit is not None:
        rows = rows.working_in(unit, timezone.localdate())
    table = Table(
        name="people",
        title=gettext_lazy("People"),
        rows=rows,
        columns=[
            Column("name", gettext_lazy("personal name"), sort="name"),
            Column("staff_no", gettext_lazy("staff number"), sort="staff_no"),
            Column("unit", gettext_lazy("unit"), value=_joined("unit")),
            Column("section", gettext_lazy("section"), value=_joined("section")),
            Column("post", gettext_lazy("post"), value=_joined("post")),
            Column("phone", gettext_lazy("telephone"), hidden=True),
            Column("joined_on", gettext_lazy("joined on"), kind="date", sort="joined_on", phone=False),
            Column("left_on", gettext_lazy("left on"), kind="date", sort="left_on", phone=False),
        ],
        search=["name", "staff_no"],
        filters=[
            Choice(
                "left",
                gettext_lazy("works here"),
                [("True", gettext_lazy("still here")), ("False", gettext_lazy("departed"))],
                "left_on__isnull",
            )
        ],
        default_sort="staff_no",
        row_link=lambda person: reverse("people:person", args=[person.pk]),
        panel=True,
        wrap=with_places,
        empty=Empty(gettext_lazy("Nobody is registered yet, or your role reaches nobody.")),
    )
    may_import = policies.may_import(account, "people")
    return show_table(request, table, template="people/people.html", unit=unit, may_import=may_import)


@page
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person: places, account, roles, units in charge of."""
    account = account_of(request)
    found, today = found_person(account, pk), timezone.localdate()
    own = Account.objects.visible_to(account).filter(person=found).first()
    places = Appointment.objects.visible_to(account).filter(person=found)
    shown = {
        "person": found,
        "places": places.select_related("unit", "section", "post").order_by("-since"),
        "account": own,
        "grants": Grant.objects.visible_to(account).filter(account=own).in_force_on(today).select_related("unit"),
        "charges": Charge.objects.visible_to(account).filter(person=found).in_force_on(today).select_related("unit"),
        "may_change": policies.persons.may_correct(account, found),
        "may_appoint": policies.may_import(account, "people"),
        "may_open_account": policies.accounts.may_open(account),
        "today": today,
    }
    return panel.show(request, "people/person.html", shown)


@form_page
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody on in a unit."""
    account = account_of(request)
    unit = found_unit(account, pk)
    policies.require(policies.persons.may_change(account, unit))
    form = forms.RegisterPerson(request.POST or None, account=account, unit=unit)
    title = _("Register somebody in {unit}").format(unit=unit.name)
    return act(request, form, partial(actions.register_person, by=account, unit=unit), title=title, back=page_of)


@form_page
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct name and telephone."""
    account = account_of(request)
    found = found_person(account, pk)
    policies.require(policies.persons.may_correct(account, found))
    initial = {"name": found.name, "phone": found.phone, "revision": found.revision}
    form = forms.CorrectPerson(request.POST or None, initial=initial)
    action = partial(actions.correct_person, by=account, person=found)
    return act(request, form, action, title=_("Correct {name}").format(name=found.name), back=page_of)


@form_page
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a place: first the unit, then section, post and day."""
    account = account_of(request)
    found = found_person(account, pk)
    policies.require(policies.may_import(account, "people"))
    title = _("Give {name} a place").format(name=found.name)
    key = request.GET.get("unit", "")
    if not key.isdecimal():
        choose = forms.ChooseUnit(request.POST or None, account=account)
        back = reverse("people:appoint", args=[pk])
        there = lambda unit: f"{back}?unit={unit.pk}"  # noqa: E731
        hint = _("First the unit; its sections and posts are offered next.")
        return act(request, choose, _same, title=title, back=there, said=" ", hint=hint, submit=_("Go on"))
    unit = found_unit(account, int(key))
    policies.require(policies.persons.may_change(account, unit))
    form = forms.AppointPerson(request.POST or None, account=account, unit=unit, person=found)
    action = partial(actions.appoint_person, by=account, person=found, unit=unit)
    return act(request, form, action, title=title, back=lambda done: page_of(found), hint=unit.name)


def _same(*, unit: Unit) -> Unit:
    return unit


@form_page
def end_place(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of a person's places."""
    account = account_of(request)
    place = get_object_or_404(Appointment.objects.visible_to(account).select_related("unit", "person"), pk=pk)
    policies.require(policies.persons.may_change(account, place.unit))
    form = forms.OnDay(request.POST or None)
    title = _("End the place of {name} in {unit}").format(name=place.person.name, unit=place.unit.name)
    action = partial(actions.end_appointment, by=account, appointment=place)
    return act(request, form, action, title=title, back=page_of(place.person))


@form_page
def depart(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a person leaves."""
    account = account_of(request)
    found = found_person(account, pk)
    policies.require(policies.persons.may_correct(account, found))
    form = forms.OnDay(request.POST or None)
    hint = _("Places, charges, roles and the account end on that day, the first one no longer worked.")
    action = partial(actions.record_departure, by=account, person=found)
    title = _("{name} leaves").format(name=found.name)
    return act(request, form, action, title=title, back=reverse("people:people"), hint=hint)
