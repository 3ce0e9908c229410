"""Pages of the audit log: the audit administrator's alone."""

from __future__ import annotations

from django.db import transaction
from tests.office.permissions.table import Page, World

from kaohe.office.audit.record import record

PAGES: dict[str, Page] = {
    "audit:log": Page("audit_admin"),
    "audit:entry": Page("audit_admin", args=lambda world: {"pk": world.entry.pk}),
    "audit:verify": Page("audit_admin"),
}


def prepare(world: World) -> None:
    """Write an entry."""
    with transaction.atomic():
        world.entry = record(action="open_unit", actor=world.accounts["officer"], subject=world.town)
