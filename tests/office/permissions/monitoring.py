"""Pages of monitoring. The format is told in `tests.office.permissions.table`."""

from __future__ import annotations

from tests.office.permissions import monitoring_process
from tests.office.permissions.table import Page, World

PAGES: dict[str, Page] = {**monitoring_process.PAGES}


def prepare(world: World) -> None:
    monitoring_process.prepare(world)
