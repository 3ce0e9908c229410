"""Targets of units: proposed, returned, approved, locked; adjusted in mid-year with reason and approval."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.models.cycles import Cycle, Indicator
from kaohe.office.planning.querysets.targets import AdjustmentQuerySet, TargetQuerySet

DIGITS, PLACES = 20, 4
"""Figures and targets: fixed point, four places after the point, as the engine computes them."""


class TargetState(models.TextChoices):
    """Where a target stands."""

    PROPOSED = "proposed", _("proposed")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    LOCKED = "locked", _("locked")


class Target(models.Model):
    """What one unit is to reach on one indicator in a cycle."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="targets", verbose_name=_("cycle"))
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="targets", verbose_name=_("indicator")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="targets", verbose_name=_("unit"))
    value = models.DecimalField(_("target"), max_digits=DIGITS, decimal_places=PLACES)
    superior_value = models.DecimalField(
        _("superior's target"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
    """Own targets take the superior's as the floor."""
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=TargetState, default=TargetState.PROPOSED)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    changed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by"))

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "indicator", "unit"], name="target_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["cycle", "unit"], name="target_by_unit")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.indicator} {self.value.normalize():f}"


class TargetStep(models.Model):
    """One step in the life of a target: who did what, when, and why."""

    class Kind(models.TextChoices):
        """What was done."""

        PROPOSE = "propose", _("proposed")
        RETURN = "return", _("returned")
        APPROVE = "approve", _("approved")
        LOCK = "lock", _("locked")
        ADJUST = "adjust", _("adjusted")

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="steps", verbose_name=_("target"))
    kind = models.CharField(_("step"), max_length=20, choices=Kind)
    value = models.DecimalField(_("target"), max_digits=DIGITS, decimal_places=PLACES)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("step of a target")
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.target}: {self.get_kind_display()}"


class Adjustment(models.Model):
    """A locked target that is to change in mid-year; nothing changes until it is approved."""

    class State(models.TextChoices):
        """Where the request stands."""

        ASKED = "asked", _("asked for")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="adjustments", verbose_name=_("target"))
    old_value = models.DecimalField(_("before"), max_digits=DIGITS, decimal_places=PLACES)
    new_value = models.DecimalField(_("after"), max_digits=DIGITS, decimal_places=PLACES)
    reason = models.TextField(_("reason"))
    document = models.CharField(_("document"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("adjustment of a target")
        ordering: ClassVar[list[str]] = ["-asked_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["target"], condition=models.Q(state="asked"), name="adjustment_one_open_a_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} → {self.new_value.normalize():f}"
