"""Figures that nobody types: sources that are read on schedule, and what came of each run."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.querysets.collection import BatchQuerySet, SourceQuerySet
from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.models import Cycle


class Source(models.Model):
    """Where figures of a data owner come from by themselves."""

    class Kind(models.TextChoices):
        """How it is read."""

        FOLDER = "folder", _("folder of CSV or XLSX files")
        DATABASE = "database", _("database")

    class Schedule(models.TextChoices):
        """When it is read."""

        HOURLY = "hourly", _("every hour")
        DAILY = "daily", _("every night")
        BY_HAND = "by_hand", _("by hand")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="sources", verbose_name=_("cycle"))
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sources", verbose_name=_("data owner"))
    """Only figures of its indicators are taken."""
    code = models.CharField(
        _("short name"),
        max_length=40,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9_]*$", _("Small letters, digits and _ only."))],
    )
    """Names the folder ``KAOHE_DATA/drop/<code>``, or the variable ``KAOHE_SOURCE_<CODE>`` with address and password:
    neither ever stands in the database."""
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    query = models.TextField(_("query"), blank=True)
    """One SELECT with the columns unit, indicator, period, value and, if need be, input."""
    schedule = models.CharField(_("schedule"), max_length=10, choices=Schedule, default=Schedule.DAILY)
    is_active = models.BooleanField(_("is read"), default=True)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    """In whose name the figures are entered: another person of the owner has to sign them."""
    revision = models.PositiveIntegerField(_("revision"), default=0)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code"], name="source_once"),
        ]

    def __str__(self) -> str:
        return self.name


class BatchState(models.TextChoices):
    """What came of a batch."""

    WAITING = "waiting", _("waiting")
    STORED = "stored", _("stored")
    FAILED = "failed", _("failed")
    UNCHANGED = "unchanged", _("nothing new")


class Batch(models.Model):
    """One list of figures taken in: uploaded by somebody, or read from a source."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="batches", verbose_name=_("cycle"))
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="batches", verbose_name=_("source")
    )
    name = models.CharField(_("file"), max_length=200)
    content_hash = models.CharField(_("hash"), max_length=64, blank=True)
    """SHA-256 of what was read: the same content is never applied twice."""
    state = models.CharField(_("state"), max_length=20, choices=BatchState, default=BatchState.WAITING)
    done = models.PositiveIntegerField(_("rows stored"), default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)
    problems = models.TextField(_("problems"), blank=True)
    """JSON list of what was wrong, as `kaohe.tables.problems` writes it."""
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of figures")
        ordering: ClassVar[list[str]] = ["-started_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "content_hash"], condition=Q(state="stored"), name="batch_applied_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BatchProgress(models.Model):
    """How far a batch is; written beside the transaction that stores it, so that its page sees it."""

    batch = models.OneToOneField(
        Batch, on_delete=models.CASCADE, primary_key=True, related_name="progress", db_constraint=False
    )
    """Without a constraint: its check would wait for the transaction that holds the batch."""
    done = models.PositiveIntegerField(_("rows read"), default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)

    class Meta:
        verbose_name = _("progress of a batch")

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"
