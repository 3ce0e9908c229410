"""Pages of monitoring. The format is told in `tests.office.permissions.table`."""

from __future__ import annotations

from tests.office.permissions import monitoring_process, monitoring_reports
from tests.office.permissions.table import Page, World

PAGES: dict[str, Page] = {**monitoring_process.PAGES, **monitoring_reports.PAGES}


def prepare(world: World) -> None:
    monitoring_process.prepare(world)
    monitoring_reports.prepare(world)
