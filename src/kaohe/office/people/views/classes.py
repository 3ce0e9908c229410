"""The classes of a year, and which unit is in which."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.people import policies
from kaohe.office.people.actions import classes as actions
from kaohe.office.people.forms import lists as forms
from kaohe.office.people.models import Account, Unit, UnitClass
from kaohe.office.people.views.doors import account_of, act, deed, do, form_page, page
from kaohe.office.ui import downloads
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin, show_table
from kaohe.office.ui.uploads import checked

KINDS = ("xlsx", "csv")
MOST_MB = 20


def years() -> list[int]:
    """Years that have classes, and those in which somebody may open them now."""
    this = timezone.localdate().year
    known = set(UnitClass.objects.values_list("year", flat=True))
    return sorted(known | {this, this + 1}, reverse=True)


@page
def latest(request: HttpRequest) -> HttpResponse:
    """Lead to the classes of this year."""
    return redirect("people:classes", year=timezone.localdate().year)


@page
def classes(request: HttpRequest, year: int) -> HttpResponseBase:
    """List the units with their class of a year."""
    account = account_of(request)
    choices = [(c.pk, c.name) for c in UnitClass.objects.filter(year=year).order_by("code")]
    table = Table(
        name="classes",
        title=_("Classes of {year}").format(year=year),
        rows=Unit.objects.visible_to(account).open_in(year).with_class_of(year).select_related("parent"),
        columns=[
            Column("name", gettext_lazy("name"), sort="name"),
            Column("code", gettext_lazy("code"), sort="code"),
            Column("parent", gettext_lazy("parent"), value="parent.name", sort="parent__name"),
            Column("class_name", gettext_lazy("class"), sort="class_name"),
        ],
        search=["name", "code"],
        filters=[
            Choice("class", gettext_lazy("class"), choices, "class_key"),
            Choice(
                "classified",
                gettext_lazy("classified"),
                [("False", gettext_lazy("in a class")), ("True", gettext_lazy("in no class"))],
                "class_key__isnull",
            ),
            UnitWithin("within", gettext_lazy("within"), "path"),
        ],
        default_sort="code",
        row_link=lambda unit: reverse("people:unit", args=[unit.pk]),
        panel=True,
        empty=Empty(gettext_lazy("No unit is open in this year.")),
    )
    shown = {"year": year, "years": years(), "choices": choices, "may_open": policies.units.may_change(account, None)}
    may_assign = policies.may_import(account, "people")
    return show_table(request, table, template="people/classes.html", may_assign=may_assign, **shown)


@form_page
def open_class(request: HttpRequest, year: int) -> HttpResponse:
    """Open a class."""
    account = account_of(request)
    policies.require(policies.units.may_change(account, None))
    action = partial(actions.open_class, by=account, year=year)
    title = _("Open a class of {year}").format(year=year)
    return act(request, forms.OpenClass(request.POST or None), action, title=title, back=_back(year))


@form_page
def assign(request: HttpRequest, year: int) -> HttpResponse:
    """Put several units into one class."""
    account = account_of(request)
    policies.require(policies.may_import(account, "people"))
    form = forms.AssignClass(request.POST or None, account=account, year=year)
    title = _("Put units into a class of {year}").format(year=year)
    return act(request, form, partial(_assign, by=account, year=year), title=title, back=_back(year))


def _assign(*, by: Account, year: int, unit_class: UnitClass, units: list[Unit]) -> int:
    return actions.classify_units(by=by, year=year, classes=dict.fromkeys(units, unit_class))


@form_page
def upload(request: HttpRequest, year: int) -> HttpResponse:
    """Take the classes from a list."""
    account = account_of(request)
    policies.require(policies.may_import(account, "people"))
    form = forms.Upload(request.POST or None, request.FILES or None)
    hint = _("Fill the column of the class code in the downloaded list and hand it in here.")
    action = partial(_from_file, by=account, year=year)
    title = _("Classes of {year} from a list").format(year=year)
    shown: dict[str, Any] = {"hint": hint, "is_upload": True, "model": reverse("people:classes-list", args=[year])}
    return act(request, form, action, title=title, back=_back(year), **shown)


def _from_file(*, by: Account, year: int, file: Any) -> int:
    return actions.classify_from_list(by=by, year=year, path=checked(file, KINDS, MOST_MB))


@page
def as_list(request: HttpRequest, year: int) -> FileResponse:
    """Give the units with the code of their class, to be filled in and handed in again."""
    rows = Unit.objects.visible_to(account_of(request)).open_in(year).with_class_of(year).order_by("code")
    header = ["单位编码", "单位名称", "类别编码", "类别名称"]
    values = rows.values_list("code", "name", "class_code", "class_name").iterator(chunk_size=2000)
    return downloads.xlsx(_("Classes of {year}").format(year=year), header, values)


@deed
def copy(request: HttpRequest, year: int) -> HttpResponse:
    """Take the classes of the year before over."""
    account = account_of(request)
    said = _("The classes of {year} were taken over.").format(year=year - 1)
    return do(
        request,
        partial(actions.copy_classes, by=account, year=year, from_year=year - 1),
        back=_back(year),
        said=said,
    )


def _back(year: int) -> str:
    return reverse("people:classes", args=[year])
