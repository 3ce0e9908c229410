"""Which rows."""

from __future__ import annotations

from typing import Any

from django.db import models


class SuperiorQuerySet(models.QuerySet[Any]):
    """Rows."""


class LetterQuerySet(models.QuerySet[Any]):
    """Rows."""


class RegisterQuerySet(models.QuerySet[Any]):
    """Rows."""
