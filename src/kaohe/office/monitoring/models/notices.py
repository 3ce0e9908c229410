"""Notices (通报) composed from live figures, and complaints about what is demanded."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.querysets.notices import ComplaintQuerySet, NoticeQuerySet
from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.models import Cycle


class Notice(models.Model):
    """A notice of the office: its figures are frozen when it is issued."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("issued")
        WITHDRAWN = "withdrawn", _("withdrawn")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="notices", verbose_name=_("cycle"))
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    period = models.CharField(_("period"), max_length=7)
    sections = models.TextField(_("sections"), default="[]")
    """JSON list: ``{"kind", "title", "text", "header", "rows"}``; tables are filled from live figures until issue."""
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    issued_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True)
    hash = models.CharField(_("hash"), max_length=64, blank=True)
    """SHA-256 of title, period and sections at issue."""
    revision = models.PositiveIntegerField(_("revision"), default=0)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "number"], name="notice_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Address of the notice."""
        return reverse("monitoring:notice", args=[self.pk])


class Complaint(models.Model):
    """A demand is too much, asked twice or without basis, says who has to meet it (基层负担); it is answered."""

    class Reason(models.TextChoices):
        """What is wrong with the demand."""

        TWICE = "twice", _("asked for twice")
        NO_BASIS = "no_basis", _("no basis known")
        TOO_MUCH = "too_much", _("too much or too often")
        TOO_SHORT = "too_short", _("too little time")
        OTHER = "other", _("something else")

    cycle = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name=_("cycle")
    )
    demand = models.CharField(_("demand"), max_length=60)
    """``report:2026-03:17``, ``supervision:5``, ``problem:12``, ``register:3``: kind and key of what is demanded."""
    demand_name = models.CharField(_("demand as named"), max_length=200)
    organiser = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("demanded by")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    text = models.TextField(_("complaint"), blank=True)
    filed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("filed by"))
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint about a demand")
        ordering: ClassVar[list[str]] = ["-filed_at"]

    def __str__(self) -> str:
        return self.demand_name

    def get_absolute_url(self) -> str:
        """Address of the complaint."""
        return reverse("monitoring:complaint", args=[self.pk])
