"""Rectification (整改): problem, measures, responsible person, deadline; verified before it is closed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.models.supervision import Supervised
from kaohe.office.monitoring.querysets.rectification import ProblemQuerySet
from kaohe.office.people.models import Account, Person, Unit
from kaohe.office.planning.models import Cycle, Indicator


class ProblemState(models.TextChoices):
    """Where a problem stands; only who verifies it closes it."""

    OPEN = "open", _("problem open")
    PLANNED = "planned", _("measures set")
    REPORTED = "reported", _("reported as rectified")
    CLOSED = "closed", _("verified and closed")
    CARRIED = "carried", _("carried over to the next year")


class Problem(models.Model):
    """A problem that one unit is to put right; the rows of a cycle are the list of problems (问题清单)."""

    class Source(models.TextChoices):
        """Where it was found."""

        SUPERVISION = "supervision", _("supervision task")
        INSPECTION = "inspection", _("inspection")
        NOTICE = "notice", _("notice")
        SUPERIOR = "superior", _("superior's finding")
        PUBLIC = "public", _("opinion of the public")
        RESULT = "result", _("last year's result")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="problems", verbose_name=_("cycle"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="problems", verbose_name=_("unit"))
    number = models.PositiveIntegerField(_("number"))
    source = models.CharField(_("source"), max_length=20, choices=Source)
    supervised = models.ForeignKey(
        Supervised, on_delete=models.PROTECT, null=True, blank=True, related_name="problems", verbose_name=_("task")
    )
    """The unit under a supervision task in which it was found."""
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    kind = models.CharField(_("common problem"), max_length=100, blank=True)
    """Name of a kind of problem that several units share (共性问题); blank: this unit's own."""
    text = models.TextField(_("problem"))
    document = models.CharField(_("document"), max_length=200, blank=True)
    found_on = models.DateField(_("found on"))
    due_on = models.DateField(_("due on"))
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible person")
    )
    state = models.CharField(_("state"), max_length=20, choices=ProblemState, default=ProblemState.OPEN)
    result = models.TextField(_("result of the rectification"), blank=True)
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("finding")
    )
    """The superior's finding of which this unit claimed a part."""
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name=_("from")
    )
    """The problem of the year before that was not closed."""
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    revision = models.PositiveIntegerField(_("revision"), default=0)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem to rectify")
        ordering: ClassVar[list[str]] = ["due_on", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "number"], name="problem_once"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """Address of the problem's page."""
        return reverse("monitoring:problem", args=[self.pk])


class Measure(models.Model):
    """What is done about a problem, by whom, until when (措施清单、责任清单、时限清单)."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="measures", verbose_name=_("problem"))
    text = models.CharField(_("measure"), max_length=300)
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible person")
    )
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("measure")
        ordering: ClassVar[list[str]] = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text


class ProblemStep(models.Model):
    """One step in the life of a problem."""

    class Kind(models.TextChoices):
        """What was done."""

        FILE = "file", _("problem filed")
        PLAN = "plan", _("measures set")
        REPORT = "report", _("reported as rectified")
        SEND_BACK = "send_back", _("not accepted, sent back")
        CLOSE = "close", _("verified and closed")
        EXTEND = "extend", _("deadline changed")
        CARRY = "carry", _("carried over to the next year")

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="steps", verbose_name=_("problem"))
    kind = models.CharField(_("step"), max_length=20, choices=Kind)
    text = models.TextField(_("text"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("step of a problem")
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.problem}: {self.get_kind_display()}"
