"""What the platform tells an account: the inbox behind the bell."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.models.access import Account
from kaohe.office.people.querysets.notifications import NotificationQuerySet


class Notification(models.Model):
    """One thing an account should know. The text is kept as its source and its words: each reads it in its language."""

    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("account")
    )
    text = models.CharField(_("source of the text"), max_length=300)
    """English source string, with ``{names}`` of the words below."""
    words = models.TextField(_("words of the text"), default="{}")
    """JSON as text: names, days and numbers that the text holds."""
    url = models.CharField(_("address"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("time"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "-created_at"], name="notification_by_account"),
            models.Index(fields=["account"], condition=Q(read_at__isnull=True), name="notification_unread"),
        ]

    def __str__(self) -> str:
        words: dict[str, Any] = json.loads(self.words)
        return gettext(self.text).format(**words)
