"""Pages of the frame itself: home, choice of language, problems as a workbook, refusals."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from kaohe.office.ui import downloads
from kaohe.office.ui.actions import choose_language
from kaohe.office.ui.forms.problems import header, rows_of


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the account, and the ways on."""
    fragments = [reverse(name) for name in settings.KAOHE_HOME_FRAGMENTS]
    return render(request, "ui/home.html", {"fragments": fragments})


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Switch the language, for this browser and for the account."""
    choose_language(by=request.user, language=request.POST.get("language", ""))
    return set_language(request)


@require_safe
@login_required
def problems_workbook(request: HttpRequest, key: str) -> FileResponse:
    """Give the problems of an upload as a workbook, to whoever handed the file in."""
    return downloads.xlsx(_("Problems"), header(), rows_of(key, request.user))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say why a form was not taken, and what to do."""
    return render(request, "403_csrf.html", status=403)
