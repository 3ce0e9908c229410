"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """HTTP API."""

    name = "kaohe.office.api"
    label = "api"
    verbose_name = _("HTTP API")
