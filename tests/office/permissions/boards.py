"""Pages of boards. The format is told in `tests.office.permissions.table`."""

from __future__ import annotations

from tests.office.permissions.table import ADMINISTRATORS, EVERYBODY, Page

WORKING = " ".join(role for role in EVERYBODY.split() if role not in ADMINISTRATORS.split())

PAGES: dict[str, Page] = {
    "boards:board": Page(WORKING, given=302),
    "boards:waiting": Page(EVERYBODY),
    "boards:office": Page("officer supervisor"),
    "boards:leader": Page("leader"),
    "boards:unit": Page("liaison unit_head"),
    "boards:person": Page(WORKING),
    "boards:burden": Page("officer supervisor leader liaison unit_head"),
}
