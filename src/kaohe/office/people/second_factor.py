"""Who must have a second factor, and cannot go on without one."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from kaohe.office.people.leading import led_to
from kaohe.office.people.models import Account
from kaohe.office.people.roles import ADMINISTRATORS

_KNOWN = "second_factor"


class SecondFactor:
    """Leads to the setting-up of a second factor whoever ``KAOHE_SECOND_FACTOR`` names: administrators, all or none.

    等保 2.0 asks for two factors, one of them cryptographic. Everything else waits until it is set up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or lead away from it."""
        account = request.user
        if (
            isinstance(account, Account)
            and not request.path.startswith(("/account/", "/health/", f"/{settings.STATIC_URL.lstrip('/')}"))
            and not request.session.get(_KNOWN)
            and self._is_needed(account)
        ):
            if not is_mfa_enabled(account):
                return led_to(request, reverse("mfa_index"))
            request.session[_KNOWN] = True
        return self.get_response(request)

    def _is_needed(self, account: Account) -> bool:
        wanted = settings.KAOHE_SECOND_FACTOR
        return wanted == "all" or (wanted == "administrators" and account.has_role(*ADMINISTRATORS))
