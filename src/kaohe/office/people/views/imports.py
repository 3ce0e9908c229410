"""Lists of units and people: hand in, watch, see what is wrong."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.people import policies
from kaohe.office.people.actions.imports import import_people, import_units
from kaohe.office.people.actions.lists import LARGE, hand_in_list
from kaohe.office.people.forms.lists import UploadSince
from kaohe.office.people.models import Account, Import, ImportKind
from kaohe.office.people.tasks import take_in_list
from kaohe.office.people.views.doors import account_of, act, form_page, page
from kaohe.office.ui import downloads
from kaohe.office.ui.tables import Column, Empty, Table, show_table
from kaohe.office.ui.uploads import checked

KINDS = ("xlsx", "csv")
MOST_MB = 50
HEADERS = {
    ImportKind.UNITS: ["单位编码", "单位名称", "上级编码", "单位性质", "成立日期"],
    ImportKind.PEOPLE: ["工号", "姓名", "单位编码", "科室", "岗位", "入职日期", "电话"],
}
"""Columns of the models, in the words of the lists that offices keep."""
EXAMPLES = {
    ImportKind.UNITS: [
        ["510100", "清河县", "", "行政区划", "1990-01-01"],
        ["510101", "石岭镇", "510100", "乡镇", "1990-01-01"],
    ],
    ImportKind.PEOPLE: [["000001", "张三", "510101", "党政办", "科员", "2024-03-01", ""]],
}


@form_page
def hand_in(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a list in: a small one now, with all its problems at once, a large one by the worker."""
    account = account_of(request)
    policies.require(policies.may_import(account, kind))
    form = UploadSince(request.POST or None, request.FILES or None)
    title = _("Import units") if kind == ImportKind.UNITS else _("Import people")
    hint = _("Rows that are here already are passed over. All or nothing: with one problem nothing is written.")
    shown: dict[str, Any] = {"hint": hint, "is_upload": True, "model": reverse("people:import-model", args=[kind])}
    action = partial(_take, by=account, kind=kind)
    return act(request, form, action, title=title, back=_to, said=_("The list was handed in."), **shown)


def _take(*, by: Account, kind: str, file: Any, since: date) -> int | Import:
    path = checked(file, KINDS, MOST_MB)
    if (file.size or 0) >= LARGE:
        return hand_in_list(by=by, kind=kind, path=path, since=since, later=_later)
    if kind == ImportKind.UNITS:
        import_units(by=by, path=path, opened_on=since)
    else:
        import_people(by=by, path=path, since=since)
    return -1 if kind == ImportKind.UNITS else -2


def _later(key: int) -> None:
    take_in_list.defer(key=key)


def _to(done: int | Import) -> str:
    if isinstance(done, Import):
        return reverse("people:import", args=[done.pk])
    return reverse("people:unit-list" if done == -1 else "people:people")


@page
def model(request: HttpRequest, kind: str) -> FileResponse:
    """Give an empty list with the right columns and an example."""
    policies.require(policies.may_import(account_of(request), kind))
    name = _("Units") if kind == ImportKind.UNITS else _("People")
    return downloads.xlsx(name, HEADERS[ImportKind(kind)], EXAMPLES[ImportKind(kind)])


@page
def imports(request: HttpRequest) -> HttpResponseBase:
    """List what the account has handed in."""
    table = Table(
        name="imports",
        title=gettext_lazy("Lists handed in"),
        rows=Import.objects.visible_to(account_of(request)).defer("content", "problems"),
        columns=[
            Column("file_name", gettext_lazy("file"), sort="file_name"),
            Column("kind", gettext_lazy("kind of list"), value=lambda job: job.get_kind_display()),
            Column("state", gettext_lazy("state"), kind="badge", sort="state"),
            Column("done", gettext_lazy("rows done"), kind="number"),
            Column("created_at", gettext_lazy("handed in at"), kind="date", sort="created_at"),
        ],
        default_sort="-pk",
        row_link=lambda job: reverse("people:import", args=[job.pk]),
        empty=Empty(gettext_lazy("Only large lists stand here; small ones are taken in at once.")),
    )
    return show_table(request, table, title=gettext_lazy("Lists handed in"))


@page
def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a list is, and what came out; HTMX asks again until it is over."""
    job = get_object_or_404(Import.objects.visible_to(account_of(request)).defer("content"), pk=pk)
    shown = {"job": job, "problems": json.loads(job.problems), "share": _share(job)}
    template = (
        "people/import_state.html" if request.headers.get("HX-Target") == "import-state" else "people/import.html"
    )
    return render(request, template, shown)


@page
def import_problems(request: HttpRequest, pk: int) -> FileResponse:
    """Give the problems of a list as a workbook."""
    job = get_object_or_404(Import.objects.visible_to(account_of(request)).defer("content"), pk=pk)
    header = [_("number"), _("sheet"), _("row"), _("column"), _("what is wrong"), _("found"), _("what to do")]
    return downloads.xlsx(_("Problems"), header, (_as_row(problem) for problem in json.loads(job.problems)))


def _as_row(problem: dict[str, Any]) -> list[str]:
    place = problem.get("place", {})
    parts = [problem.get("code"), *(place.get(key) for key in ("sheet", "row", "column"))]
    return [str(part or "") for part in (*parts, problem["message"], problem.get("found"), problem.get("advice"))]


def _share(job: Import) -> int:
    """Percent of the rows done, for the bar."""
    return 100 * job.done // job.total if job.total else 0
