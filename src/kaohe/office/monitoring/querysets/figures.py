"""Which rows."""

from __future__ import annotations

from typing import Any

from django.db import models


class FigureQuerySet(models.QuerySet[Any]):
    """Rows."""
