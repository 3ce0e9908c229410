"""Supervision (督查督办): tasks in the order of the regulation, their nodes and clocks, objections of those supervised.

Order of states: 政府督查工作条例 (2021), from approval to archive.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.querysets.supervision import ObjectionQuerySet, SupervisedQuerySet, SupervisionQuerySet
from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.models import Cycle, Indicator, RegisterItem


class SupervisionState(models.TextChoices):
    """Where a task stands; it moves one step at a time, never back."""

    FILED = "filed", _("filed for approval")
    APPROVED = "approved", _("supervision approved")
    PLANNED = "planned", _("plan made")
    DOING = "doing", _("being supervised")
    CONCLUDED = "concluded", _("conclusion drawn")
    FED_BACK = "fed_back", _("conclusion handed over")
    RECTIFYING = "rectifying", _("being rectified")
    CHECKED = "checked", _("rectification checked")
    USED = "used", _("result used")
    ARCHIVED = "archived", _("archived")
    REFUSED = "refused", _("supervision refused")


class SupervisionTask(models.Model):
    """One matter that is supervised, in one or several units; only a registered and approved one can begin."""

    class Kind(models.TextChoices):
        """Sets of nodes in use: decisions are followed in 4 steps, construction in 11, investment in 3."""

        DECISION = "decision", _("decision to carry out")
        CONSTRUCTION = "construction", _("construction project")
        INVESTMENT = "investment", _("investment project")
        URGENT = "urgent", _("urgent matter")
        OTHER = "other", _("other matter")

    cycle = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, related_name="supervision_tasks", verbose_name=_("cycle")
    )
    register_item = models.ForeignKey(
        RegisterItem, on_delete=models.PROTECT, related_name="supervision_tasks", verbose_name=_("register item")
    )
    """What allows it: approved, of kind supervision or inspection, and not expired on the day it begins."""
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind of matter"), max_length=20, choices=Kind, default=Kind.OTHER)
    basis = models.CharField(_("basis"), max_length=300)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    organiser = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("organiser"))
    state = models.CharField(_("state"), max_length=20, choices=SupervisionState, default=SupervisionState.FILED)
    is_hard = models.BooleanField(_("hard to settle"), default=False)
    """A hard matter has a month where an ordinary one has seven days."""
    content = models.TextField(_("content of supervision"), blank=True)
    scope = models.CharField(_("scope"), max_length=200, blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    use_of_result = models.TextField(_("use of the result"), blank=True)
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True)
    """When it began: the clocks run from here."""
    revision = models.PositiveIntegerField(_("revision"), default=0)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision task")
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "number"], name="supervision_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Address of the task's page."""
        return reverse("monitoring:supervision", args=[self.pk])


class Supervised(models.Model):
    """One unit under a task, with its clocks: same day arranged, reported in 3 days, settled in 7 (hard: a month)."""

    task = models.ForeignKey(
        SupervisionTask, on_delete=models.CASCADE, related_name="supervised", verbose_name=_("task")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="supervised", verbose_name=_("unit"))
    arrange_by = models.DateField(_("to be arranged by"), null=True, blank=True)
    report_by = models.DateField(_("to be reported by"), null=True, blank=True)
    settle_by = models.DateField(_("to be settled by"), null=True, blank=True)
    arranged_at = models.DateTimeField(_("arranged at"), null=True, blank=True)
    reported_at = models.DateTimeField(_("reported at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    """Cleared (销号) by the supervisor, not by the unit itself."""
    arrangement = models.TextField(_("arrangement"), blank=True)
    report = models.TextField(_("report"), blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)

    objects = SupervisedQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervised unit")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "unit"], name="supervised_once"),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.unit}"

    def get_absolute_url(self) -> str:
        """Address of the page of the unit under the task."""
        return reverse("monitoring:supervised", args=[self.pk])


class Node(models.Model):
    """A milestone of a task in one unit."""

    supervised = models.ForeignKey(
        Supervised, on_delete=models.CASCADE, related_name="nodes", verbose_name=_("supervised unit")
    )
    position = models.PositiveSmallIntegerField(_("position in the list"))
    name = models.CharField(_("node"), max_length=100)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    remarks = models.CharField(_("remarks"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("node")
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["supervised", "position"], name="node_once"),
        ]

    def __str__(self) -> str:
        return self.name


class SupervisionStep(models.Model):
    """One step of a task: who did what, when, by which document."""

    task = models.ForeignKey(SupervisionTask, on_delete=models.CASCADE, related_name="steps", verbose_name=_("task"))
    state = models.CharField(_("state"), max_length=20, choices=SupervisionState)
    text = models.TextField(_("text"), blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("step of a supervision task")
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.task}: {self.get_state_display()}"


class Objection(models.Model):
    """A unit objects to the conclusion: within 30 days, answered within 30, not by those who drew it (recusal)."""

    supervised = models.OneToOneField(
        Supervised, on_delete=models.PROTECT, related_name="objection", verbose_name=_("supervised unit")
    )
    text = models.TextField(_("objection"))
    filed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("filed by"))
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now)
    answer_by = models.DateField(_("to be answered by"))
    is_upheld = models.BooleanField(_("objection upheld"), null=True, blank=True)
    """None: not decided yet."""
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection to a conclusion")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(is_upheld__isnull=True, decided_by__isnull=True)
                | Q(is_upheld__isnull=False, decided_by__isnull=False),
                name="objection_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervised}: {self.text[:40]}"
