"""Classes: units that are compared with one another in a year."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.models.units import Unit


class UnitClass(models.Model):
    """A class of one cycle year."""

    year = models.PositiveSmallIntegerField(_("year"))
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("class of units")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["year", "code"], name="unit_class_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"


class Membership(models.Model):
    """The class of a unit in a year: exactly one, or the unit is not appraised."""

    unit_class = models.ForeignKey(
        UnitClass, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("class")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    """The year of the class, repeated so that the database itself refuses a second class."""

    class Meta:
        verbose_name = _("class of a unit")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit", "year"], name="one_class_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.unit_class}"
