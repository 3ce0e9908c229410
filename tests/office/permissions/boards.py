"""Pages of boards. The format is told in `tests.office.permissions.table`."""

from __future__ import annotations

from tests.office.permissions.table import Page

PAGES: dict[str, Page] = {}
