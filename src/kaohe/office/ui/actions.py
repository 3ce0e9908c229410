"""The one thing that the frame of the pages changes: the language of an account."""

from __future__ import annotations

from typing import Any

from django.conf import settings


def choose_language(*, by: Any, language: str) -> None:
    """Keep the language an account reads in; anything but an offered language changes nothing.

    A preference, not an act of the appraisal: it is not in the audit log.
    """
    if by.is_authenticated and language in dict(settings.LANGUAGES):
        by.language = language
        by.save(update_fields=["language"])
