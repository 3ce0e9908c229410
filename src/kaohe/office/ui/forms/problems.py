"""Everything that is wrong with an upload, at once, on a page and as a workbook."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaohe.office.ui import downloads
from kaohe.tables.place import column_letters
from kaohe.tables.problems import Problem, Problems


def problems(request: HttpRequest, problems: Problems, **context: Any) -> HttpResponse:
    """Answer an upload with all its problems by sheet, row and column, and the list as a workbook.

    HTMX gets the list alone, a browser the page around it.
    """
    is_fragment = bool(request.headers.get("HX-Target"))
    rows = [as_row(problem) for problem in problems]
    template = "ui/form/problems.html" if is_fragment else "ui/problems.html"
    shown = {"problems": list(problems), "packed": signing.dumps(rows, salt=__name__, compress=True), **context}
    return render(request, template, shown, status=422)


def as_row(problem: Problem) -> list[str]:
    """Write a problem as one row."""
    place = problem.place
    return [
        problem.code,
        _("hint") if problem.is_warning else _("mistake"),
        *(str(part or "") for part in (place.file, place.sheet, place.row, column_letters(place.column))),
        problem.title,
        problem.found,
        problem.expected,
        problem.advice,
    ]


def header() -> list[str]:
    """Headings of the workbook."""
    return [
        _("number of the problem"),
        _("weight of the problem"),
        _("file"),
        _("sheet"),
        _("row"),
        _("column"),
        _("what is wrong"),
        _("found"),
        _("expected"),
        _("what to do"),
    ]


def workbook(packed: str) -> FileResponse:
    """Turn the list that a page of problems sends back into a workbook.

    Raises
    ------
    django.core.signing.BadSignature
        When it is not a list that this office wrote.
    """
    rows: list[list[str]] = signing.loads(packed, salt=__name__, max_age=86_400)
    return downloads.xlsx(_("Problems"), header(), rows)
