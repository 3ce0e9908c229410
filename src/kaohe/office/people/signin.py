"""The way in: five failures lock an account, nobody signs up, and a trusted provider opens existing accounts only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people.actions.passwords import change_password
from kaohe.office.people.models import Account
from kaohe.office.people.sign_in_log import note_failure


class LockingBackend(AuthenticationBackend):  # type: ignore[misc]
    """Checks name and password; locks for ``KAOHE_LOCK_MINUTES`` after ``KAOHE_LOCK_FAILURES`` failures in a row.

    The count stands in the account's row and is taken under its lock: many attempts at once do not outrun it. A
    locked account is told apart from a wrong password by nothing that a stranger sees.
    """

    def _check_password(self, user: Account | None, password: str) -> Account | None:
        if user is None:
            return None
        self._did_check_password = True
        with transaction.atomic():
            account = Account.objects.select_for_update().get(pk=user.pk)
            is_right = account.check_password(password)  # also when locked: the time taken must not tell
            if account.is_locked_at(timezone.now()):
                return None
            if is_right:
                return self._let_in(account)
            self._count_failure(account)
        return None

    def _let_in(self, account: Account) -> Account | None:
        if account.failed_logins or account.locked_until:
            account.failed_logins, account.locked_until = 0, None
            account.save(update_fields=["failed_logins", "locked_until"])
        return account if self.user_can_authenticate(account) else None

    def _count_failure(self, account: Account) -> None:
        note_failure(account)
        account.failed_logins += 1
        if account.failed_logins >= settings.KAOHE_LOCK_FAILURES:
            account.failed_logins = 0
            account.locked_until = timezone.now() + timedelta(minutes=settings.KAOHE_LOCK_MINUTES)
            record(action="lock_account", actor=None, subject=account, details={"until": account.locked_until})
        account.save(update_fields=["failed_logins", "locked_until"])


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Keeps sign-up shut: accounts are opened by the system administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no."""
        return False

    def clean_password(self, password: str, user: Account | None = None) -> str:
        """Check a new password; raises ValidationError when it is the one in use."""
        if user is not None and user.pk and user.has_usable_password() and check_password(password, user.password):
            raise ValidationError(_("This is the password in use. Choose another."))
        return str(super().clean_password(password, user))

    def set_password(self, user: Account, password: str) -> None:
        """Change an account's own password."""
        change_password(by=user, password=password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead on to the home page: whoever had to change the password came to work."""
        return str(settings.LOGIN_REDIRECT_URL)


class OidcAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Lets the configured provider vouch for accounts that are there."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Answer no."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect the provider's ``preferred_username`` to the account of that name, the first time."""
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data
        name = str(claims.get("userinfo", claims).get("preferred_username", ""))
        account = Account.objects.filter(username=name, is_active=True).first() if name else None
        if account is not None:
            sociallogin.connect(request, account)
