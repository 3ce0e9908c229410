"""Targets of units: proposed, returned, approved, locked; adjusted in mid-year with reason and approval."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.exact import show_decimal
from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.models.cycles import Cycle, Indicator
from kaohe.office.planning.querysets.targets import (
    AdjustmentQuerySet,
    PastResultQuerySet,
    TargetBatchQuerySet,
    TargetQuerySet,
    TargetStepQuerySet,
)

DIGITS, PLACES = 20, 4
"""Figures and targets: fixed point, four places after the point, as the engine computes them."""


def is_easier(indicator: Indicator, value: Decimal, than: Decimal) -> bool:
    """Tell whether one target asks for less than another, whichever way the indicator points."""
    return value > than if indicator.smaller_is_better else value < than


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
    is_most_attainable = models.BooleanField(_("the most that can be attained"), default=False)
    """Said by the proposer, with its basis, where a warning would ask for more."""
    floor_reason = models.CharField(_("reason for staying below the superior's target"), max_length=300, blank=True)
    """Given: only a leader of the area may approve it."""
    warnings = models.CharField(_("warnings"), max_length=60, blank=True)
    """Codes of `kaohe.office.planning.comparison.Sign` between spaces, as found at the last step."""
    state = models.CharField(_("state"), max_length=20, choices=TargetState, default=TargetState.PROPOSED)
    proposed_at = models.DateTimeField(_("first proposed at"), default=timezone.now)
    """Late when after the last day of the cycle for targets; proposing again after a return is not."""
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    """Whose the value is that stands here: this account never approves it."""
    revision = models.PositiveIntegerField(_("revision"), default=0)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    changed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by"))

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "indicator", "unit"], name="target_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["cycle", "unit", "indicator"], name="target_by_unit"),
            models.Index(fields=["cycle", "unit", "changed_at"], name="target_by_change"),
            models.Index(fields=["cycle", "state", "unit"], name="target_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.indicator} {self.value.normalize():f}"

    @property
    def is_below_floor(self) -> bool:
        """Tell whether the target asks for less than the superior does."""
        return self.superior_value is not None and is_easier(self.indicator, self.value, self.superior_value)

    @property
    def is_late(self) -> bool:
        """Tell whether it was first proposed after the last day for targets."""
        until = self.cycle.targets_until
        return until is not None and timezone.localdate(self.proposed_at) > until

    @property
    def shown_value(self) -> Decimal:
        """Give the target without the zeros that its column adds."""
        return Decimal(show_decimal(self.value))

    @property
    def shown_superior(self) -> Decimal | None:
        """Give the superior's target likewise."""
        return None if self.superior_value is None else Decimal(show_decimal(self.superior_value))

    @property
    def signs(self) -> list[str]:
        """Give the codes of the warnings."""
        return self.warnings.split()


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

    objects = TargetStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a target")
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.target}: {self.get_kind_display()}"

    @property
    def shown_value(self) -> Decimal:
        """Give the target without the zeros that its column adds."""
        return Decimal(show_decimal(self.value))


class Adjustment(models.Model):
    """A locked target that is to change in mid-year; nothing changes until it is approved."""

    class State(models.TextChoices):
        """Where the request stands."""

        ASKED = "asked", _("asked for")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

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

    @property
    def shown_old(self) -> Decimal:
        """Give the value before without the zeros that its column adds."""
        return Decimal(show_decimal(self.old_value))

    @property
    def shown_new(self) -> Decimal:
        """Give the value after likewise."""
        return Decimal(show_decimal(self.new_value))


class AreaTarget(models.Model):
    """What the superior asks of the whole area on one indicator: the units' targets together must cover it."""

    indicator = models.OneToOneField(
        Indicator, on_delete=models.CASCADE, related_name="area_target", verbose_name=_("indicator")
    )
    value = models.DecimalField(_("superior's target"), max_digits=DIGITS, decimal_places=PLACES)
    source = models.CharField(_("document"), max_length=200)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    set_at = models.DateTimeField(_("set at"), default=timezone.now)
    set_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("set by"))

    class Meta:
        verbose_name = _("superior's target for the area")

    def __str__(self) -> str:
        return f"{self.indicator} {self.value.normalize():f}"

    @property
    def shown_value(self) -> Decimal:
        """Give the target without the zeros that its column adds."""
        return Decimal(show_decimal(self.value))


class PastResult(models.Model):
    """What a unit was to reach and reached in an earlier year: the history beside a target.

    A cycle keeps the years that were entered for it, and its own when it closes; a later cycle finds them along
    ``previous``, by the indicator's code.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="past_results", verbose_name=_("cycle"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="past_results", verbose_name=_("unit"))
    indicator_code = models.CharField(_("indicator"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    target = models.DecimalField(_("target"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    actual = models.DecimalField(_("actual"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    """The list or the run it was taken from."""
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by"))

    objects = PastResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of an earlier year")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "unit", "indicator_code", "year"], name="past_result_once"),
            models.CheckConstraint(
                condition=models.Q(target__isnull=False) | models.Q(actual__isnull=False),
                name="past_result_says_something",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["cycle", "year", "indicator_code"], name="past_result_of_peers"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.indicator_code} {self.year}"


class TargetBatch(models.Model):
    """A list of targets that was handed in: looked at first, then stored as a whole or not at all."""

    class State(models.TextChoices):
        """Where the list stands."""

        READ = "read", _("waits for your word")
        STORING = "storing", _("is being stored")
        STORED = "stored", _("stored")
        FAILED = "failed", _("not stored")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="target_batches", verbose_name=_("cycle"))
    name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(_("content"))
    """The file itself: what is stored is read anew from it, so that nothing that changed meanwhile is overlooked."""
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.READ)
    done = models.PositiveIntegerField(_("stored so far"), default=0)
    total = models.PositiveIntegerField(_("changes"), default=0)
    preview = models.TextField(_("first changes"), default="[]")
    """JSON: unit, indicator, value before and after of the first ones."""
    outcome = models.TextField(_("outcome"), blank=True)
    """What went wrong, in words."""
    handed_in_at = models.DateTimeField(_("handed in at"), default=timezone.now)
    handed_in_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )

    objects = TargetBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of targets")

    def __str__(self) -> str:
        return self.name
