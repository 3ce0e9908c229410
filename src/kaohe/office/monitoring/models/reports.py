"""What is asked of whom and when: rules of the data dates, reports, cards for the late."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.querysets.reports import CardQuerySet, ReportQuerySet
from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.models import Cycle, Indicator


class Frequency(models.TextChoices):
    """How often a figure is reported; the words of the scheme."""

    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")
    HALF_YEARLY = "half-yearly", _("half-yearly")
    YEARLY = "yearly", _("yearly")


class Side(models.TextChoices):
    """Whose form asks for the figures: the appraised unit's, or that of the data owner for all units."""

    UNIT = "unit", _("entered by the unit")
    OWNER = "owner", _("entered by the data owner")


class DueRule(models.Model):
    """Until when the figures of a period are due, one row a cycle and frequency (数据报送时限)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="due_rules", verbose_name=_("cycle"))
    frequency = models.CharField(_("frequency"), max_length=20, choices=Frequency)
    days = models.PositiveSmallIntegerField(_("days after the period"))
    is_working_days = models.BooleanField(_("working days"), default=True)
    """False: calendar days."""

    class Meta:
        verbose_name = _("data date rule")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "frequency"], name="due_rule_once"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=200), name="due_rule_within_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_frequency_display()}: {self.days}"


class ReportingRules(models.Model):
    """What else the office has settled for the reports of a cycle: clocks of cards, lights, evidence, sense.

    A cycle without a row has the defaults, which are those of a city's published rule.
    """

    cycle = models.OneToOneField(
        Cycle, on_delete=models.CASCADE, related_name="reporting_rules", verbose_name=_("cycle")
    )
    remind_days = models.PositiveSmallIntegerField(_("reminder, working days before"), default=5)
    yellow_days = models.PositiveSmallIntegerField(_("yellow card, working days after"), default=0)
    """0: on the data date itself; a card is issued when its day is over and nothing was reported."""
    red_days = models.PositiveSmallIntegerField(_("red card, working days after"), default=2)
    on_pace_pct = models.DecimalField(_("on pace from, %"), max_digits=6, decimal_places=2, default=Decimal(100))
    at_risk_pct = models.DecimalField(_("at risk from, %"), max_digits=6, decimal_places=2, default=Decimal(90))
    evidence_kinds = models.CharField(_("kinds of evidence"), max_length=100, default="pdf jpg jpeg png xlsx docx ofd")
    """Endings between spaces. No video: material that exists already is enough."""
    evidence_mb = models.PositiveSmallIntegerField(_("megabytes a file"), default=10)
    evidence_count = models.PositiveSmallIntegerField(_("files a figure"), default=3)
    most_times_target = models.PositiveSmallIntegerField(_("ask from so many times the target"), default=3)
    """A figure beyond it is asked about once; it is never refused."""
    revision = models.PositiveIntegerField(_("revision"), default=0)

    class Meta:
        verbose_name = _("reporting rules")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(red_days__gt=models.F("yellow_days")), name="red_card_after_yellow"),
            models.CheckConstraint(condition=Q(on_pace_pct__gt=models.F("at_risk_pct")), name="pace_lights_in_order"),
        ]

    def __str__(self) -> str:
        return str(self.cycle)

    @property
    def kinds(self) -> list[str]:
        """Endings of the evidence that is taken."""
        return self.evidence_kinds.split()


class Reporting(models.Model):
    """How one indicator is reported, where that is not as usual: the unit enters, the figure grows over the year."""

    indicator = models.OneToOneField(
        Indicator, on_delete=models.CASCADE, related_name="reporting", verbose_name=_("indicator")
    )
    entered_by = models.CharField(_("entered by"), max_length=10, choices=Side, default=Side.UNIT)
    is_cumulative = models.BooleanField(_("from the beginning of the year"), default=True)
    """The figure counts from 1 January; else each period stands for itself (a rate)."""
    curve = models.CharField(_("plan by month"), max_length=200, blank=True)
    """Twelve cumulative percentages between spaces, the last 100; blank: even."""

    class Meta:
        verbose_name = _("reporting of an indicator")

    def __str__(self) -> str:
        return str(self.indicator)


class ReportState(models.TextChoices):
    """Where a report stands: where its value stands that has furthest to go."""

    OPEN = "open", _("nothing entered")
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waits for the head")
    SIGNED = "signed", _("waits for the data owner")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")


class Report(models.Model):
    """All that one unit is asked for one period (月报、季报); as data owner a unit has reports of their own for the
    figures that it supplies for all units."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reports", verbose_name=_("cycle"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports", verbose_name=_("unit"))
    side = models.CharField(_("entered by"), max_length=10, choices=Side, default=Side.UNIT)
    period = models.CharField(_("period"), max_length=7)
    period_ends_on = models.DateField(_("period ends on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    """Blank while the holidays of that year are not in the calendar: no deadline is better than a wrong one."""
    remind_on = models.DateField(_("reminder on"), null=True, blank=True)
    yellow_on = models.DateField(_("yellow card on"), null=True, blank=True)
    red_on = models.DateField(_("red card on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ReportState, default=ReportState.OPEN)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    reported_at = models.DateTimeField(_("first reported at"), null=True, blank=True)
    """When the head signed it for the first time: so a unit reports; a return changes nothing."""
    is_late = models.BooleanField(_("late"), default=False)
    """Not reported by the end of its day; stays when it is reported afterwards."""
    return_until = models.DateField(_("to be corrected by"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        ordering: ClassVar[list[str]] = ["due_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "unit", "side", "period"], name="report_once_a_period"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["cycle", "period_ends_on", "state"], name="report_by_period"),
            models.Index(fields=["unit", "due_on"], name="report_by_unit"),
            models.Index(fields=["due_on"], condition=Q(reported_at__isnull=True), name="report_missing"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"

    def is_overdue_on(self, day: date) -> bool:
        """Tell whether its day is over and nothing was reported."""
        return self.reported_at is None and self.due_on is not None and self.due_on < day


class Card(models.Model):
    """A yellow or red card for a report that did not come (黄牌、红牌); one of each kind a report, for ever."""

    class Kind(models.TextChoices):
        """Colour."""

        YELLOW = "yellow", _("yellow card")
        RED = "red", _("red card")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="cards", verbose_name=_("report"))
    kind = models.CharField(_("card"), max_length=10, choices=Kind)
    issued_on = models.DateField(_("issued for"))
    """The day of the rule; the job may have run later."""
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )
    lifted_reason = models.CharField(_("reason for lifting"), max_length=300, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("card")
        ordering: ClassVar[list[str]] = ["-issued_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "kind"], name="card_once"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lifted_reason=""), name="card_lifted_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.report}"
