"""Cells that cannot be scored: all of them at once, each with a way to its figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy

from kaohe.office.scoring.views.look import Look
from kaohe.office.scoring.views.tabs import tabs_of
from kaohe.office.ui.tables import Column, Table, show_table
from kaohe.tables.problems import Problem


@dataclass(frozen=True, slots=True)
class Fault:
    """One problem and where it is put right."""

    code: str
    unit: str
    indicator: str
    text: str
    advice: str
    url: str


def show_problems(request: HttpRequest, look: Look) -> HttpResponseBase:
    """Answer instead of a score: the scheme with these data cannot score everything, so nothing is shown by halves."""
    columns = (
        Column("unit", gettext_lazy("unit"), sort="unit", link=lambda f: f.url),
        Column("indicator", gettext_lazy("indicator"), sort="indicator"),
        Column("text", gettext_lazy("what is wrong")),
        Column("advice", gettext_lazy("what to do")),
        Column("code", gettext_lazy("number"), sort="code", phone=False),
    )
    table = Table("unscorable", columns, list(_faults(look)), search=("unit", "indicator"), page_size=100)
    return show_table(request, table, "scoring/unscorable.html", look=look, tabs=tabs_of(look, "ranking"), at_top=True)


def _faults(look: Look) -> Iterator[Fault]:
    names = {unit.id: unit.name for unit in look.trial.dataset.units}
    for problem in look.trial.problems:
        unit, indicator = problem.values.get("unit", ""), problem.values.get("indicator", "")
        if unit not in look.trial.keys or look.opens(unit):
            url = _figure(look, problem)
            yield Fault(problem.code, names.get(unit, unit), indicator, problem.title, problem.advice, url)


def _figure(look: Look, problem: Problem) -> str:
    unit, indicator = problem.values.get("unit", ""), problem.values.get("indicator", "")
    if unit not in look.trial.keys or not indicator:
        return ""
    return reverse("scoring:indicator", args=[look.cycle.code, look.trial.keys[unit], indicator]) + look.query
