"""Which rows."""

from __future__ import annotations

from typing import Any

from django.db import models


class DecompositionQuerySet(models.QuerySet[Any]):
    """Rows."""


class PersonalPlanQuerySet(models.QuerySet[Any]):
    """Rows."""
