"""Marks of what changed, so that what is computed from millions of figures can be remembered and never be stale."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kaohe.office.monitoring.querysets.changes import ChangeQuerySet


class Change(models.Model):
    """Figures, or targets, of one unit were written; kept by triggers of the database, one row a statement.

    The sum of ``count`` only grows with what is committed, so equal sums mean equal facts. Rows are only added, never
    changed, so that nobody waits for anybody; each night they are added up. The keys are plain numbers: a mark
    outlives what it marks.
    """

    cycle_key = models.BigIntegerField()
    period = models.CharField(max_length=7, blank=True)
    """Blank: targets."""
    unit_key = models.BigIntegerField()
    count = models.BigIntegerField()

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "change"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["cycle_key", "period", "unit_key"], include=["count"], name="change_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_key} {self.period} {self.unit_key}: {self.count}"
