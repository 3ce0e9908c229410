"""Lead an account to a page before anything else is answered, whoever asks: a browser, or a part of a page."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect


def led_to(request: HttpRequest, url: str) -> HttpResponseBase:
    """Answer with the way to a page.

    A part of a page that HTMX asks for cannot hold another page, the bell of the page led to least of all: that would
    load itself for ever. The whole page goes there instead, unless it stands among the account's pages already.
    """
    if request.headers.get("HX-Request") != "true":
        return redirect(url)
    stands_on = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return HttpResponse(status=204, headers={} if stands_on.startswith("/account/") else {"HX-Redirect": url})
