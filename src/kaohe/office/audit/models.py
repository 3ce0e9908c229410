"""Rows of the log. The database refuses to change or remove an entry; a trigger of the first migration sees to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Chain(models.Model):
    """One chain of entries and its sealed end; whoever appends holds this row until the transaction ends."""

    key = models.CharField(_("chain"), max_length=100, unique=True)
    length = models.BigIntegerField(_("entries"), default=0)
    head = models.CharField(_("seal of the last entry"), max_length=64, blank=True)
    seal = models.CharField(_("seal of length and head"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("chain of the audit log")

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """One thing done. Persons stand here as plain words: the log outlives accounts and knows no other app."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries", verbose_name=_("chain"))
    serial = models.BigIntegerField(_("number in the chain"))
    recorded_at = models.DateTimeField(_("time"), db_index=True)
    actor = models.CharField(_("account"), max_length=150, blank=True, db_index=True)
    actor_name = models.CharField(_("name"), max_length=150, blank=True)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=150, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    action = models.CharField(_("action"), max_length=100)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    details = models.TextField(_("details"), default="{}")
    """JSON as text: the seal covers the very bytes, which a JSON column would rearrange."""
    previous = models.CharField(_("seal of the entry before"), max_length=64, blank=True)
    seal = models.CharField(_("seal"), max_length=64)

    class Meta:
        verbose_name = _("entry of the audit log")
        ordering: ClassVar[list[str]] = ["chain_id", "serial"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["chain", "serial"], name="audit_entry_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["subject"], name="audit_entry_subject")]

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.serial} {self.action}"
