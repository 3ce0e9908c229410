"""Tell the story: what a first page needs, and then the year. Imported once Django is set up."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path

from django.db import connection

from kaohe.office.demo.clock import story_time
from kaohe.office.demo.county import County
from kaohe.office.demo.story import (
    district,
    division,
    follow_up,
    incidents,
    next_year,
    reporting,
    scheme,
    setting_up,
    targets,
    undertakings,
)
from kaohe.office.demo.story.scenes import Scene, play
from kaohe.office.demo.story.stage import Stage

Progress = Callable[[int, int], None]

PLAN: tuple[Callable[[Stage], None], ...] = (
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
    reporting.lay_out,
    division.divide,
    division.plan,
)
"""Until the year runs, in the order of time."""


def tell_plan(county: County, progress: Progress) -> None:
    """Fill an empty database with the county and the plan of its year."""
    with _stage(county) as stage:
        for number, chapter in enumerate(PLAN):
            progress(number, len(PLAN))
            chapter(stage)
            stage.forget()
    progress(len(PLAN), len(PLAN))


def tell_year(county: County, progress: Progress, until: date = reporting.TODAY) -> None:
    """Let the year pass, from spring to the day on which the demo plays."""
    with _stage(county) as stage:
        others = (
            Scene(date(scheme.YEAR, 3, 16), partial(district.monitor, stage)),
            Scene(date(scheme.YEAR, 11, 9), partial(next_year.draft_next, stage)),
        )
        parts = (reporting.scenes(stage), incidents.scenes(stage), follow_up.scenes(stage), others)
        play(stage, [scene for scene in chain.from_iterable(parts) if scene.day <= until], progress)


@contextmanager
def _stage(county: County) -> Iterator[Stage]:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # a machine that fails now tells the story anew
    with story_time() as clock, tempfile.TemporaryDirectory() as lists:
        yield Stage(county, clock, Path(lists))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the planner knows nothing yet about tables filled a moment ago
