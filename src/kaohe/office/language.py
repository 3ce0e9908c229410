"""One language a request, for Django's texts and the engine's alike."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from kaohe.i18n import use_language


class EngineLanguage:
    """Lets the engine speak the language that Django chose; it stands after ``LocaleMiddleware``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        with use_language("en" if (get_language() or "zh").startswith("en") else "zh"):
            return self.get_response(request)
