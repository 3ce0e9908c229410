"""Check the whole log: every entry, every link, every end, every anchor, and the guard in the database itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from kaohe.office.audit.anchors import read_anchors
from kaohe.office.audit.models import Chain, Entry
from kaohe.office.audit.sealing import end_seal, entry_seal

GUARDS = ("audit_entry_keep_rows", "audit_entry_keep_table")
"""Triggers that refuse UPDATE and DELETE, and TRUNCATE."""

MESSAGES = {
    "changed": _("the entry was changed: its seal does not fit its words"),
    "missing": _("entries are missing before this one"),
    "moved": _("the entry does not follow the one before: a row was removed, inserted or moved"),
    "end": _("the end of the chain was changed, or entries were removed or added behind it"),
    "anchor": _("an entry that was anchored outside the database is gone or was replaced"),
    "guard": _("the database no longer refuses changes of the log: a trigger is absent or disabled"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the log.

    Attributes
    ----------
    code
        Key of `MESSAGES`.
    serial
        Number in the chain; 0: the chain as a whole.
    """

    code: str
    chain: str = ""
    serial: int = 0

    def __str__(self) -> str:
        place = f"{self.chain}/{self.serial}: " if self.serial else f"{self.chain}: " if self.chain else ""
        return f"{place}{MESSAGES[self.code]}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found; the log is whole when there are no findings."""

    entries: int
    chains: int
    findings: tuple[Finding, ...]


def verify_log(anchors: Path | None = None) -> Report:
    """Check every chain in one pass over the table, in constant memory.

    Parameters
    ----------
    anchors
        File of anchors; None: the one of the settings.
    """
    anchored = read_anchors(anchors or settings.KAOHE_AUDIT_ANCHORS)
    findings = list(_guard_findings())
    chains = list(Chain.objects.order_by("pk"))
    for chain in chains:
        findings += _chain_findings(chain, anchored.pop(chain.key, {}))
    findings += [Finding("anchor", key, max(serials)) for key, serials in anchored.items()]
    return Report(sum(c.length for c in chains), len(chains), tuple(findings))


def _guard_findings() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_entry'::regclass AND tgenabled = 'A'")
        present = {name for (name,) in cursor.fetchall()}
    if not present.issuperset(GUARDS):
        yield Finding("guard")


def _chain_findings(chain: Chain, anchored: dict[int, str]) -> Iterator[Finding]:
    serial, seal = 0, ""
    for entry in Entry.objects.filter(chain=chain).order_by("serial").iterator(chunk_size=2000):
        if entry.serial != serial + 1:
            yield Finding("missing", chain.key, entry.serial)
        elif entry.previous != seal:
            yield Finding("moved", chain.key, entry.serial)
        if entry.seal != entry_seal(chain.key, entry):
            yield Finding("changed", chain.key, entry.serial)
        if anchored.pop(entry.serial, entry.seal) != entry.seal:
            yield Finding("anchor", chain.key, entry.serial)
        serial, seal = entry.serial, entry.seal
    if (chain.length, chain.head, chain.seal) != (serial, seal, end_seal(chain.key, serial, seal)):
        yield Finding("end", chain.key, serial)
    if anchored:
        yield Finding("anchor", chain.key, max(anchored))
