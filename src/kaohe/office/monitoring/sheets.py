"""A report as its form: fields, what stands in them, what is known beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from kaohe.office.monitoring.answers import Key
from kaohe.office.monitoring.demands import Field, demands_of
from kaohe.office.monitoring.models import Figure, Report, Side
from kaohe.office.monitoring.periods import period
from kaohe.office.planning.models import AppraisedUnit, Target


@dataclass(frozen=True)
class Sheet:
    """All fields of one report.

    Attributes
    ----------
    fields
        Indicator by indicator, unit by unit.
    figures
        What was entered, by field.
    last
        The same figures one period earlier, by field: shown beside the field, and filled in where nothing happened
        means that it stays (a cumulative figure).
    targets
        By unit and indicator.
    """

    report: Report
    fields: tuple[Field, ...]
    figures: dict[Key, Figure]
    last: dict[Key, Decimal]
    targets: dict[tuple[int, int], Decimal]

    @property
    def asked(self) -> list[Field]:
        """Fields that somebody fills: not those that another answer fills."""
        return [f for f in self.fields if f.filled_by is None]

    @property
    def unanswered(self) -> list[Field]:
        """Fields without an answer, those included that fill themselves."""
        return [f for f in self.fields if f.key not in self.figures]

    def known_beforehand(self, field: Field) -> Decimal | None:
        """Give the figure to start from: last period's, where figures count from 1 January and nothing is entered."""
        if field.key in self.figures or not field.demand.is_cumulative or field.question.is_percentage:
            return None
        return self.last.get(field.key)


def sheet_of(report: Report) -> Sheet:
    """Load the form of a report: the same number of queries for every size."""
    units = AppraisedUnit.objects.filter(cycle=report.cycle_id)
    if report.side == Side.UNIT:
        units = units.filter(unit=report.unit_id)
    fields = tuple(demands_of(report.cycle).fields(report, units.order_by("unit__code")))
    rows = Figure.objects.filter(_among(report, fields)).select_related("indicator__reporting")
    figures = {(f.unit_id, f.indicator_id, f.input): f for f in rows}
    return Sheet(report, fields, figures, _last(report, fields), _targets(report, fields))


def _among(report: Report, fields: Iterable[Field], on: str | None = None) -> Q:
    """Give the filter on the figures of some fields in a period."""
    listed = list(fields)
    return Q(
        cycle=report.cycle_id,
        period=on or report.period,
        unit__in={f.unit_id for f in listed},
        indicator__in={f.demand.indicator.pk for f in listed},
    )


def _last(report: Report, fields: Iterable[Field]) -> dict[Key, Decimal]:
    before = period(report.period).before
    if before is None:
        return {}
    rows = Figure.objects.filter(_among(report, fields, str(before)), value__isnull=False)
    return {(u, i, name): value for u, i, name, value in rows.values_list("unit", "indicator", "input", "value")}


def _targets(report: Report, fields: Iterable[Field]) -> dict[tuple[int, int], Decimal]:
    units = {f.unit_id for f in fields}
    rows = Target.objects.filter(cycle=report.cycle_id, unit__in=units).values_list("unit", "indicator", "value")
    return {(unit, indicator): value for unit, indicator, value in rows}
