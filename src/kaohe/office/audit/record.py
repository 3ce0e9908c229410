"""Append an entry: the one way into the log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextvars import ContextVar
from functools import partial
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from kaohe.office.audit.anchors import write_anchor
from kaohe.office.audit.models import Chain, Entry
from kaohe.office.audit.sealing import end_seal, entry_seal

GENERAL = "office"
"""Chain of what belongs to no cycle: accounts, roles, units, persons."""

client_address: ContextVar[str] = ContextVar("kaohe_client_address", default="")
"""Network address of the request under way; empty on the command line."""


class Actor(Protocol):
    """Who acts: an account."""

    def get_username(self) -> str:
        """Name of the account."""
        ...

    def get_full_name(self) -> str:
        """Name of the person."""
        ...

    @property
    def on_behalf_of(self) -> str:
        """In whose stead the account acts in this transaction."""
        ...


def record(
    *,
    action: str,
    actor: Actor | None,
    subject: object = "",
    details: Mapping[str, Any] | None = None,
    chain: str = GENERAL,
) -> Entry:
    """Append one entry, as the last step of an action's transaction.

    The chain's end stays locked until that transaction commits: entries of one chain are written one after the other,
    and an action that fails leaves none. Recording last keeps the lock short.

    Parameters
    ----------
    action
        Name of the action function.
    actor
        Account that acts; None: the system itself.
    subject
        What it was done to; its class and key are written.
    details
        What changed, for people who read the log later. No secrets, no more personal data than needed.
    chain
        `GENERAL`, or the key of a cycle.

    Raises
    ------
    RuntimeError
        Outside a transaction: an entry must stand or fall with what it tells of.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() outside a transaction: wrap the action in transaction.atomic()")
    end = _locked_end(chain)
    entry = Entry(
        chain=end,
        serial=end.length + 1,
        recorded_at=timezone.now(),
        actor=actor.get_username() if actor else "",
        actor_name=actor.get_full_name() if actor else "",
        on_behalf_of=actor.on_behalf_of if actor else "",
        address=client_address.get(),
        action=action,
        subject=_named(subject),
        details=json.dumps(dict(details or {}), ensure_ascii=False, sort_keys=True, default=str),
        previous=end.head,
    )
    entry.seal = entry_seal(chain, entry)
    entry.save(force_insert=True)
    end.length, end.head = entry.serial, entry.seal
    end.seal = end_seal(chain, end.length, end.head)
    end.save(update_fields=["length", "head", "seal"])
    transaction.on_commit(partial(write_anchor, settings.KAOHE_AUDIT_ANCHORS, chain, entry.serial, entry.seal))
    return entry


def _locked_end(chain: str) -> Chain:
    found = Chain.objects.select_for_update().filter(key=chain).first()
    if found is None:
        Chain.objects.bulk_create([Chain(key=chain)], ignore_conflicts=True)
        found = Chain.objects.select_for_update().get(key=chain)
    return found


def _named(subject: object) -> str:
    key = getattr(subject, "pk", None)
    # __class__, not type(): the account of a request is a proxy
    return f"{subject.__class__.__name__}:{key}" if key is not None else str(subject)
