"""Lists that are taken in by the worker: the file, how far it is, what came out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.models.access import Account
from kaohe.office.people.querysets.jobs import ImportQuerySet


class ImportKind(models.TextChoices):
    """What a list is of."""

    UNITS = "units", _("list of units")
    PEOPLE = "people", _("list of people")


class ImportState(models.TextChoices):
    """How far a list is."""

    WAITING = "waiting", _("waiting for the worker")
    RUNNING = "running", _("being taken in")
    DONE = "done", _("taken in")
    REJECTED = "rejected", _("not taken in: problems")
    FAILED = "failed", _("stopped by a fault")


class Import(models.Model):
    """One list handed in. All or nothing: a list with problems leaves no trace but this row."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="imports", verbose_name=_("account"))
    kind = models.CharField(_("kind of list"), max_length=10, choices=ImportKind)
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(_("content of the file"))
    """The file itself, in the database: the worker may run on another machine. Emptied when the list is done."""
    since = models.DateField(_("since"))
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.WAITING)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)
    problems = models.TextField(_("problems"), default="[]")
    """JSON as text."""
    created_at = models.DateTimeField(_("handed in at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("list handed in")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen to the list."""
        return self.finished_at is not None
