"""No double submit: a form that is sent twice acts once, and both senders arrive at the same page.

Every form carries a random token. The first request with it runs in a transaction of its own, together with a note of
where it led; a second one waits for the first, finds the note and goes there. See ``docs/adr/0009-once.md``.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

FIELD = "once"
DONE_COOKIE = "kaohe-done"
_DONE = "_kaohe_is_done"
_HOURS = 24
_LONGEST = 100


def new_token() -> str:
    """Give the token of one rendering of a form."""
    return secrets.token_urlsafe(16)


def mark_done(request: HttpRequest) -> None:
    """Say that the request did what was asked, also when its answer is no redirect."""
    setattr(request, _DONE, True)


class Once:
    """Runs each token of an account once; it stands last, behind the check of CSRF."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Run the view under the token's lock, or lead to where the first request went."""
        token = request.POST.get(FIELD, "") if request.method == "POST" else ""
        if not token or len(token) > _LONGEST or not request.user.is_authenticated:
            return None
        key = sha256(f"{request.user.pk}:{token}".encode()).hexdigest()[:40]
        with transaction.atomic():
            _wait_for(key)
            note = SessionStore(key).load()
            if "to" in note:
                return _marked(_to(request, note["to"]), token)
            response = view(request, *args, **kwargs)
            if not (300 <= response.status_code < 400 or hasattr(request, _DONE)):
                return response
            _write(key, response.headers.get("Location") or response.headers.get("HX-Redirect", ""))
        return _marked(response, token)


def _marked(response: HttpResponseBase, token: str) -> HttpResponseBase:
    """Tell the browser which form was taken, so that it drops the draft of that one."""
    response.set_cookie(DONE_COOKIE, token, max_age=600, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


def _wait_for(key: str) -> None:
    """Hold the token until the transaction ends, whichever process has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(key[:15], 16)])


def _write(key: str, url: str) -> None:
    """Note where the request went, as a session of its own that signs nobody in and goes with the expired ones."""
    Session.objects.create(
        session_key=key,
        session_data=SessionStore().encode({"to": url}),
        expire_date=timezone.now() + timedelta(hours=_HOURS),
    )


def _to(request: HttpRequest, url: str) -> HttpResponse:
    """Go where the first request went; a fragment that had no address makes its page load anew."""
    if not request.headers.get("HX-Request"):
        return redirect(url or request.path)
    return HttpResponse(status=204, headers={"HX-Redirect": url} if url else {"HX-Refresh": "true"})
