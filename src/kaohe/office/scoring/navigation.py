"""Lines of this app in the side bar."""

from __future__ import annotations

from kaohe.office.ui.navigation import Entry

ENTRIES: tuple[Entry, ...] = ()
