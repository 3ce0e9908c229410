"""Stored runs: what was scored, from what, with what result."""

from __future__ import annotations

import zlib
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.models import Cycle, SchemeVersion
from kaohe.office.scoring.moments import Counted, Moment
from kaohe.office.scoring.querysets.runs import RunQuerySet, RunUnitQuerySet


class RunPurpose(models.TextChoices):
    """What a run is for."""

    TRIAL = "trial", _("trial score")
    WHAT_IF = "what_if", _("what if")
    OFFICIAL = "official", _("official")


class Run(models.Model):
    """One stored run: a pure function of a scheme version and the facts as of a moment."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="runs", verbose_name=_("cycle"))
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="runs", verbose_name=_("scheme"))
    number = models.PositiveIntegerField(_("run"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=RunPurpose, default=RunPurpose.TRIAL)
    facts_at = models.DateTimeField(_("facts as of"))
    """Figures, events and decisions recorded until this moment."""
    as_of = models.DateField(_("up to"), null=True, blank=True)
    """The day the run looks from: periods that begin later and later events are not known yet; None: everything."""
    counted = models.CharField(_("figures counted"), max_length=20, choices=Counted, default=Counted.ACCEPTED)
    """How far figures had to be signed off; an official run counts accepted ones only."""
    scheme_hash = models.CharField(_("hash of the scheme"), max_length=64)
    facts_hash = models.CharField(_("hash of the facts"), max_length=64)
    result = models.BinaryField(_("result"))
    """Canonical JSON of the score sheet (`kaohe.scoring.run.canonical`), zlib-compressed."""
    result_hash = models.CharField(_("hash of the result"), max_length=64)
    """SHA-256 of the uncompressed result."""
    note = models.CharField(_("note"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    """None: the nightly job."""

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run")
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "number"], name="run_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} #{self.number}"

    @property
    def moment(self) -> Moment:
        """What was known when, for reading the rows again."""
        return Moment(self.facts_at, self.as_of, Counted(self.counted))

    @property
    def stored(self) -> bytes:
        """The result as it was hashed."""
        return zlib.decompress(self.result)


class RunUnit(models.Model):
    """One unit in a run: for lists, ranks and movements; everything else is in the run's result."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="units", verbose_name=_("run"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="scores", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=100)
    """As it was called then."""
    class_id = models.CharField(_("class"), max_length=40)
    attributes = models.TextField(_("attributes"), default="{}")
    """JSON object, name → text, as they were: with class and name all that the run knew of the unit."""
    total = models.DecimalField(_("score"), max_digits=20, decimal_places=8, null=True, blank=True)
    """None: nothing could be scored, because nothing applied or everything was left out."""
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    """None: evaluated without rank."""
    grade = models.CharField(_("proposed grade"), max_length=40, blank=True)
    cells = models.TextField(_("scores of the indicators"))
    """JSON: indicator code → [score, full points] as decimal strings, null where nothing is scored."""

    objects = RunUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit in a run")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "unit"], name="run_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.name}"
