"""Tokens by which programs act for an account."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.api.querysets.tokens import TokenQuerySet
from kaohe.office.people.models import Account


class Token(models.Model):
    """A secret that a program shows with every request; only its hash is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens", verbose_name=_("account"))
    name = models.CharField(_("program"), max_length=100)
    key_hash = models.CharField(_("hash of the token"), max_length=64, unique=True)
    scopes = models.CharField(_("may be used to"), max_length=100)
    """Values of `kaohe.office.api.scopes.Scope` between spaces."""
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    expires_on = models.DateField(_("expires on"))
    """First day on which it no longer works."""
    used_on = models.DateField(_("last used on"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        ordering: ClassVar[list[str]] = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.account}: {self.name}"

    def allows(self, scope: str) -> bool:
        """Tell whether the token may be used for something."""
        return scope in self.scopes.split()

    def works_on(self, day: date) -> bool:
        """Tell whether the token works on a day."""
        return self.revoked_at is None and day < self.expires_on
