"""The way back: after a session that ran out, and for answers to HTMX that lead elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


class ReturnTo:
    """Turns redirects into what the asker can follow.

    - Led to the sign-in page, a person comes back to the page they stood on, not to an address that only takes forms.
    - HTMX follows redirects unseen and would put a whole page where a part belongs: it is told to go there instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.get_response(request)
        if response.status_code not in (301, 302, 303):
            return response
        target = response.headers.get("Location", "")
        is_htmx = request.headers.get("HX-Request") == "true"
        is_to_sign_in = urlsplit(target).path == resolve_url(settings.LOGIN_URL)
        if is_to_sign_in and (is_htmx or request.method != "GET") and not request.path.startswith(_entrance()):
            target = f"{urlsplit(target).path}?{urlencode({REDIRECT_FIELD_NAME: _page_of(request)})}"
            response.headers["Location"] = target
        if is_htmx and (is_to_sign_in or request.method != "GET"):
            answer = HttpResponse(status=204, headers={"HX-Redirect": target})
            answer.cookies = response.cookies
            return answer
        return response


def _entrance() -> str:
    return resolve_url(settings.LOGIN_URL)


def _page_of(request: HttpRequest) -> str:
    """Give the page that the person stood on."""
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
