"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Units and people."""

    name = "kaohe.office.people"
    label = "people"
    verbose_name = _("Units and people")

    def ready(self) -> None:
        """Listen to sign-ins."""
        from kaohe.office.people import sign_in_log  # noqa: F401  (its receivers register when it is imported)
