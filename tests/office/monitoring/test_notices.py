"""Notices follow the ledgers until they are issued, and never change afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.office.factories import UnitFactory, account_with
from tests.office.monitoring.process_factories import TODAY, Area, area
from tests.office.monitoring.reporting import staged

from kaohe.office.monitoring.actions import events, notices, rectification
from kaohe.office.monitoring.models import Card, Notice, Problem
from kaohe.office.monitoring.notice_sections import SECTIONS, Section
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Target
from kaohe.office.revisions import StaleError

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Area:
    return area()


def composed(here: Area, *kinds: str) -> Notice:
    sections = [Section(kind, str(SECTIONS[kind][0]) if kind in SECTIONS else "前言", "请抓紧") for kind in kinds]
    return notices.compose_notice(by=here.officer, cycle=here.cycle, title="通报", period="2026-03", sections=sections)


def problem_of(here: Area, due_in: int = -1, kind: str = "台账") -> Problem:
    found_on = TODAY - timedelta(days=10)
    return rectification.file_problem(
        by=here.supervisor,
        cycle=here.cycle,
        unit=here.town,
        source=Problem.Source.INSPECTION,
        text="台账不全",
        found_on=found_on,
        due_on=TODAY + timedelta(days=due_in),
        kind=kind,
    )


def test_tables_are_frozen_at_issue(here: Area) -> None:
    notice = composed(here, "text", "problems")
    assert notices.live_sections(notice)[1].rows == ()
    problem_of(here)
    assert notices.live_sections(notice)[1].rows == ((here.town.name, "台账不全", str(TODAY - timedelta(1)), "1"),)
    issued = notices.issue_notice(by=here.officer, notice=notice)
    problem_of(here)
    assert len(notices.live_sections(issued)[1].rows) == 1
    assert issued.hash == notices.content_hash(issued)


def test_issued_is_not_changed_but_withdrawn(here: Area) -> None:
    notice = notices.issue_notice(by=here.officer, notice=composed(here, "text"))
    with pytest.raises(ValidationError):
        notices.change_notice(by=here.officer, notice=notice, title="x", period="2026", sections=[])
    notices.withdraw_notice(by=here.officer, notice=notice, reason="数据有误")
    assert Notice.objects.get().state == Notice.State.WITHDRAWN
    with pytest.raises(ValidationError):
        notices.issue_notice(by=here.officer, notice=notice)


def test_notice_that_says_nothing_is_not_issued(here: Area) -> None:
    with pytest.raises(ValidationError):
        notices.issue_notice(by=here.officer, notice=composed(here))


def test_change_from_an_old_form_is_refused(here: Area) -> None:
    notice = composed(here, "text")
    values = {"title": "甲", "period": "2026", "sections": [], "seen": 0}
    notices.change_notice(by=here.officer, notice=notice, **values)
    with pytest.raises(StaleError):
        notices.change_notice(by=here.second_officer, notice=notice, **(values | {"title": "乙"}))


@pytest.mark.parametrize("kind", list(SECTIONS))
def test_every_section_stands_without_rows(here: Area, kind: str) -> None:
    section = notices.live_sections(composed(here, kind))[0]
    assert section.header
    assert section.rows == ()


def test_common_problems_and_events_are_counted(here: Area) -> None:
    problem_of(here)
    closed = problem_of(here)
    Problem.objects.filter(pk=closed.pk).update(state="closed")
    event = events.file_event(
        by=here.officer,
        cycle=here.cycle,
        unit=here.town,
        item="J2",
        happened_on=TODAY,
        grounds="迟报",
        document="1号",
    )
    notice = composed(here, "common_problems", "events")
    assert notices.live_sections(notice)[0].rows == (("台账", "1", "2", "1"),)
    assert notices.live_sections(notice)[1].rows == ()
    events.approve_event(by=here.second_officer, event=event)
    assert notices.live_sections(notice)[1].rows[0][2] == "迟报"


@pytest.mark.parametrize("who", ["head", "leader", "liaison"])
def test_only_the_office_and_supervisors_make_notices(here: Area, who: str) -> None:
    with pytest.raises(PermissionDenied):
        notices.compose_notice(by=getattr(here, who), cycle=here.cycle, title="x", period="2026", sections=[])


def test_units_read_what_was_issued(here: Area) -> None:
    notice = composed(here, "text")
    assert not Notice.objects.visible_to(here.head).exists()
    notices.issue_notice(by=here.officer, notice=notice)
    assert Notice.objects.visible_to(here.head).get() == notice
    assert Notice.objects.visible_to(here.leader).exists()
    assert not Notice.objects.visible_to(account_with(Role.UNIT_HEAD, UnitFactory.create())).exists()
    assert timezone.localdate(Notice.objects.get().issued_at) == TODAY


def test_late_reports_cards_and_pace_come_from_the_reports() -> None:
    stage = staged()
    for row in stage.cycle.appraised_units.all():
        Target.objects.create(
            cycle=stage.cycle,
            indicator=stage.indicator("C1"),
            unit=row.unit,
            value=120,
            state="locked",
            proposed_by=stage.officer,
            changed_by=stage.officer,
        )
    stage.signed(stage.report())
    report = stage.report("2026-02")
    Card.objects.create(report=report, kind="red", issued_on=TODAY)
    sections = [Section(kind, "") for kind in ("missing_reports", "cards", "pace")]
    notice = notices.compose_notice(
        by=stage.officer, cycle=stage.cycle, title="通报", period="2026-02", sections=sections
    )
    missing, cards, pace = notices.live_sections(notice)
    assert [stage.unit.name, "2026-02", str(report.due_on), str((TODAY - report.due_on).days)] in map(
        list, missing.rows
    )
    assert (stage.unit.name, "2026-01") not in {row[:2] for row in missing.rows}
    assert cards.rows == ((stage.unit.name, "2026-02", "红牌", str(TODAY)),)
    assert pace.rows == ((stage.unit.name, "1", "1", "0", "100.00%"),)
