"""No lost update: a form sends back the revision it was filled from, and the action compares."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


class StaleError(ValidationError):
    """Somebody else changed the row after the form was opened; nothing was written.

    Attributes
    ----------
    row
        The row as it stands now, for showing both side by side.
    """

    def __init__(self, row: object) -> None:
        super().__init__(
            _("Somebody else changed this after you opened it. Nothing was saved: look at what stands now, then save.")
        )
        self.row = row


R = TypeVar("R", bound=models.Model)


def held(row: R, seen: int | None) -> R:
    """Read a row anew and hold it until the transaction ends.

    Parameters
    ----------
    seen
        Revision that the form was filled from; None: the caller decides on what stands now.

    Raises
    ------
    StaleError
        When the row has another revision by now.
    """
    found: R = row.__class__.objects.select_for_update(of=("self",)).get(pk=row.pk)  # type: ignore[attr-defined]
    if seen is not None and found.revision != seen:  # type: ignore[attr-defined]
        raise StaleError(found)
    return found
