"""What a token may be used for: never more than its account may do."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """One use of a token."""

    READ = "read", _("read what the account may see")
    REPORT = "report", _("fill and submit reports")
    SIGN = "sign", _("sign, accept and return figures")
    EVENTS = "events", _("file bonus and deduction events")
    TARGETS = "targets", _("propose targets")
