"""What the worker does for target setting."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import connection
from procrastinate.contrib.django import app

from kaohe.office.planning.actions.target_import import fail_storing, store_target_list
from kaohe.office.planning.models import TargetBatch
from kaohe.tables.problems import Problems


@app.task(queueing_lock="store_target_list")
def store_list(batch: int) -> None:
    """Store a long list of targets; run again it changes nothing that is stored already."""
    found = TargetBatch.objects.select_related("handed_in_by", "cycle__root").get(pk=batch)
    try:
        store_target_list(by=found.handed_in_by, batch=found, progress=Progress(batch))
    except (ValidationError, Problems) as error:
        fail_storing(batch=found, why=error.messages if isinstance(error, ValidationError) else list(map(str, error)))


class Progress:
    """Tells how far a list is, on a connection of its own: the page must see it before the list is stored."""

    def __init__(self, batch: int) -> None:
        self._batch = batch

    def __call__(self, done: int, total: int) -> None:
        """Note what is done of what there is to do."""
        with connection.copy().cursor() as cursor:
            cursor.execute("UPDATE planning_targetbatch SET done = %s WHERE id = %s", [done, self._batch])
