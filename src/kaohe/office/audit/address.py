"""Tell the log from which network address a request comes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from kaohe.office.audit.record import client_address


class ClientAddress:
    """Notes the address of the peer while the request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        token = client_address.set(request.META.get("REMOTE_ADDR") or "")
        try:
            return self.get_response(request)
        finally:
            client_address.reset(token)
