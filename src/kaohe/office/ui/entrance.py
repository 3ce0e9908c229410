"""Addresses of allauth that make no sense in an office: accounts are opened by an administrator, never by their owner.

They stand before ``allauth.urls``, which must stay whole because its pages refer to one another by name.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path


def closed(request: HttpRequest, **words: str) -> HttpResponse:
    """Answer that there is no such page."""
    raise Http404


CLOSED = (
    r"^signup/",
    r"^email/$",
    r"^confirm-email/",
    r"^password/set/$",
    r"^password/reset/",
    r"^login/code/",
    r"^2fa/webauthn/(login|signup)/$",
    r"^3rdparty/$",
    r"^3rdparty/signup/$",
    r"^social/",
)
"""Sign-up, addresses of mail, resetting a password by mail, a password beside the provider's, accounts of others."""

urlpatterns = [re_path(pattern, closed) for pattern in CLOSED]
