"""Refuse a request that is far too large before a byte of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

MOST_MB = 64
"""More than any form takes: lists of figures have at most 40 MB, evidence less."""


class TooLarge:
    """Stands before everything that reads forms: the check of the form's token would take in the whole body first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or refuse by the length that the browser announces."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > MOST_MB * 2**20:
            message = _("The file is larger than {most} MB and was not taken. Make it smaller or split it.")
            said = message.format(most=MOST_MB)
            return HttpResponse(said, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
