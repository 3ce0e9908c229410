"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """Process management."""

    name = "kaohe.office.monitoring"
    verbose_name = _("process management")
