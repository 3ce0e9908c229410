"""Texts that stand in rows and are read in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DONE = _("The list {file} was taken in.")
REJECTED = _("The list {file} was not taken in: look at its problems.")
FAILED = _("The list {file} stopped by a fault of the platform. Hand it in again, or ask the system administrator.")
