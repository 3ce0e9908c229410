"""What the pages of undertakings share: who asks, and a button that does one thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from kaohe.office.people.models import Account


def account_of(request: HttpRequest) -> Account:
    """Give the account that asks; every page here asks for the sign-in first."""
    return cast("Account", request.user)


def done(request: HttpRequest, text: str, to: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Say what was done and go on."""
    messages.success(request, text)
    answer: HttpResponseBase = redirect(to, *args, **kwargs)
    return answer


def press(request: HttpRequest, action: Callable[[], Any], text: str, to: str, **kwargs: Any) -> HttpResponseBase:
    """Run what a button asks for; say what was done, or why not, and go on."""
    try:
        action()
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        answer: HttpResponseBase = redirect(to, **kwargs)
        return answer
    return done(request, text, to, **kwargs)


def revision_in(request: HttpRequest) -> int | None:
    """Give the revision that a button was drawn for."""
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() else None
