"""Which rows."""

from __future__ import annotations

from typing import Any

from django.db import models


class CycleQuerySet(models.QuerySet[Any]):
    """Rows."""


class IndicatorQuerySet(models.QuerySet[Any]):
    """Rows."""


class CommentQuerySet(models.QuerySet[Any]):
    """Rows."""


class AppraisedUnitQuerySet(models.QuerySet[Any]):
    """Rows."""
