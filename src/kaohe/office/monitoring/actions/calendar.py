"""Lay out the year's reports, and keep the rules they follow."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.data_dates import Dates, dates, due_rules, rules_of
from kaohe.office.monitoring.demands import Demands, demands_of
from kaohe.office.monitoring.models import DueRule, Figure, Report, Reporting, ReportingRules, Side
from kaohe.office.monitoring.pace import read_curve
from kaohe.office.monitoring.periods import periods
from kaohe.office.monitoring.policies.reports import reporting
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.working_days import working_calendar
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator
from kaohe.office.revisions import held

RUNNING = ("published", "running", "assessing")
"""States of a cycle in which figures are reported."""

BATCH = 2_000


def check_running(cycle: Cycle) -> None:
    """Refuse reports before publication and after the decision."""
    if cycle.state not in RUNNING:
        message = _("Figures are reported from publication until the decision; {cycle} is in the state “{state}”.")
        raise ValidationError(message.format(cycle=cycle, state=cycle.get_state_display()))


@transaction.atomic
def lay_out_reports(*, by: Account | None, cycle: Cycle) -> int:
    """Add the reports of the year that are missing and give those not reported yet the dates of the rule.

    Safe to run again; the worker does it each night, so that units and indicators that join are asked too.

    Parameters
    ----------
    by
        None: the worker.

    Returns
    -------
    int
        How many reports were added.
    """
    if by is not None:
        require(reporting.may_keep(by, cycle))
    check_running(cycle)
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)  # two runs at once would both count as new
    before = cycle.reports.count()
    Report.objects.bulk_create(_reports(cycle, demands_of(cycle)), batch_size=BATCH, ignore_conflicts=True)
    _set_dates(cycle)
    added = cycle.reports.count() - before
    if added or by is not None:
        record(action="lay_out_reports", actor=by, subject=cycle, details={"added": added}, chain=cycle.chain)
    return added


def _reports(cycle: Cycle, demands: Demands) -> Iterator[Report]:
    for unit_id, side, frequency in sorted(_askers(cycle, demands)):
        for period in periods(cycle.year, frequency):
            yield Report(cycle=cycle, unit_id=unit_id, side=side, period=str(period), period_ends_on=period.ends_on)


def _askers(cycle: Cycle, demands: Demands) -> set[tuple[int, str, str]]:
    """Give unit, side and frequency of every form there is."""
    units = list(AppraisedUnit.objects.filter(cycle=cycle, left_on__isnull=True).values_list("unit", "class_id"))
    found = set()
    for demand in demands.demands:
        if demand.side == Side.OWNER:
            if demand.indicator.owner_id is not None:
                found.add((demand.indicator.owner_id, demand.side, demand.frequency))
        else:
            found |= {(unit, demand.side, demand.frequency) for unit, class_id in units if demand.concerns(class_id)}
    return found


def _set_dates(cycle: Cycle) -> None:
    """Give the open reports their dates: one statement a period, where they differ."""
    rules, clocks, calendar = due_rules(cycle), rules_of(cycle), working_calendar()
    open_ = Report.objects.filter(cycle=cycle, reported_at__isnull=True)
    for frequency, rule in rules.items():
        for period in periods(cycle.year, frequency):
            found = dates(period, rule, clocks, calendar)
            open_.filter(period=str(period)).exclude(**_as_they_are(found)).update(**_columns(found))


def _columns(found: Dates) -> dict[str, object]:
    return {name: getattr(found, name) for name in Dates.__dataclass_fields__}


def _as_they_are(found: Dates) -> dict[str, object]:
    return {
        (f"{name}__isnull" if value is None else name): (True if value is None else value)
        for name, value in _columns(found).items()
    }


@transaction.atomic
def set_due_rule(*, by: Account, cycle: Cycle, frequency: str, days: int, is_working_days: bool) -> DueRule:
    """Say until when figures of a frequency are due; reports not made yet move at once."""
    require(reporting.may_keep(by, cycle))
    rule = DueRule.objects.filter(cycle=cycle, frequency=frequency).first() or DueRule(cycle=cycle, frequency=frequency)
    rule.days, rule.is_working_days = days, is_working_days
    rule.full_clean(validate_unique=False)
    rule.save()
    _set_dates(cycle)
    details = {"frequency": frequency, "days": days, "working": is_working_days}
    record(action="set_due_rule", actor=by, subject=cycle, details=details, chain=cycle.chain)
    return rule


@transaction.atomic
def set_reporting_rules(*, by: Account, cycle: Cycle, revision: int | None, **settings: object) -> ReportingRules:
    """Change clocks of cards, thresholds of lights, limits of evidence.

    Raises
    ------
    StaleError
        When somebody else changed them meanwhile.
    ValidationError
        For values that contradict one another, such as a red card before the yellow one.
    """
    require(reporting.may_keep(by, cycle))
    rules, _new = ReportingRules.objects.get_or_create(cycle=cycle)
    rules = held(rules, revision)
    for name, value in settings.items():
        setattr(rules, name, value)
    rules.revision += 1
    rules.full_clean()
    rules.save()
    _set_dates(cycle)
    record(action="set_reporting_rules", actor=by, subject=cycle, details=settings, chain=cycle.chain)
    return rules


@transaction.atomic
def set_reporting(
    *, by: Account, indicator: Indicator, entered_by: str, is_cumulative: bool = True, curve: str = ""
) -> Reporting:
    """Say who enters the figures of an indicator, whether they add up over the year, and the plan by month.

    Raises
    ------
    ValidationError
        For a curve that is not twelve rising percentages ending with 100, an owner who is no unit of the platform,
        or another hand while figures are under way.
    """
    require(reporting.may_keep(by, indicator.cycle))
    setting = Reporting.objects.filter(indicator=indicator).first() or Reporting(indicator=indicator)
    if entered_by != setting.entered_by:
        _check_free(indicator, entered_by)
    if curve:
        read_curve(curve)
    setting.entered_by, setting.is_cumulative, setting.curve = entered_by, is_cumulative, curve
    setting.full_clean(validate_unique=False)
    setting.save()
    details = {"entered_by": entered_by, "is_cumulative": is_cumulative, "curve": curve}
    chain = indicator.cycle.chain
    record(action="set_reporting", actor=by, subject=indicator, details=details, chain=chain)
    return setting


def _check_free(indicator: Indicator, entered_by: str) -> None:
    if entered_by == Side.OWNER and indicator.owner is None:
        message = _("{name} has no data owner among the units. Name one in the scheme first.")
        raise ValidationError({"entered_by": message.format(name=indicator.name)})
    if Figure.objects.filter(indicator=indicator).exclude(state="accepted").exists():
        message = _("Figures of {name} are under way. Accept them first, then change who enters them.")
        raise ValidationError({"entered_by": message.format(name=indicator.name)})
