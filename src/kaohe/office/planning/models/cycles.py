"""Cycles, the scheme of each, and its way from draft to publication."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.querysets.cycles import (
    AppraisedUnitQuerySet,
    CommentQuerySet,
    CycleQuerySet,
    IndicatorQuerySet,
)


class CycleState(models.TextChoices):
    """Where the year stands; each move is one action."""

    DRAFT = "draft", _("draft")
    CONSULTATION = "consultation", _("consultation")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")
    RUNNING = "running", _("running")
    ASSESSING = "assessing", _("assessing")
    DECIDED = "decided", _("decided")
    PUBLICISED = "publicised", _("publicised")
    CLOSED = "closed", _("closed")


class Cycle(models.Model):
    """One scheme over one year for the units of one subtree; two schemes over the same units are two cycles."""

    code = models.SlugField(_("short name"), max_length=60, unique=True)
    """Stands in addresses and is the key of the cycle's chain in the audit log: ``cycle/<code>``."""
    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cycles", verbose_name=_("area"))
    """The units appraised stand below this one."""
    state = models.CharField(_("state"), max_length=20, choices=CycleState, default=CycleState.DRAFT)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="following", verbose_name=_("last year's")
    )
    """Where history and last year's ranks come from."""
    comments_until = models.DateField(_("comments until"), null=True, blank=True)
    targets_until = models.DateField(_("targets until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("created by"))
    revision = models.PositiveIntegerField(_("revision"), default=0)
    """Counts the changes; a form sends back the one it was filled from, so that no change is lost."""

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("cycle")
        ordering: ClassVar[list[str]] = ["-year", "code"]

    def __str__(self) -> str:
        return self.title

    @property
    def chain(self) -> str:
        """Key of the cycle's chain in the audit log."""
        return f"cycle/{self.code}"


class SchemeDraft(models.Model):
    """The scheme that is being written, one a cycle: `kaohe.scheme.SchemeSpec` as canonical JSON."""

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="draft", verbose_name=_("cycle"))
    document = models.TextField(_("document"))
    revision = models.PositiveIntegerField(_("revision"), default=0)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    changed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by"))

    class Meta:
        verbose_name = _("draft of a scheme")

    def __str__(self) -> str:
        return str(self.cycle)


class SchemeEdit(models.Model):
    """One edit of a draft with the document before and after it, so that the last ones can be undone."""

    draft = models.ForeignKey(SchemeDraft, on_delete=models.CASCADE, related_name="edits", verbose_name=_("draft"))
    what = models.CharField(_("what was done"), max_length=300)
    """In words, as the log has it."""
    node = models.CharField(_("indicator"), max_length=60, blank=True)
    """Code of the indicator; blank: another part of the scheme."""
    before = models.TextField(_("before"))
    after = models.TextField(_("after"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))

    class Meta:
        verbose_name = _("edit of a scheme")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.what


class SchemeVersion(models.Model):
    """A scheme as it stood at a moment: never changed afterwards."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="versions", verbose_name=_("cycle"))
    number = models.PositiveSmallIntegerField(_("version"))
    document = models.TextField(_("document"))
    """Canonical JSON, as `kaohe.scheme.version.canonical_json` writes it."""
    hash = models.CharField(_("hash"), max_length=64)
    """SHA-256 of the document."""
    note = models.CharField(_("note"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    """The version in force is the one published last."""

    class Meta:
        verbose_name = _("version of a scheme")
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "number"], name="scheme_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} v{self.number}"


class Indicator(models.Model):
    """An indicator of a published scheme, one row a code: what targets, shares and figures refer to.

    Written by publication alone; name, points and place in the tree are those of the version in force.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("cycle"))
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    """Place in published order, over the whole tree."""
    is_leaf = models.BooleanField(_("is scored"))
    criterion = models.TextField(_("criterion"), blank=True)
    figure_unit = models.CharField(_("unit of the figure"), max_length=40, blank=True)
    frequency = models.CharField(_("frequency"), max_length=20, blank=True)
    """monthly, quarterly, half-yearly or yearly; inherited from the parent when the scheme says so."""
    owner_name = models.CharField(_("data owner"), max_length=100, blank=True)
    """As the scheme writes it; `owner` is the unit found by that name."""
    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_indicators", verbose_name=_("owner")
    )
    lead_name = models.CharField(_("lead department"), max_length=100, blank=True)
    lead = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="led_indicators", verbose_name=_("lead")
    )
    classes = models.TextField(_("classes"), blank=True)
    """Ids of the classes it applies to between spaces, `` industrial farming ``; blank: all."""
    needs_target = models.BooleanField(_("needs a target"), default=False)
    """The criterion compares the figure with a target that differs from unit to unit."""
    smaller_is_better = models.BooleanField(_("smaller is better"), default=False)
    withdrawn_in = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("withdrawn in")
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "code"], name="indicator_once_a_cycle"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AppraisedUnit(models.Model):
    """A unit in a cycle with its class, frozen at publication from the classes of the year: relative methods keep
    their comparison group. A later change of class, a merger or a renaming is an action with its reason."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="appraised_units", verbose_name=_("cycle"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appraisals", verbose_name=_("unit"))
    class_id = models.CharField(_("class"), max_length=40)
    """Id of the scheme's class; the `UnitClass` of the year has the same code."""
    attributes = models.TextField(_("attributes"), default="{}")
    """JSON object, name → text: what coefficients and corrections ask for (population, group)."""
    left_on = models.DateField(_("left the cycle on"), null=True, blank=True)
    """First day on which the unit is no longer appraised in this cycle: closed or merged in mid-cycle."""
    revision = models.PositiveIntegerField(_("revision"), default=0)

    objects = AppraisedUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("appraised unit")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "unit"], name="appraised_once_a_cycle"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} ({self.class_id})"


class Comment(models.Model):
    """What a unit says about the scheme in consultation, and what the office answers."""

    class Outcome(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("open")
        ADOPTED = "adopted", _("adopted")
        PARTLY = "partly", _("partly adopted")
        DECLINED = "declined", _("not adopted")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="comments", verbose_name=_("cycle"))
    indicator_code = models.CharField(_("indicator"), max_length=40, blank=True)
    """Blank: about the scheme as a whole."""
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    text = models.TextField(_("comment"))
    written_at = models.DateTimeField(_("written at"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, default=Outcome.OPEN)
    reply = models.TextField(_("reply"), blank=True)
    replied_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("replied by")
    )
    replied_at = models.DateTimeField(_("replied at"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        ordering: ClassVar[list[str]] = ["written_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(outcome="open") | ~Q(reply=""), name="comment_answered_with_reply"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Approval(models.Model):
    """What the leading group decided on a version of the scheme."""

    version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="approvals", verbose_name=_("version")
    )
    is_approved = models.BooleanField(_("approved"))
    """False: sent back."""
    meeting = models.CharField(_("meeting"), max_length=200)
    """Meeting or document in which it was decided."""
    decided_on = models.DateField(_("decided on"))
    remarks = models.TextField(_("remarks"), blank=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    class Meta:
        verbose_name = _("approval")
        ordering: ClassVar[list[str]] = ["-recorded_at"]

    def __str__(self) -> str:
        return f"{self.version}: {self.meeting}"
