"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Units and people."""

    name = "kaohe.office.people"
    label = "people"
    verbose_name = _("Units and people")
