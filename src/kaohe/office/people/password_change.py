"""Leads whoever has to change the password to the page where it is changed; everything else waits."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.office.people.leading import led_to
from kaohe.office.people.models import Account
from kaohe.office.people.passwords import must_change


class PasswordChange:
    """Stands before `SecondFactor`: the initial password first, then the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or lead away from it."""
        account = request.user
        if isinstance(account, Account) and not self._may_pass(request.path) and must_change(account):
            if "HX-Request" not in request.headers:  # a fragment has no place for it, and would say it once more
                messages.info(request, _("Choose a password that nobody else knows before you go on."))
            return led_to(request, reverse("account_change_password"))
        return self.get_response(request)

    def _may_pass(self, path: str) -> bool:
        """Let through what the change itself needs: the page, a sign-in again, the way out, the language, style."""
        needed = ("account_change_password", "account_reauthenticate", "mfa_reauthenticate", "account_logout")
        aside = ("/health/", f"/{settings.STATIC_URL.lstrip('/')}", "/jsi18n")
        return path in {reverse(name) for name in needed} or path.startswith(aside)
