"""Reported figures as they stood at a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef

from kaohe.office.monitoring.models import Figure, FigureVersion
from kaohe.office.planning.models import Cycle
from kaohe.office.scoring.moments import Moment

CHUNK = 5000
"""Rows fetched at a time: a province's figures never lie in memory twice."""


class Reported(NamedTuple):
    """One reported value: one row per unit, indicator, input and period."""

    unit: int
    indicator: int
    input: str
    period: str
    value: Decimal | None
    text: str
    is_applicable: bool


def figures_of(cycle: Cycle, moment: Moment, indicators: Collection[int] | None = None) -> Iterator[Reported]:
    """Give the figures that count, one query however many there are.

    A figure counts in the state that it had at the moment: one that was accepted later, or returned by then, does not.
    """
    rows = counted_rows(cycle, moment)
    prefix = "" if moment.at is None else "figure__"
    if indicators is not None:
        rows = rows.filter(**{f"{prefix}indicator__in": indicators})
    keys = [f"{prefix}{name}" for name in ("unit", "indicator", "input", "period")]
    found: Iterable[tuple[object, ...]] = rows.values_list(*keys, "value", "text", "is_applicable").iterator(CHUNK)
    return (Reported(*row) for row in found)  # type: ignore[arg-type]  # columns in the order of the fields


def counted_rows(cycle: Cycle, moment: Moment) -> models.QuerySet[Any]:
    """Give the rows that hold what counts: figures as they stand, or their versions of a moment."""
    return _now(cycle, moment) if moment.at is None else _then(cycle, moment)


def _now(cycle: Cycle, moment: Moment) -> models.QuerySet[Any]:
    return Figure.objects.filter(cycle=cycle, state__in=moment.counted.states)


def _then(cycle: Cycle, moment: Moment) -> models.QuerySet[Any]:
    """Keep the newest version of each figure by the moment, when its state counts."""
    known = FigureVersion.objects.filter(figure__cycle=cycle, at__lte=moment.at)
    later = FigureVersion.objects.filter(
        figure=OuterRef("figure"), revision__gt=OuterRef("revision"), at__lte=moment.at
    )
    return known.filter(~Exists(later), state__in=moment.counted.states)
