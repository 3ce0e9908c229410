"""Days that are not what their weekday says."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpecialDay(models.Model):
    """A holiday, or a Saturday or Sunday that is worked to make up for one."""

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("is a working day"))
    name = models.CharField(_("holiday"), max_length=50)
    source = models.CharField(_("source"), max_length=200)
    """The notice of the State Council that fixes it."""

    class Meta:
        verbose_name = _("special day of the calendar")

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
