"""Files of figures that the office hands in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.models import Account
from kaohe.office.planning.models import Cycle
from kaohe.office.scoring.querysets.files import FactsFileQuerySet


class FactsFile(models.Model):
    """A file of figures: looked at first, then stored as a whole or not at all."""

    class State(models.TextChoices):
        """Where the file stands."""

        READ = "read", _("waits for your word")
        STORED = "stored", _("stored")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="facts_files", verbose_name=_("cycle"))
    name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(_("content"))
    """The file itself: it is read anew when it is stored, so that nothing that changed meanwhile is overlooked."""
    hash = models.CharField(_("hash"), max_length=64)
    """SHA-256 of the content."""
    source = models.CharField(_("where the figures come from"), max_length=200)
    """Stands beside every figure of the file."""
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.READ)
    handed_in_at = models.DateTimeField(_("handed in at"), default=timezone.now)
    handed_in_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )
    revision = models.PositiveIntegerField(_("revision"), default=0)

    objects = FactsFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of figures")
        ordering: ClassVar[list[str]] = ["-handed_in_at", "-pk"]

    def __str__(self) -> str:
        return self.name
