"""Which facts a run looks at: recorded until when, seen from which day, signed off how far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.models import FigureState


class Counted(TextChoices):
    """Which figures count, by how far they are signed off. Official runs count accepted ones only."""

    ACCEPTED = "accepted", _("accepted figures only")
    SIGNED = "signed", _("signed and accepted figures")
    REPORTED = "reported", _("everything reported")

    @property
    def states(self) -> tuple[FigureState, ...]:
        """Give the states that count; drafts and returned figures never do."""
        return _STATES[self]


_STATES = {
    Counted.ACCEPTED: (FigureState.ACCEPTED,),
    Counted.SIGNED: (FigureState.ACCEPTED, FigureState.SIGNED),
    Counted.REPORTED: (FigureState.ACCEPTED, FigureState.SIGNED, FigureState.SUBMITTED),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """What was known when.

    Attributes
    ----------
    at
        Figures, targets and events as they stood then; None: as they stand now.
    as_of
        Day the run looks from: periods that begin later, and later events, are not known yet; None: everything.
    counted
        See `Counted`.
    """

    at: datetime | None = None
    as_of: date | None = None
    counted: Counted = Counted.ACCEPTED

    @property
    def day(self) -> str | None:
        """The day in the form that the engine reads."""
        return None if self.as_of is None else self.as_of.isoformat()
