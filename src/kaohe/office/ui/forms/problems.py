"""Everything that is wrong with an upload, at once, on a page and as a workbook.

The list for the workbook waits in a session row of its own, which signs nobody in: a list of thousands fits into no
field of a form, and goes with the expired sessions.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.tables.place import column_letters
from kaohe.tables.problems import Problem, Problems

SHOWN = 2_000
"""Problems that a page lists; nobody reads more before looking at the file."""

MOST = 20_000
"""Problems that the workbook lists: a larger list comes from one mistake in the form of the file."""

_HOURS = 24
_NAME = "problems:"


class UploadProblems(Problems):
    """Problems as a person who handed the file in sees them: under its name, with a workbook of them all.

    Attributes
    ----------
    key
        Under which the workbook is kept; empty when nobody is signed in.
    """

    key: str = ""

    @property
    def shown(self) -> Sequence[Problem]:
        """What a page lists."""
        return self.problems[:SHOWN]

    @property
    def is_cut(self) -> bool:
        """True when the page does not list all."""
        return len(self) > SHOWN

    @property
    def kept(self) -> int:
        """How many the workbook holds."""
        return min(len(self), MOST)


def kept_problems(request: HttpRequest, problems: Problems) -> UploadProblems:
    """Keep the list for the account, and leave the folder of the server out of it."""
    if isinstance(problems, UploadProblems):
        return problems
    found = UploadProblems(_under_its_name(problem) for problem in problems)
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        found.key = _keep([as_row(problem) for problem in found.problems[:MOST]], user.pk)
    return found


def problems(request: HttpRequest, problems: Problems, **context: Any) -> HttpResponse:
    """Answer an upload with all its problems by sheet, row and column, and the list as a workbook.

    HTMX gets the list alone, a browser the page around it.
    """
    is_fragment = bool(request.headers.get("HX-Target"))
    template = "ui/form/problems.html" if is_fragment else "ui/problems.html"
    return render(request, template, {"problems": kept_problems(request, problems), **context}, status=422)


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


def rows_of(key: str, account: Any) -> list[list[str]]:
    """Give the list that was kept for an account.

    Raises
    ------
    Http404
        When it is another account's, or has expired.
    """
    note = SessionStore(f"{_NAME}{key}").load()
    if note.get("account") != account.pk or "problems" not in note:
        raise Http404
    rows: list[list[str]] = note["problems"]
    return rows


def _under_its_name(problem: Problem) -> Problem:
    return replace(problem, place=replace(problem.place, file=PurePath(problem.place.file).name))


def _keep(rows: list[list[str]], account: Any) -> str:
    key = secrets.token_urlsafe(22)
    Session.objects.create(
        session_key=f"{_NAME}{key}",
        session_data=SessionStore().encode({"account": account, "problems": rows}),
        expire_date=timezone.now() + timedelta(hours=_HOURS),
    )
    return key
