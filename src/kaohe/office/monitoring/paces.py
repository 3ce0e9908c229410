"""Pace of a cycle: plan, lights, ranks, shares of indicators on pace, courses over the year."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaohe.office.monitoring.data_dates import rules_of
from kaohe.office.monitoring.forecast import Forecast, forecast
from kaohe.office.monitoring.known_lights import Lights, lights_of
from kaohe.office.monitoring.light_sight import Sight, sight_of
from kaohe.office.monitoring.models import Figure, Reporting
from kaohe.office.monitoring.pace import EVEN, Curve, Pace, pace, read_curve
from kaohe.office.monitoring.periods import MONTHS, MONTHS_A_YEAR, period, periods
from kaohe.office.monitoring.querysets.pace import REPORTED, Plan, with_pace
from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.models import Cycle, Indicator


def plan_of(cycle: Cycle, months: int) -> Plan:
    """Load what pace is measured by at the end of a month."""
    return plans_of(cycle, [months])[0]


def plans_of(cycle: Cycle, ends: Iterable[int]) -> list[Plan]:
    """Load what pace is measured by at the ends of several months: two queries."""
    rules = rules_of(cycle)
    settings = list(Reporting.objects.filter(indicator__cycle=cycle))
    curves = {s.indicator_id: tuple(map(Decimal, s.curve.split())) for s in settings if s.curve}
    whole = frozenset(s.indicator_id for s in settings if not s.is_cumulative)
    return [Plan(cycle.year, months, rules.on_pace_pct, rules.at_risk_pct, curves, whole) for months in ends]


def latest_months(cycle: Cycle) -> int:
    """Give the last month of the year for which a figure was reported; 1 before the first."""
    rows = Figure.objects.filter(cycle=cycle, state__in=REPORTED).order_by().values_list("period", flat=True)
    asked = [str(p) for frequency in MONTHS for p in periods(cycle.year, frequency)]
    first, *rest = (rows.filter(period=text)[:1] for text in asked)  # each one row of the index, not every figure
    return max((period(text).last for text in first.union(*rest)), default=1)


def paces_of(cycle: Cycle, account: Account, plan: Plan) -> Any:
    """Give the figures that an account may see with target and light, as a queryset."""
    figures = Figure.objects.visible_to(account).filter(cycle=cycle)
    return with_pace(figures, plan).select_related("unit", "indicator")


def pace_of(figure: Any, plan: Plan) -> Pace | None:
    """Measure one figure that was read with `with_pace`."""
    numerator, denominator = plan.asked(figure.indicator_id, period(figure.period).last)
    share = Fraction(numerator) / denominator
    return pace(
        figure.value,
        figure.target,
        period(figure.period).last,
        (share,) * MONTHS_A_YEAR,
        smaller_is_better=figure.indicator.smaller_is_better,
        on_pace=plan.on_pace,
        at_risk=plan.at_risk,
    )


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a unit's indicators are on pace."""

    unit: int
    name: str
    measured: int
    on_pace: int
    at_risk: int
    behind: int

    @property
    def share(self) -> Decimal:
        """Part that is on pace, in percent, half-up at two places."""
        scaled = (2 * self.on_pace * 10_000 + self.measured) // (2 * self.measured)
        return (Decimal(scaled) / 100).quantize(Decimal("0.01"))


def shares(cycle: Cycle, account: Account, plan: Plan) -> list[Share]:
    """Count the lights, a unit a row, the best first: the board “half the time, half the task”."""
    found = lights_of(cycle, plan)
    return shares_in(found[0], sight_of(account, found))


def shares_in(lights: Lights, sight: Sight) -> list[Share]:
    """Count the lights that an account sees, likewise."""
    found = [Share(unit, sight.name(unit), sum(each), *each) for unit, each in sight.counts(lights)]
    return sorted(found, key=lambda s: (-Fraction(s.on_pace, s.measured), s.name))


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit's figure on one indicator with its place among the units of its class."""

    figure: Any
    pace: Pace
    place: int


def placed(rows: Any, plan: Plan, class_of: dict[int, str]) -> list[Placed]:
    """Rank the figures of one indicator within each class by the rate of pace; ties share the place."""
    found = [(figure, measured) for figure in rows if (measured := pace_of(figure, plan)) is not None]
    rates: dict[str, list[Fraction]] = {}
    for figure, measured in found:
        rates.setdefault(class_of.get(figure.unit_id, ""), []).append(-(measured.rate or Fraction(0)))
    for of_class in rates.values():
        of_class.sort()
    return [
        Placed(
            figure,
            measured,
            1 + bisect_left(rates[class_of.get(figure.unit_id, "")], -(measured.rate or Fraction(0))),
        )
        for figure, measured in found
    ]


@dataclass(frozen=True, slots=True)
class Course:
    """An indicator of one unit over the year, period by period."""

    periods: list[str]
    actual: list[Decimal | None]
    planned: list[Decimal | None]
    forecast: Forecast | None


def course(cycle: Cycle, indicator: Indicator, unit: Unit, target: Decimal | None) -> Course:
    """Put actual, plan and forecast beside one another; the forecast follows monthly figures without a gap."""
    setting = Reporting.objects.filter(indicator=indicator).first()
    curve: Curve = read_curve(setting.curve) if setting else EVEN
    is_cumulative = setting.is_cumulative if setting else True
    rows = Figure.objects.filter(
        cycle=cycle, indicator=indicator, unit=unit, input="", state__in=REPORTED, value__isnull=False
    )
    values = dict(rows.values_list("period", "value"))
    asked = periods(cycle.year, indicator.frequency or "yearly")
    actual = [values.get(str(p)) for p in asked]
    planned = [_planned(target, curve[p.last - 1] if is_cumulative else Fraction(1)) for p in asked]
    seen = [value for value in actual if value is not None]
    is_whole = is_cumulative and actual[: len(seen)] == seen and len(asked) == MONTHS_A_YEAR
    return Course(
        [str(p) for p in asked], actual, planned, forecast(seen, MONTHS_A_YEAR - len(seen)) if is_whole else None
    )


def _planned(target: Decimal | None, share: Fraction) -> Decimal | None:
    if target is None:
        return None
    exact = Fraction(target) * share * 10_000
    return Decimal((2 * exact.numerator + exact.denominator) // (2 * exact.denominator)) / 10_000
