"""The side panel: the detail of a row beside its list, and the same page alone when it is opened by its address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

PANEL = "panel-body"
"""Id of the element that a link with ``data-panel`` fills."""


def is_asked(request: HttpRequest) -> bool:
    """Tell whether the page is to go into the side panel."""
    return request.headers.get("HX-Target") == PANEL


def show(request: HttpRequest, template: str, context: dict[str, Any] | None = None) -> HttpResponse:
    """Answer with a detail page: in the side panel when a ``data-panel`` link asked, else as a page of its own.

    The template extends the variable ``layout``: ``{% extends layout %}``, and fills the blocks of ``ui/base.html``
    (``title``, ``subtitle``, ``actions``, ``content``).
    """
    layout = "ui/panel.html" if is_asked(request) else "ui/panel_page.html"
    response = render(request, template, {"layout": layout, **(context or {})})
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
