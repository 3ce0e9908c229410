"""Sessions end when nobody works in them: 15 minutes unless set otherwise (等保 2.0)."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

_SEEN = "seen_at"
_GRAIN = 30
"""Seconds between two notes in the session: one write per request would double the load."""


class IdleTimeout:
    """Signs a person out who did nothing for ``KAOHE_IDLE_MINUTES``; it stands after ``AuthenticationMiddleware``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        if request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(_SEEN, now)
            if now - seen > 60 * settings.KAOHE_IDLE_MINUTES:
                logout(request)
            elif now - seen > _GRAIN or _SEEN not in request.session:
                request.session[_SEEN] = now
        return self.get_response(request)
