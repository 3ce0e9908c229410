"""Which rows."""

from __future__ import annotations

from typing import Any

from django.db import models


class TargetQuerySet(models.QuerySet[Any]):
    """Rows."""


class AdjustmentQuerySet(models.QuerySet[Any]):
    """Rows."""
