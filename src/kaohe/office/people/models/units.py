"""Units as a tree, and what they were called and where they stood in earlier years."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.querysets.units import SuccessionQuerySet, UnitQuerySet, VersionQuerySet


class UnitKind(models.TextChoices):
    """What sort of body a unit is."""

    DIVISION = "division", _("administrative division")
    PARTY = "party", _("party body")
    DEPARTMENT = "department", _("government department")
    TOWNSHIP = "township", _("township")
    STREET = "street", _("street office")
    VILLAGE = "village", _("village")
    COMMUNITY = "community", _("community")
    INSTITUTION = "institution", _("public institution")
    ENTERPRISE = "enterprise", _("enterprise")
    OTHER = "other", _("other")


class Unit(models.Model):
    """A body that exists from one day to another. Its code is for ever; name, parent and kind are those of today.

    ``path`` holds the keys from the root down, ``/1/17/204/``: a subtree is one indexed prefix, at any depth.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100, db_index=True)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind, default=UnitKind.OTHER)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    path = models.TextField(_("path"), db_index=True, editable=False, default="")
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    """First day on which the unit is no more."""

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")), name="unit_closes_after_opening"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["parent", "code"], name="unit_by_parent")]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """Number of units above this one."""
        return self.path.count("/") - 2

    @property
    def ancestor_keys(self) -> list[int]:
        """Keys of the units above, from the root down."""
        return [int(key) for key in self.path.split("/")[1:-2]]

    def is_open_on(self, day: date) -> bool:
        """Tell whether the unit exists on a day."""
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)

    def is_within(self, other: Unit) -> bool:
        """Tell whether the unit is the other or below it."""
        return self.path.startswith(other.path)

    def place_under(self, parent: Unit | None) -> None:
        """Set parent and path, and the paths of everything below, in one statement."""
        old = self.path
        self.parent = parent
        self.path = f"{parent.path if parent else '/'}{self.pk}/"
        if old and old != self.path:
            below = Unit.objects.filter(path__startswith=old).exclude(pk=self.pk)
            rest = models.functions.Substr("path", len(old) + 1)
            below.update(path=Concat(Value(self.path), rest, output_field=models.TextField()))
        self.save(update_fields=["parent", "path"])


class UnitVersion(models.Model):
    """What a unit was called, where it stood and what it was, from one day until another."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="versions", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind, default=UnitKind.OTHER)
    parent = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("parent")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    """First day on which it was otherwise."""
    document = models.CharField(_("document"), max_length=200, blank=True)
    """The decision that made it so."""
    revision = models.PositiveIntegerField(_("revision"), default=0)
    """Counts corrections: what was entered wrongly is put right here, and the log keeps what stood before."""

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a unit")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit", "since"], name="unit_version_once_a_day"),
            models.UniqueConstraint(fields=["unit"], condition=Q(until__isnull=True), name="unit_version_one_current"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="unit_version_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.since} – {self.until or ''})"


class Succession(models.Model):
    """One unit's work went over to another: by a merger, a division or a refounding."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="became", verbose_name=_("before"))
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="came_from", verbose_name=_("after"))
    on = models.DateField(_("on"), db_index=True)
    document = models.CharField(_("document"), max_length=200, blank=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("succession of units")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} ({self.on})"
