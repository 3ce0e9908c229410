"""From the ranking to the figure, what if, runs compared: on a desk and on a phone, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.office.factories import account_with
from tests.office.scoring.factories import changed, from_preset

from kaohe.office.monitoring.models import Figure
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Cycle
from kaohe.office.scoring.actions.runs import make_run

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
SCREENS = [(1280, "zh-hans"), (1280, "en"), (390, "zh-hans"), (390, "en")]


@pytest.fixture
def cycle() -> Cycle:
    return from_preset()[0]


@pytest.fixture
def officer(cycle: Cycle) -> Account:
    return account_with(Role.OFFICER, cycle.root)


def address(cycle: Cycle, name: str, *args: object) -> str:
    return reverse(f"scoring:{name}", args=[cycle.code, *args])


@pytest.mark.parametrize(("width", "language"), SCREENS)
def test_from_the_ranking_to_the_figure(
    width: int,
    language: str,
    cycle: Cycle,
    officer: Account,
    signed_in: OpenPage,
    axe: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    page = signed_in(officer, width, language)
    page.goto(address(cycle, "ranking"))
    axe(page)
    shot(page, f"scoring-ranking-{width}-{language}")
    page.get_by_role("link", name="石岭镇").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("石岭镇")
    axe(page)
    shot(page, f"scoring-unit-{width}-{language}")
    page.locator("tr", has_text="A12").first.get_by_role("link").click()
    panel = page.locator("#panel-body")
    expect(panel).to_contain_text("按完成比例得分，最高不超过本项满分")
    expect(panel.locator("table")).to_contain_text("2026")
    page.wait_for_timeout(500)
    axe(page)
    shot(page, f"scoring-indicator-{width}-{language}")


@pytest.mark.parametrize("width", [1280, 390])
def test_what_if_moves_score_and_place_and_stores_nothing(
    width: int,
    cycle: Cycle,
    officer: Account,
    signed_in: OpenPage,
    axe: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    unit, before = Unit.objects.get(name="石岭镇"), Figure.objects.count()
    page = signed_in(officer, width, "en")
    page.goto(address(cycle, "what-if", unit.pk))
    field = page.locator('input[name="f:A11"]')
    expect(field).to_have_value("100")
    field.fill("80")
    expect(page.locator("#effect")).to_contain_text("(-2.00)")
    axe(page)
    shot(page, f"scoring-what-if-{width}-en")
    page.locator('input[name="f:A11"]').fill("many")
    expect(page.locator("#effect")).to_contain_text("is no number")
    page.locator("[data-slider]", has_text="A11").locator("[data-slide]").fill("90")
    expect(field).to_have_value("90")
    expect(page.locator("#effect")).to_contain_text("(-1.00)")
    assert Figure.objects.count() == before


def test_two_runs_are_compared_and_made_again(
    cycle: Cycle, officer: Account, signed_in: OpenPage, axe: Callable[[Page], None], shot: Callable[..., None]
) -> None:
    make_run(by=officer, cycle=cycle, note="一季度")
    row = Figure.objects.get(unit__name="石岭镇", indicator__code="A11")
    changed(row, timezone.now(), value=Decimal(95))
    page = signed_in(officer, 1280, "en")
    page.goto(address(cycle, "runs"))
    page.get_by_role("link", name="Keep as a run").click()
    page.get_by_label("note").fill("mid-year")
    page.get_by_role("button", name="Score and keep").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Run 2")
    axe(page)
    shot(page, "scoring-run-1280-en")
    page.get_by_role("button", name="Make it again and compare").click()
    expect(page.locator(".alert")).to_contain_text("The same bytes came out")
    page.go_back()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Run 1 → run 2")
    expect(page.locator("tbody tr", has_text="A11").first).to_contain_text(re.compile(r"5\.00.*4\.50"))
    axe(page)
    shot(page, "scoring-compare-1280-en")
    page.goto(address(cycle, "run", 1))
    page.get_by_role("button", name="Make it again and compare").click()
    expect(page.locator(".alert")).to_contain_text("The same bytes came out")


PAGES = ["losses", "indicators", "stability", "weights", "runs", "make-run", "hand-in"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_analysis_is_accessible(
    name: str,
    width: int,
    cycle: Cycle,
    officer: Account,
    signed_in: OpenPage,
    axe: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    page = signed_in(officer, width)
    page.goto(address(cycle, name))
    page.wait_for_timeout(300)
    axe(page)
    shot(page, f"scoring-{name}-{width}-zh-hans")
