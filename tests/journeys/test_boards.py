"""The board of each role in a browser, on a desk and on a phone, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.office.factories import account_with, person_in
from tests.office.monitoring.reporting import Stage, staged

from kaohe.office.monitoring.actions.signing_off import accept_figures
from kaohe.office.monitoring.models import Figure
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Decomposition, Share, Target, TargetState

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def stage(db: None) -> Stage:
    """A year under way: targets locked, three months reported and accepted, a fourth handed in."""
    stage = staged(units=3)
    for row in stage.cycle.appraised_units.all():
        for indicator in stage.cycle.indicators.filter(needs_target=True):
            values = {"cycle": stage.cycle, "indicator": indicator, "unit": row.unit, "value": 120}
            by = {"proposed_by": stage.officer, "changed_by": stage.officer}
            Target.objects.create(**values, **by, state=TargetState.LOCKED)
    for month in (1, 2, 3):
        stage.signed(stage.report(f"2026-{month:02}"))
    accept_figures(by=stage.data_owner, figures=list(Figure.objects.all()))
    stage.submitted(stage.report("2026-04"))
    return stage


def bearer(stage: Stage) -> Account:
    """Somebody who bears half of an indicator of the unit."""
    person = person_in(stage.unit)
    values = {"indicator": stage.indicator("C1"), "unit": stage.unit, "changed_by": stage.head}
    division = Decomposition.objects.create(cycle=stage.cycle, is_confirmed=True, **values)
    Share.objects.create(decomposition=division, kind="person", person=person, percent=Decimal(50))
    return account_with(person=person)


@pytest.mark.parametrize(("width", "language"), [(1280, "zh-hans"), (1280, "en"), (390, "zh-hans"), (390, "en")])
def test_each_role_sees_its_board(
    stage: Stage, signed_in: OpenPage, axe: Check, shot: Any, width: int, language: str
) -> None:
    leader, person = account_with(Role.LEADER, stage.cycle.root), bearer(stage)
    seen = {"office": stage.officer, "leader": leader, "unit": stage.head, "person": person, "burden": stage.officer}
    for name, account in seen.items():
        page = signed_in(account, width, language)
        page.goto(reverse(f"boards:{name}"))
        expect(page.locator("main h1")).to_be_visible()
        expect(page.locator("main table, main canvas, main .card").first).to_be_visible()
        axe(page)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"{name} is {beyond} pixels too wide"
        shot(page, f"board-{name}-{width}-{language}", full=True)
        page.context.close()


def test_what_waits_leads_to_the_page_of_the_work(stage: Stage, signed_in: OpenPage, axe: Check) -> None:
    page = signed_in(stage.head)
    page.goto(reverse("boards:unit"))
    link = page.locator('main a[href*="state=submitted"]').first
    expect(link).to_be_visible()
    link.click()
    expect(page.locator("main").get_by_text("2026-04").first).to_be_visible()
    axe(page)
