"""Data dates, cards for the late, reminders."""

from __future__ import annotations

from datetime import date, datetime
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.office.factories import account_with
from tests.office.monitoring.reporting import Stage, staged
from tests.office.planning.factories import classified

from kaohe.office.audit.models import Entry
from kaohe.office.monitoring.actions.calendar import (
    lay_out_reports,
    set_due_rule,
    set_reporting,
    set_reporting_rules,
)
from kaohe.office.monitoring.actions.cards import lift_card, watch_cycle, watch_reports
from kaohe.office.monitoring.models import Card, Report, ReportingRules
from kaohe.office.monitoring.periods import frequency_of, period, periods
from kaohe.office.people.roles import Role
from kaohe.office.planning.publishing import freeze_units
from kaohe.office.revisions import StaleError


@pytest.fixture
def stage() -> Stage:
    return staged()


def test_periods_of_a_year() -> None:
    assert [str(p) for p in periods(2026, "quarterly")] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert [p.ends_on for p in periods(2028, "monthly")][1] == date(2028, 2, 29)
    for frequency in ("monthly", "quarterly", "half-yearly", "yearly"):
        for found in periods(2026, frequency):
            assert period(str(found)) == found
            assert frequency_of(str(found)) == frequency
    assert period("2026Q1").before is None
    assert str(period("2026-03").before) == "2026-02"
    with pytest.raises(ValueError, match="2026-13"):
        period("2026-13")


@pytest.mark.django_db
def test_the_published_rule_over_the_statutory_calendar(stage: Stage) -> None:
    january = stage.report("2026-01")
    # 1 February 2026 is a Sunday; five working days on is Friday the 6th
    assert (january.due_on, january.yellow_on, january.red_on) == (
        date(2026, 2, 6),
        date(2026, 2, 6),
        date(2026, 2, 10),
    )
    assert january.remind_on == date(2026, 1, 30)
    assert stage.report("2026Q1").due_on == date(2026, 4, 15)  # Qingming is no working day
    december = stage.report("2026-12")
    assert december.due_on is None  # next year's holidays are not known yet: no day is better than a wrong one


@pytest.mark.django_db
def test_every_unit_is_asked_for_every_period_once(stage: Stage) -> None:
    assert Report.objects.filter(unit=stage.unit).count() == 12 + 4
    assert lay_out_reports(by=stage.officer, cycle=stage.cycle) == 0
    classified(stage.cycle.root, "industrial", 1)
    freeze_units(stage.cycle, ["industrial", "farming"])
    assert lay_out_reports(by=None, cycle=stage.cycle) == 16
    for stranger in (stage.liaison, stage.head, stage.data_owner, account_with(Role.LEADER)):
        with pytest.raises(PermissionDenied):
            lay_out_reports(by=stranger, cycle=stage.cycle)


@pytest.mark.django_db
def test_the_office_changes_the_rule_and_open_reports_move(stage: Stage) -> None:
    set_due_rule(by=stage.officer, cycle=stage.cycle, frequency="monthly", days=8, is_working_days=False)
    assert stage.report("2026-01").due_on == date(2026, 2, 8)
    with pytest.raises(PermissionDenied):
        set_due_rule(by=stage.head, cycle=stage.cycle, frequency="monthly", days=1, is_working_days=True)
    with pytest.raises(ValidationError):
        set_due_rule(by=stage.officer, cycle=stage.cycle, frequency="daily", days=1, is_working_days=True)
    rules = set_reporting_rules(by=stage.officer, cycle=stage.cycle, revision=0, red_days=4, remind_days=3)
    assert stage.report("2026-02").red_on is not None
    assert rules.revision == 1
    with pytest.raises(StaleError):
        set_reporting_rules(by=stage.officer, cycle=stage.cycle, revision=0, red_days=3)
    with pytest.raises(ValidationError):
        set_reporting_rules(by=stage.officer, cycle=stage.cycle, revision=1, red_days=0)
    assert ReportingRules.objects.get().red_days == 4


