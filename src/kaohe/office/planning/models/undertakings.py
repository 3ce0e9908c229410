"""What comes from above and what is signed below: superior's indicators, responsibility letters, the register."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.audit.record import GENERAL
from kaohe.office.people.models import Account, Person, Unit
from kaohe.office.planning.models.cycles import Cycle, Indicator
from kaohe.office.planning.querysets.undertakings import LetterQuerySet, RegisterQuerySet, SuperiorQuerySet


class SuperiorIndicator(models.Model):
    """An indicator by which the superior appraises this area."""

    cycle = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, related_name="superior_indicators", verbose_name=_("cycle")
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    source = models.CharField(_("document"), max_length=200)
    handed_down_on = models.DateField(_("handed down on"))
    points = models.DecimalField(_("points"), max_digits=9, decimal_places=4, null=True, blank=True)
    requirement = models.TextField(_("requirement"), blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)

    objects = SuperiorQuerySet.as_manager()

    class Meta:
        verbose_name = _("superior's indicator")
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "code"], name="superior_indicator_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Mapping(models.Model):
    """Who answers a superior's indicator, by which own indicator, until when."""

    superior = models.ForeignKey(
        SuperiorIndicator, on_delete=models.CASCADE, related_name="mappings", verbose_name=_("superior's indicator")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="mappings", verbose_name=_("indicator")
    )
    """None: answered by work that no own indicator measures."""
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("responsible"))
    leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("leader")
    )
    due_on = models.DateField(_("due on"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mapping")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["superior", "indicator", "unit"], name="mapping_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.superior} → {self.unit}"


class Letter(models.Model):
    """A responsibility letter: the text frozen with its hash, signed off by both sides."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="letters", verbose_name=_("cycle"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="letters", verbose_name=_("unit"))
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    content = models.TextField(_("content"))
    """Canonical JSON of everything the letter says: parties, indicators, points, criteria, targets, scheme hash."""
    hash = models.CharField(_("hash"), max_length=64)
    """SHA-256 of the content; what the two sides sign."""
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    checked_at = models.DateTimeField(_("compared at"), default=timezone.now)
    """When its terms were last found to be those of scheme and targets; a later change of these makes it outdated."""
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsibility letter")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "unit", "number"], name="letter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} ({self.cycle})"

    @property
    def is_whole(self) -> bool:
        """Tell whether the content still gives the hash that was written when the letter was made."""
        return sha256(self.content.encode()).hexdigest() == self.hash


class Signature(models.Model):
    """One side signed off a letter: who, when, what hash."""

    class Side(models.TextChoices):
        """The two parties."""

        ISSUER = "issuer", _("appraising side")
        UNIT = "unit", _("appraised unit")

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="signatures", verbose_name=_("letter"))
    side = models.CharField(_("side"), max_length=20, choices=Side)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("account"))
    name = models.CharField(_("name"), max_length=100)
    """As it was on the day."""
    signed_at = models.DateTimeField(_("signed at"), default=timezone.now)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("signature")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["letter", "side"], name="signature_once_a_side"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.signed_at:%Y-%m-%d}"


class RegisterItem(models.Model):
    """督查检查考核事项: an appraisal, inspection or veto with its basis and approval; without them it cannot start."""

    class Kind(models.TextChoices):
        """What is registered."""

        APPRAISAL = "appraisal", _("appraisal")
        INSPECTION = "inspection", _("inspection")
        SUPERVISION = "supervision", _("supervision")
        VETO = "veto", _("veto")

    class State(models.TextChoices):
        """Where the item stands; an approved one ends with its expiry."""

        FILED = "filed", _("filed")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    plan_number = models.CharField(_("plan number"), max_length=60, blank=True)
    organiser = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("organiser"))
    basis = models.CharField(_("basis"), max_length=300)
    """Law, regulation or document, with article."""
    level = models.CharField(_("level addressed"), max_length=100, blank=True)
    times_a_year = models.PositiveSmallIntegerField(_("times a year"), default=1)
    approving_body = models.CharField(_("approving body"), max_length=200, blank=True)
    approval_document = models.CharField(_("approval document"), max_length=200, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    """First day on which it no longer holds."""
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.FILED)
    remarks = models.TextField(_("remarks"), blank=True)
    cycle = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, null=True, blank=True, related_name="register_items", verbose_name=_("cycle")
    )
    """The cycle that it lets start, or whose veto it is."""
    veto_code = models.CharField(_("veto"), max_length=40, blank=True)
    """Code of the veto in the cycle's scheme."""
    filed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("filed by")
    )
    """None: taken over from a list that was approved before."""
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now)
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("register item")
        ordering: ClassVar[list[str]] = ["-year", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # the law keeps a veto off unless document, approving level and expiry are written down
            models.CheckConstraint(
                condition=~Q(kind="veto", state="approved")
                | (Q(expires_on__isnull=False) & ~Q(approving_body="") & ~Q(approval_document="")),
                name="veto_approved_with_expiry",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_in_force_on(self, day: date) -> bool:
        """Tell whether the item is approved and neither ahead nor lapsed on a day."""
        has_begun = self.approved_on is None or self.approved_on <= day
        return self.state == self.State.APPROVED and has_begun and (self.expires_on is None or day < self.expires_on)

    @property
    def chain(self) -> str:
        """Chain of the audit log that tells of the item: its cycle's, else the general one."""
        return self.cycle.chain if self.cycle else GENERAL
