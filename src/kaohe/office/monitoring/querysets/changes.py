"""Marks of changes, added up."""

from __future__ import annotations

from typing import Any

from django.db import connections, models

_ADD_UP = """
WITH gone AS (DELETE FROM monitoring_change RETURNING id, cycle_key, period, unit_key, count)
INSERT INTO monitoring_change (id, cycle_key, period, unit_key, count)
SELECT max(id), cycle_key, period, unit_key, sum(count) FROM gone GROUP BY cycle_key, period, unit_key
"""
"""One statement: whoever asks sees the marks before or after it, and the same sums and newest keys either way."""


class ChangeQuerySet(models.QuerySet[Any]):
    """Changes."""

    def add_up(self) -> None:
        """Leave one mark a cycle, period and unit; what is being written now is added up the next time."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(_ADD_UP)
