"""Tell the whole story, chapter by chapter. Imported once Django is set up."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import connection

from kaohe.office.demo.clock import story_time
from kaohe.office.demo.county import County
from kaohe.office.demo.story import scheme, setting_up, targets, undertakings
from kaohe.office.demo.story.stage import Stage

CHAPTERS: tuple[Callable[[Stage], None], ...] = (
    setting_up.set_up,
    setting_up.change_units,
    setting_up.open_new_units,
    scheme.draft,
    scheme.consult,
    scheme.approve_and_publish,
    targets.remember,
    targets.propose,
    undertakings.register,
    targets.review,
    undertakings.map_superiors,
    undertakings.sign,
    undertakings.start,
    targets.change,
)
"""In the order of time."""


def tell(county: County, progress: Callable[[int, int], None]) -> None:
    """Fill an empty database with the county and its years."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # a machine that fails now tells the story anew
    with story_time() as clock, tempfile.TemporaryDirectory() as lists:
        stage = Stage(county, clock, Path(lists))
        for number, chapter in enumerate(CHAPTERS):
            progress(number, len(CHAPTERS))
            chapter(stage)
            stage.forget()
    progress(len(CHAPTERS), len(CHAPTERS))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the planner knows nothing yet about tables filled a moment ago
    connection.close()
