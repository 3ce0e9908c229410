"""Sections and posts of a unit, and the persons who hold them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.models.units import Unit
from kaohe.office.people.querysets.staff import AppointmentQuerySet, OfUnitQuerySet, PersonQuerySet


class Section(models.Model):
    """A section of a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sections", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=100)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit", "name"], name="section_once_a_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post, in a section or directly in the unit."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts", verbose_name=_("unit"))
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("section")
    )
    name = models.CharField(_("name"), max_length=100)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "section", "name"], name="post_once_a_section", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who works here. Only what appraisal needs is kept: no identity number, no address."""

    staff_no = models.CharField(_("staff number"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100, db_index=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    """First day on which the person no longer works here."""
    revision = models.PositiveIntegerField(_("revision"), default=0)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")

    def __str__(self) -> str:
        return self.name

    def has_left_by(self, day: date) -> bool:
        """Tell whether the person no longer works here on a day."""
        return self.left_on is not None and self.left_on <= day


class Appointment(models.Model):
    """A person works in a unit, perhaps in a section and on a post, from one day until another.

    Who holds two posts has two appointments, and is assessed in both.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appointments", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("unit"))
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("post")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    """First day on which the person no longer works there."""

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="appointment_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.post or self.unit}"
