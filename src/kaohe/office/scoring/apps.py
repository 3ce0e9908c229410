"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScoringConfig(AppConfig):
    """Scoring."""

    name = "kaohe.office.scoring"
    verbose_name = _("scoring")
