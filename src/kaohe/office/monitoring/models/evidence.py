"""Proof of a figure (佐证材料): one file is kept once, however often it is handed in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.models.figures import Figure
from kaohe.office.monitoring.querysets.evidence import EvidenceQuerySet
from kaohe.office.people.models import Account


class StoredFile(models.Model):
    """A file under its SHA-256 in the data folder."""

    sha256 = models.CharField(_("hash"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("bytes"))
    kind = models.CharField(_("kind"), max_length=10)
    """Ending that the content proved to be, in lower case."""
    stored_at = models.DateTimeField(_("stored at"), default=timezone.now)

    class Meta:
        verbose_name = _("stored file")

    def __str__(self) -> str:
        return self.sha256


class Evidence(models.Model):
    """A file that proves a figure."""

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("figure"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="uses", verbose_name=_("file"))
    name = models.CharField(_("name"), max_length=200)
    added_at = models.DateTimeField(_("added at"), default=timezone.now)
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        ordering: ClassVar[list[str]] = ["added_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["figure", "file"], name="evidence_once_a_figure"),
        ]

    def __str__(self) -> str:
        return self.name
