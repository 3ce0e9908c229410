"""What was reported: figures by unit, indicator, input and period, with every earlier state; and events."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.querysets.events import EventQuerySet
from kaohe.office.monitoring.querysets.figures import FigureQuerySet, FigureVersionQuerySet
from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.models import Cycle, Indicator

DIGITS, PLACES = 20, 4
"""Fixed point, four places after the point, as the engine computes."""


class FigureState(models.TextChoices):
    """Sign-off of one value: liaison → unit head → data owner. Only accepted values are final; trial scores may say
    which states they take."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    SIGNED = "signed", _("signed by the head")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")


class Figure(models.Model):
    """One reported value (a fact): one row per unit, indicator, input and period. Exactly one of value, text and
    ``is_applicable=False`` is given; a row without value and text is a nil report (未发生, 零报告)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="figures", verbose_name=_("cycle"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="figures", verbose_name=_("unit"))
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="figures", verbose_name=_("indicator")
    )
    input = models.CharField(_("input"), max_length=100, blank=True)
    """Name of the criterion's input; blank: the one number of the criterion (完成值)."""
    period = models.CharField(_("period"), max_length=7)
    """``2026``, ``2026H1``, ``2026Q1`` or ``2026-01``."""
    value = models.DecimalField(_("figure"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    text = models.CharField(_("choice"), max_length=100, blank=True)
    """Text of a choice; ``true`` or ``false`` of a flag."""
    is_applicable = models.BooleanField(_("applies"), default=True)
    state = models.CharField(_("state"), max_length=20, choices=FigureState, default=FigureState.DRAFT)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    """Who entered the value that stands here."""
    signed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    accepted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    submitted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("submitted by")
    )
    doubts = models.CharField(_("confirmed doubts"), max_length=100, blank=True)
    """Codes between spaces of what looked beyond sense and was confirmed by whoever entered it."""
    return_reason = models.CharField(_("reason for the return"), max_length=300, blank=True)
    return_until = models.DateField(_("to be corrected by"), null=True, blank=True)
    remarks = models.CharField(_("remarks"), max_length=300, blank=True)
    """Of the reporter; the reason when the indicator does not apply."""

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cycle", "unit", "indicator", "input", "period"], name="figure_once_a_period"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["cycle", "period", "indicator"], name="figure_by_period"),
            models.Index(
                fields=["indicator", "period"],
                condition=models.Q(state="signed"),
                name="figure_waiting_for_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.indicator} {self.period}"

    @property
    def is_nil(self) -> bool:
        """Tell whether it is a nil report: nothing happened, which is an answer."""
        return self.is_applicable and self.value is None and not self.text


class FigureVersion(models.Model):
    """A figure as it stood from one moment on: never changed, so that a score of any moment can be computed again."""

    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="versions", verbose_name=_("figure"))
    revision = models.PositiveIntegerField(_("revision"))
    value = models.DecimalField(_("figure"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    text = models.CharField(_("choice"), max_length=100, blank=True)
    is_applicable = models.BooleanField(_("applies"), default=True)
    state = models.CharField(_("state"), max_length=20, choices=FigureState)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = FigureVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a figure")
        ordering: ClassVar[list[str]] = ["revision"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["figure", "revision"], name="figure_version_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"], name="figure_version_by_time")]

    def __str__(self) -> str:
        return f"{self.figure} r{self.revision}"


class EventState(models.TextChoices):
    """Where an event stands; only approved ones are counted."""

    FILED = "filed", _("filed")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    CANCELLED = "cancelled", _("cancelled")


class Event(models.Model):
    """Grounds for a bonus, a deduction or a veto (加分/扣分事项), filed by a managing department with its document."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="events", verbose_name=_("cycle"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="events", verbose_name=_("unit"))
    item = models.CharField(_("item"), max_length=40)
    """Code of the adjustment, indicator or veto it belongs to in the scheme."""
    input = models.CharField(_("input"), max_length=100, blank=True)
    """Name of the criterion's input (国家级, 迟报 …); blank when the criterion has one."""
    happened_on = models.DateField(_("happened on"))
    count = models.DecimalField(_("times"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    points = models.DecimalField(_("points"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    """Points given by a person, where the criterion leaves them to judgement."""
    grounds = models.CharField(_("grounds"), max_length=300)
    document = models.CharField(_("document"), max_length=200)
    """Its proof: number of the notice or award; the same document is not counted twice for one unit and item."""
    state = models.CharField(_("state"), max_length=20, choices=EventState, default=EventState.FILED)
    filed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("filed by"))
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now)
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    """When it began to count; kept when it is cancelled later, so that earlier scores can be computed again."""
    remarks = models.CharField(_("remarks"), max_length=300, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        ordering: ClassVar[list[str]] = ["-happened_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cycle", "unit", "item", "input", "document"],
                condition=models.Q(state__in=["filed", "approved"]),
                name="event_counted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.item}: {self.grounds}"

    def get_absolute_url(self) -> str:
        """Address of the event's page."""
        return reverse("monitoring:event", args=[self.pk])
