"""The story, told on a small county: what it promises stands there, and the log of it is whole."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.utils import timezone

from kaohe.office.audit.models import Entry
from kaohe.office.audit.verify import verify_log
from kaohe.office.demo.clock import story_time
from kaohe.office.demo.county import SMALL, generate
from kaohe.office.demo.passwords import PASSWORD
from kaohe.office.demo.tell import tell_plan, tell_year
from kaohe.office.monitoring.models import Figure, Report
from kaohe.office.people.actions.calendar import load_statutory_days
from kaohe.office.people.models import Account, Grant, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import (
    Adjustment,
    Comment,
    Cycle,
    Decomposition,
    Indicator,
    Letter,
    PersonalPlan,
    RegisterItem,
    Signature,
    Target,
    TargetStep,
)

UNTIL = date(2026, 4, 30)


def silent(done: int, total: int) -> None:
    """Report to nobody."""


@pytest.mark.django_db
def test_the_whole_story_of_a_small_county() -> None:
    """One test: telling takes seconds, and every promise is about the same county."""
    load_statutory_days()
    county = generate(scale=SMALL)
    tell_plan(county, silent)
    tell_year(county, silent, until=UNTIL)

    assert set(Role.values) == set(Grant.objects.values_list("role", flat=True))
    assert Account.objects.filter(must_change_password=True).count() == 0
    assert authenticate(None, username="kaohe", password=PASSWORD) is not None

    year = Cycle.objects.get(code="qinghe-2026")
    assert year.state == "running"
    assert not Indicator.objects.filter(is_leaf=True, owner=None).exists()
    assert not Indicator.objects.filter(is_leaf=True, lead=None).exists()
    assert not Comment.objects.filter(outcome="open").exists()
    assert Comment.objects.count() >= 8
    assert set(Target.objects.values_list("state", flat=True)) == {"locked"}
    assert TargetStep.objects.filter(kind="return").count() >= 3
    assert Signature.objects.count() == 2 * Letter.objects.count() == 2 * year.appraised_units.count()
    assert Decomposition.objects.filter(is_confirmed=True).exists()
    assert Counter(PersonalPlan.objects.values_list("state", flat=True))["agreed"] >= 2
    assert set(RegisterItem.objects.values_list("state", flat=True)) == {"approved", "refused"}
    assert year.superior_indicators.filter(mappings__isnull=False).count() == 8

    assert Figure.objects.filter(cycle=year, state="accepted", period="2026Q1").count() > 100
    assert Report.objects.filter(cycle=year, is_late=True).exists()
    assert year.runs.count() >= 1
    published = Figure.objects.filter(cycle__code="wangjiang-monitor", indicator__code="N02", state="accepted")
    assert {f.input: str(f.value) for f in published} == {"": "47.9900", "年度计划完成率": "25.2600"}
    assert {f.remarks for f in published} == {"年度计划190亿元"}
    projects = Target.objects.get(cycle__code="wangjiang-monitor", indicator__code="N09")
    assert (str(projects.value), projects.state) == ("18.0000", "locked")
    assert not Adjustment.objects.exists()  # July is not told here

    assert Unit.objects.get(name="县档案馆").opened_on == date(2026, 1, 5)
    report = verify_log()
    assert report.findings == ()
    first, last = Entry.objects.exclude(action="load_statutory_days").earliest("pk"), Entry.objects.latest("pk")
    assert (first.action, first.recorded_at.year) == ("tell_demo", 2022)
    assert last.recorded_at.date() <= UNTIL


def test_the_clock_of_the_story_goes_on_and_is_put_back() -> None:
    before = timezone.now()
    with story_time() as clock:
        clock.set(date(2026, 1, 28), hour=15)
        first, second = timezone.now(), timezone.now()
        assert timezone.localtime(first).strftime("%Y-%m-%d %H") == "2026-01-28 15"
        assert first < second
        assert timezone.localdate() == date(2026, 1, 28)
        clock.set(date(2026, 1, 1))
        assert timezone.now() > second
    assert timezone.now() >= before
