"""Pages that only the tests of the kit have: a list of units, its panel, a form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from kaohe.office.people.models import Unit
from kaohe.office.people.models.units import UnitKind
from kaohe.office.ui import panel
from kaohe.office.ui.charts import Chart, bars, heat, line, ranks
from kaohe.office.ui.forms import FigureField, Form, RevisionField, problems, submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, Text, UnitWithin, show_table
from kaohe.tables.kinds import NOT_A_NUMBER
from kaohe.tables.place import Place
from kaohe.tables.problems import Problem, Problems

DONE: list[dict[str, Any]] = []


def unit_table(account: Any) -> Table:
    return Table(
        "units",
        [
            Column("code", "Code", sort="code"),
            Column("name", "Name", sort="name"),
            Column("kind", "Kind", kind="badge", sort="kind"),
            Column("opened_on", "Opened", kind="date", sort="opened_on"),
            Column("id", "Number", kind="number", sort="id", unit="件", total=True),
            Column("path", "Path", hidden=True),
        ],
        rows=Unit.objects.visible_to(account),
        filters=[
            Choice("kind", "Kind", UnitKind.choices, "kind"),
            Text("named", "Name", "name"),
            UnitWithin("within", "Area", "path"),
        ],
        search=["code", "name"],
        default_sort="code",
        row_link=lambda unit: f"/units/{unit.pk}",
        panel=True,
        empty=Empty("No units yet.", "/", "Go home"),
    )


@login_required
def units(request: HttpRequest) -> HttpResponse:
    return show_table(request, unit_table(request.user), title="Units")


@login_required
def unit(request: HttpRequest, key: int) -> HttpResponse:
    return panel.show(request, "ui_tests/unit.html", {"unit": Unit.objects.get(pk=key)})


class PlanForm(Form):
    groups: ClassVar = [("Plan", ["title", "amount"])]
    title = forms.CharField(label="Title", help_text="As in the document")
    amount = FigureField(label="Amount", unit="亩", required=False)
    due_on = forms.DateField(label="Due", required=False)
    is_key = forms.BooleanField(label="Key task", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, required=False)
    revision = RevisionField()


def keep_plan(**fields: Any) -> None:
    if fields["title"] == "refused":
        raise ValidationError({"title": ["Choose another title."]})
    DONE.append(fields)


@login_required
def plan(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST or None)
    if request.method == "POST" and submit(request, form, keep_plan):
        return redirect("/units")
    return render(request, "ui_tests/plan.html", {"form": form})


class FileForm(Form):
    file = forms.FileField(label="File")


@login_required
def hand_in(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and submit(request, form, lambda **fields: DONE.append(fields)):
        return redirect("/units")
    return render(request, "ui_tests/hand_in.html", {"form": form})


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def some_charts() -> list[Chart]:
    months = ["2026-01", "2026-02", "2026-03"]
    series = {"城关镇": [Decimal("1.25"), Decimal("2.5"), Decimal("3")], "棕溪镇": [Decimal(1), None, Decimal(4)]}
    return [
        line("Pace", months, series, unit="%", target=Decimal(3)),
        bars("Score", ["城关镇", "棕溪镇"], {"Total": [Decimal("91.50"), Decimal("88.2")]}, unit="分"),
        heat("Units and indicators", ["A", "B"], ["城关镇", "棕溪镇"], [[1, 2], [3, None]]),
        ranks("Places", months, {"城关镇": [1, 2, 1], "棕溪镇": [2, 1, 2]}),
    ]


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    place = Place("表.xlsx", "一", 3, 2)
    return problems(request, Problems([Problem(NOT_A_NUMBER, place, "约五"), Problem(NOT_A_NUMBER)]))


@login_required
def charts(request: HttpRequest) -> HttpResponse:
    return render(request, "ui_tests/charts.html", {"charts": some_charts()})


urlpatterns = [
    path("upload", upload, name="test-upload"),
    path("charts", charts, name="test-charts"),
    path("units", units, name="test-units"),
    path("units/<int:key>", unit, name="test-unit"),
    path("plan", plan, name="test-plan"),
    path("hand-in", hand_in, name="test-hand-in"),
    path("broken", broken, name="test-broken"),
    path("", include("kaohe.office.urls")),
]