@pytest.mark.django_db
def test_who_enters_changes_only_between_rounds(stage: Stage) -> None:
    indicator = stage.indicator("C1")
    set_reporting(by=stage.officer, indicator=indicator, entered_by="owner")
    set_reporting(by=stage.officer, indicator=indicator, entered_by="unit")
    stage.filled(stage.report())
    with pytest.raises(ValidationError):
        set_reporting(by=stage.officer, indicator=indicator, entered_by="owner")
    with pytest.raises(ValidationError):
        set_reporting(by=stage.officer, indicator=indicator, entered_by="unit", curve="10 20")
    with pytest.raises(PermissionDenied):
        set_reporting(by=stage.head, indicator=indicator, entered_by="owner")


@pytest.mark.django_db
def test_cards_fall_when_their_day_is_over_and_never_twice(stage: Stage) -> None:
    january = Report.objects.filter(period="2026-01")
    assert watch_cycle(cycle=stage.cycle, day=date(2026, 2, 6))["yellow"] == 0  # the day itself is not over
    assert watch_cycle(cycle=stage.cycle, day=date(2026, 2, 7))["yellow"] == january.count()
    for day in (date(2026, 2, 7), date(2026, 2, 8), date(2026, 2, 6)):  # again, and a clock set back
        counts = watch_cycle(cycle=stage.cycle, day=day)
        assert (counts["yellow"], counts["late"], counts["reminded"]) == (0, 0, 0)
    assert watch_cycle(cycle=stage.cycle, day=date(2026, 2, 11))["red"] == january.count()
    assert set(january.values_list("is_late", flat=True)) == {True}
    assert Card.objects.filter(kind="red").values_list("issued_on", flat=True)[0] == date(2026, 2, 10)
    assert Entry.objects.filter(action="watch_cycle").exists()


def at(day: date) -> object:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    return mock.patch.object(timezone, "now", return_value=noon)


@pytest.mark.django_db
def test_who_reports_in_time_gets_no_card_and_who_reports_late_gets_it_whenever_the_worker_runs(stage: Stage) -> None:
    other = Report.objects.exclude(unit=stage.unit).filter(period="2026-01").get()
    with at(date(2026, 2, 6)):  # type: ignore[attr-defined]
        report = stage.signed(stage.report())
        assert not report.is_late
    with at(date(2026, 3, 9)):  # type: ignore[attr-defined]
        february = stage.signed(stage.report("2026-02"))
        assert february.is_late
    watch_reports(date(2026, 3, 20))
    assert not Card.objects.filter(report=report).exists()
    assert set(Card.objects.filter(report=other).values_list("kind", flat=True)) == {"yellow", "red"}
    assert set(Card.objects.filter(report=february).values_list("kind", flat=True)) == {"yellow"}


@pytest.mark.django_db
def test_a_reminder_and_a_card_are_mailed_once(stage: Stage, django_capture_on_commit_callbacks: object) -> None:
    stage.liaison.__class__.objects.filter(pk=stage.liaison.pk).update(email="liaison@example.org")
    for day, count in ((date(2026, 1, 30), 1), (date(2026, 1, 31), 0), (date(2026, 2, 7), 1), (date(2026, 2, 8), 0)):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            watch_cycle(cycle=stage.cycle, day=day)
        assert len(mail.outbox) == count
        assert all("2026-01" in letter.subject for letter in mail.outbox)


@pytest.mark.django_db
def test_a_card_is_lifted_with_a_reason_once(stage: Stage) -> None:
    watch_cycle(cycle=stage.cycle, day=date(2026, 2, 7))
    card = Card.objects.filter(report__unit=stage.unit).first()
    assert card is not None
    with pytest.raises(PermissionDenied):
        lift_card(by=stage.head, card=card, reason="系统故障")
    with pytest.raises(ValidationError):
        lift_card(by=stage.officer, card=card, reason=" ")
    card = lift_card(by=stage.officer, card=card, reason="系统故障")
    assert card.lifted_by == stage.officer
    with pytest.raises(ValidationError):
        lift_card(by=stage.officer, card=card, reason="再次")
    assert watch_cycle(cycle=stage.cycle, day=date(2026, 2, 7))["yellow"] == 0
