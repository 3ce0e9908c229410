"""Pages of planning. The format is told in `tests.office.permissions.table`."""

from __future__ import annotations

from tests.office.permissions import planning_cycles, planning_targets, planning_undertakings
from tests.office.permissions.table import Page, World

PAGES: dict[str, Page] = {**planning_cycles.PAGES, **planning_undertakings.PAGES, **planning_targets.PAGES}


def prepare(world: World) -> None:
    planning_cycles.prepare(world)
    planning_undertakings.prepare(world)
    planning_targets.prepare(world)
