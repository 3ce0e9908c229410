"""Seals of entries and chain ends: HMAC-SHA-256 under a key that the database's administrator does not hold.

A plain hash chain can be written anew from any row on by whoever can write the table; a keyed one cannot.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime

from django.conf import settings


def seal_of(*parts: str | int) -> str:
    """Give the seal of a sequence of values; equal only for equal values in equal order."""
    message = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(settings.KAOHE_AUDIT_KEY.encode(), message.encode(), hashlib.sha256).hexdigest()


def moment(at: datetime) -> str:
    """Write a time so that one moment has one spelling."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def entry_seal(chain: str, entry: object) -> str:
    """Give the seal that an entry must bear: every column but its row number, and the seal of the entry before."""
    values = [getattr(entry, name) for name in _SEALED]
    return seal_of("entry", chain, moment(entry.recorded_at), *values)  # type: ignore[attr-defined]


_SEALED = (
    "serial",
    "actor",
    "actor_name",
    "on_behalf_of",
    "address",
    "action",
    "subject",
    "details",
    "previous",
)


def end_seal(chain: str, length: int, head: str) -> str:
    """Give the seal of a chain's end."""
    return seal_of("end", chain, length, head)
