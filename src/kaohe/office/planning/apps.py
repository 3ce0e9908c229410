"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """Target setting."""

    name = "kaohe.office.planning"
    verbose_name = _("target setting")
