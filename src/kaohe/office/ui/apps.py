"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Interface."""

    name = "kaohe.office.ui"
