"""Figures beyond sense: they are asked about once, and the confirmation is kept. They are never refused."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from kaohe.office.monitoring.questions import Question

HUNDRED = Decimal(100)


class Doubt(StrEnum):
    """Why a figure is asked about."""

    NEGATIVE = "negative"
    OVER_HUNDRED = "over_100"
    FAR_ABOVE_TARGET = "far_above"
    FELL = "fell"
    JUMPED = "jumped"

    @property
    def text(self) -> str:
        """The question, in the language of the reader."""
        return {
            Doubt.NEGATIVE: _("The figure is below zero."),
            Doubt.OVER_HUNDRED: _("The percentage is above 100."),
            Doubt.FAR_ABOVE_TARGET: _("The figure is many times the target. Is the unit right?"),
            Doubt.FELL: _("A figure counted from 1 January is smaller than that of the last period."),
            Doubt.JUMPED: _("The figure has grown more than tenfold since the last period. Is the unit right?"),
        }[self]


JUMP = 10


def doubts_about(
    value: Decimal,
    question: Question,
    *,
    target: Decimal | None,
    last: Decimal | None,
    is_cumulative: bool,
    most_times: int,
) -> list[Doubt]:
    """Say what is beyond sense about a figure.

    Parameters
    ----------
    target
        The unit's target of the year, for the figure of the indicator itself.
    last
        The same figure one period earlier.
    most_times
        Setting of the cycle: from how many times the target on a figure is asked about.
    """
    found = []
    if value < 0:
        found.append(Doubt.NEGATIVE)
    if question.is_percentage and value > HUNDRED:
        found.append(Doubt.OVER_HUNDRED)
    if target is not None and target > 0 and not question.input and value > most_times * target:
        found.append(Doubt.FAR_ABOVE_TARGET)
    if last is not None and last > 0:
        if is_cumulative and 0 <= value < last and not question.is_percentage:
            found.append(Doubt.FELL)
        if value > JUMP * last and not question.is_whole:
            found.append(Doubt.JUMPED)
    return found
