"""The order of a supervision task, its clocks and its nodes, in one place that a supervisor can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.models import SupervisionState, SupervisionTask

S = SupervisionState

MOVES: dict[SupervisionState, tuple[SupervisionState, ...]] = {
    S.FILED: (S.APPROVED, S.REFUSED),
    S.APPROVED: (S.PLANNED,),
    S.PLANNED: (S.DOING,),
    S.DOING: (S.CONCLUDED,),
    S.CONCLUDED: (S.FED_BACK,),
    S.FED_BACK: (S.RECTIFYING,),
    S.RECTIFYING: (S.CHECKED,),
    S.CHECKED: (S.USED,),
    S.USED: (S.ARCHIVED,),
    S.ARCHIVED: (),
    S.REFUSED: (),
}
"""State → the states that may follow (政府督查工作条例, 2021): approval, plan, doing, conclusion, handing over,
rectification, check, use of the result, archive. An objection runs beside it and holds up the use."""

OBJECTION_DAYS = 30
"""Days within which a unit may object after the conclusion was handed over, and within which it is answered."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Last days of the three clocks of a unit under a task."""

    arrange_by: date
    report_by: date
    settle_by: date


def clock(assigned_on: date, *, is_hard: bool) -> Clock:
    """Give the clocks in use: arranged on the same day, reported in 3 days, settled in 7, a hard matter in a month.

    Examples
    --------
    >>> clock(date(2026, 3, 2), is_hard=False).settle_by
    datetime.date(2026, 3, 9)
    """
    days = 30 if is_hard else 7
    return Clock(assigned_on, assigned_on + timedelta(days=3), assigned_on + timedelta(days=days))


NODES = {
    SupervisionTask.Kind.DECISION: (_("decomposed"), _("started"), _("half done"), _("completed")),
    SupervisionTask.Kind.CONSTRUCTION: (
        _("project approval"),
        _("site and land use"),
        _("planning permit"),
        _("design"),
        _("funds secured"),
        _("tender"),
        _("construction permit"),
        _("construction start"),
        _("main structure"),
        _("acceptance of works"),
        _("handed over for use"),
    ),
    SupervisionTask.Kind.INVESTMENT: (_("contract signed"), _("construction start"), _("production start")),
    SupervisionTask.Kind.URGENT: (),
    SupervisionTask.Kind.OTHER: (),
}
"""Nodes by kind of task, as one city follows them: 4 for a decision, 11 for construction, 3 for investment."""
