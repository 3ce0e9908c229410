"""The language of an account goes with it to a browser that has not chosen one."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class AccountLanguage:
    """Sets the language cookie with the first answer to a signed-in account; then the browser's choice counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.get_response(request)
        name = settings.LANGUAGE_COOKIE_NAME
        if name in request.COOKIES or name in response.cookies or not request.user.is_authenticated:
            return response
        language = getattr(request.user, "language", "")
        if language in dict(settings.LANGUAGES):
            response.set_cookie(name, language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        return response
