"""The dictionary of data items: what is asked under several names is collected once (一数一源)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.models.reports import Frequency
from kaohe.office.monitoring.querysets.dictionary import DataItemQuerySet
from kaohe.office.people.models import Unit
from kaohe.office.planning.models import Cycle, Indicator


class DataItem(models.Model):
    """One figure of reality, whichever indicators ask for it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="data_items", verbose_name=_("cycle"))
    name = models.CharField(_("name"), max_length=100)
    figure_unit = models.CharField(_("unit of the figure"), max_length=40, blank=True)
    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("data owner")
    )
    frequency = models.CharField(_("frequency"), max_length=20, choices=Frequency)
    revision = models.PositiveIntegerField(_("revision"), default=0)

    objects = DataItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("data item")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cycle", "name", "figure_unit", "frequency"], name="data_item_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DataItemUse(models.Model):
    """An input of an indicator that asks for a data item; the first one is asked, the others are filled from it."""

    item = models.ForeignKey(DataItem, on_delete=models.CASCADE, related_name="uses", verbose_name=_("data item"))
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="data_items", verbose_name=_("indicator")
    )
    input = models.CharField(_("input"), max_length=100, blank=True)
    is_asked = models.BooleanField(_("is the one asked"), default=False)

    class Meta:
        verbose_name = _("use of a data item")
        ordering: ClassVar[list[str]] = ["-is_asked", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["indicator", "input"], name="data_item_of_an_input"),
            models.UniqueConstraint(fields=["item"], condition=Q(is_asked=True), name="data_item_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.input}"
