"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardsConfig(AppConfig):
    """Boards."""

    name = "kaohe.office.boards"
    label = "boards"
    verbose_name = _("boards")
