"""The matrix of permissions: what every role gets from every address.

Each app has a module beside this one, ``tests/office/permissions/<app>.py``, with

``PAGES``: URL name → `Page`. The name is the one of the resolver, with its namespace: ``people:unit``. Every name of
the app stands there; ``tests/office/test_permissions.py`` fails when one does not, and when a name is listed that the
resolver does not know. An empty ``PAGES`` says that the app is not covered yet: its names are then not asked for.

``prepare(world)`` (optional): makes the rows that the pages need, hangs them on the world (``world.cycle = …``), runs
once a page, in the test's transaction, after the units, people and accounts below are there.

    PAGES = {
        "planning:cycles": Page(EVERYBODY),
        "planning:cycle": Page("officer leader", args=lambda world: {"pk": world.cycle.pk}, refused=404),
        "planning:publish": Page("leader", args=…, method="post", data=lambda world: {"revision": 0}, given=302),
    }

    def prepare(world: World) -> None:
        world.cycle = CycleFactory.create(root=world.county)

What is in the world: a county ``county`` with two towns ``town`` and ``other``, a village ``village`` under the first;
another county ``beside``; ``people``: unit → somebody who works there. ``accounts``: one for each role of
`kaohe.office.people.roles.Role` by its value (``world.accounts["officer"]``), and ``"person"``: works in the town,
has no role. Officer, leader, assessor, supervisor hold theirs for the county, liaison, unit head and data owner
for the town, administrators for everything. Nobody has signed in: ``"anonymous"`` is led to the sign-in by every page
unless its `Page` says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from kaohe.office.people.roles import Role

World = SimpleNamespace
ROLES = (*(str(role.value) for role in Role), "person")
EVERYBODY = " ".join(ROLES)
"""Everybody who signed in."""
ADMINISTRATORS = "system_admin security_admin audit_admin"
UNIT_ROLES = "liaison unit_head data_owner"
NOBODY = ""


@dataclass(frozen=True)
class Page:
    """What one address answers.

    Attributes
    ----------
    allowed
        Roles that get ``given``, with blanks between them; all others who signed in get ``refused``.
    args
        Gives the arguments of the address.
    data
        Gives what is sent: the form of a POST, the query of a GET. A POST of the allowed role need not be valid: a page
        that shows its errors answers 200.
    refused
        403, or 404 where the page must not tell that the thing is there.
    others
        Role → status, for the odd ones out; also ``anonymous`` (302 otherwise, to the sign-in).
    """

    allowed: str
    args: Callable[[World], Mapping[str, Any]] = lambda world: {}
    method: str = "get"
    data: Callable[[World], Mapping[str, Any]] = lambda world: {}
    given: int = 200
    refused: int = 403
    others: Mapping[str, int] = field(default_factory=dict)

    def expected(self, role: str) -> int:
        """Status that a role gets."""
        if role in self.others:
            return self.others[role]
        if role == "anonymous":
            return 302
        return self.given if role in self.allowed.split() else self.refused
