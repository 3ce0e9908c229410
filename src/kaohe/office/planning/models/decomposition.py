"""A unit's indicators divided among its leaders, sections, posts and persons, and personal plans."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.models import Account, Person, Post, Section, Unit
from kaohe.office.planning.models.cycles import Cycle, Indicator
from kaohe.office.planning.models.targets import DIGITS, PLACES
from kaohe.office.planning.querysets.decomposition import DecompositionQuerySet, PersonalPlanQuerySet, ShareQuerySet


class Decomposition(models.Model):
    """How one unit divides one indicator; confirmed only when the shares of every level add up to 100 %."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="decompositions", verbose_name=_("cycle"))
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="decompositions", verbose_name=_("indicator")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="decompositions", verbose_name=_("unit"))
    is_confirmed = models.BooleanField(_("confirmed"), default=False)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    changed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by"))

    objects = DecompositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decomposition")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "indicator", "unit"], name="decomposition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.indicator}"


class Share(models.Model):
    """The part of one leader, section, post or person; below a leader or section it may be divided again."""

    class Kind(models.TextChoices):
        """Who bears it."""

        LEADER = "leader", _("leader")
        SECTION = "section", _("section")
        POST = "post", _("post")
        PERSON = "person", _("person")

    decomposition = models.ForeignKey(
        Decomposition, on_delete=models.CASCADE, related_name="shares", verbose_name=_("decomposition")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="shares", verbose_name=_("section")
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="shares", verbose_name=_("post")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="shares", verbose_name=_("person")
    )
    """Set for leaders and persons."""
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    """Place among all shares of the decomposition, parents before parts."""
    percent = models.DecimalField(_("share"), max_digits=7, decimal_places=4)
    """Of the level above it; all shares of one level add up to 100."""
    value = models.DecimalField(_("target"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    """Part of the unit's target; None: the indicator is not divided by figures."""
    task = models.CharField(_("task"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share")
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["leader", "person"], person__isnull=False, section__isnull=True, post__isnull=True
                )
                | Q(kind="section", section__isnull=False, person__isnull=True, post__isnull=True)
                | Q(kind="post", post__isnull=False, person__isnull=True, section__isnull=True),
                name="share_has_one_bearer",
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=Decimal(0), percent__lte=Decimal(100)), name="share_within_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bearer} {self.percent.normalize():f}%"

    @property
    def bearer(self) -> Section | Post | Person:
        """Who bears it."""
        bearer = self.section or self.post or self.person
        assert bearer is not None  # noqa: S101  (the database holds it: share_has_one_bearer)
        return bearer

    @property
    def token(self) -> str:
        """Kind and key of the bearer, as forms and lists write it: ``section:12``."""
        return f"{self.kind}:{self.section_id or self.post_id or self.person_id}"


class PersonalPlan(models.Model):
    """A person's targets of a year: drafted, submitted, agreed by the superior or sent back."""

    class State(models.TextChoices):
        """Where the plan stands."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        AGREED = "agreed", _("agreed")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="personal_plans", verbose_name=_("cycle"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plans", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="personal_plans", verbose_name=_("unit"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    remarks = models.TextField(_("remarks"), blank=True)
    """Why it was sent back."""
    agreed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agreed by")
    )
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)

    objects = PersonalPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal plan")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "person"], name="personal_plan_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.cycle})"


class PlanItem(models.Model):
    """One line of a personal plan."""

    plan = models.ForeignKey(PersonalPlan, on_delete=models.CASCADE, related_name="items", verbose_name=_("plan"))
    share = models.ForeignKey(
        Share, on_delete=models.SET_NULL, null=True, blank=True, related_name="plan_items", verbose_name=_("share")
    )
    """The part of a unit's indicator that it carries out; None: the person's own task."""
    task = models.CharField(_("task"), max_length=200)
    measure = models.CharField(_("how it is measured"), max_length=200, blank=True)
    weight_pct = models.DecimalField(_("weight"), max_digits=7, decimal_places=4)
    """All items of a plan add up to 100 before it is submitted."""
    due_on = models.DateField(_("due on"), null=True, blank=True)

    class Meta:
        verbose_name = _("item of a personal plan")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.task
