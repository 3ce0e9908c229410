"""From the report to acceptance in a browser: fill, sign, return, correct, accept; a red card; evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings
from tests.office.monitoring.reporting import Stage, staged

from kaohe.office.monitoring.actions.cards import watch_cycle
from kaohe.office.monitoring.actions.signing_off import accept_figures
from kaohe.office.monitoring.models import Evidence, Figure, FigureState
from kaohe.office.planning.models import Target

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]
WORDS = {
    "zh-hans": ("提交负责人签发", "签发", "退回所选", "需要更正的内容", "认定所选", "此数据已核对"),
    "en": (
        "Hand in to the head",
        "Sign the report",
        "Return what is ticked",
        "What is to be corrected",
        "Accept what is ticked",
        "I have checked this figure",
    ),
}


@pytest.fixture
def stage(db: None) -> Stage:
    return staged()


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
def test_report_return_correct_accept(
    stage: Stage, signed_in: OpenPage, axe: Check, shot: Any, language: str, width: int
) -> None:
    hand_in, sign, give_back, reason, accept, checked = WORDS[language]
    url = reverse("monitoring:report", args=[stage.report().pk])
    liaison = signed_in(stage.liaison, width, language)
    liaison.goto(url)
    for number, value in enumerate(("-12.5", "20", "1")):
        liaison.locator(f"#v-{number}").fill(value)
    liaison.locator("#v-3").select_option("false")
    axe(liaison)
    shot(liaison, f"report-form-{width}-{language}", full=True)
    liaison.get_by_role("button", name=hand_in).click()
    expect(liaison.get_by_label(checked)).to_be_visible()  # beyond sense: asked once
    liaison.locator("#v-0").fill("12.5")
    liaison.get_by_role("button", name=hand_in).click()
    expect(liaison.get_by_role("button", name=hand_in)).to_have_count(0)
    head = signed_in(stage.head, width, language)
    head.goto(url)
    head.get_by_role("button", name=sign, exact=True).click()
    expect(head.get_by_role("button", name=sign, exact=True)).to_have_count(0)
    owner = signed_in(stage.data_owner, width, language)
    owner.goto(reverse("monitoring:figure_review"))
    axe(owner)
    shot(owner, f"figures-to-accept-{width}-{language}")
    for box in owner.locator("input[name=figure]").all()[1:]:
        box.uncheck()
    owner.locator("summary", has_text=give_back).click()
    owner.get_by_label(reason).fill("与统计口径不符")
    owner.get_by_role("button", name=give_back).click()
    expect(owner.locator("input[name=figure]")).to_have_count(3)
    owner.get_by_role("button", name=accept).click()
    expect(owner.locator("input[name=figure]")).to_have_count(0)
    liaison.goto(url)
    expect(liaison.get_by_text("与统计口径不符").first).to_be_visible()
    liaison.locator("#v-0").fill("13")
    liaison.get_by_role("button", name=hand_in).click()
    expect(liaison.get_by_role("button", name=hand_in)).to_have_count(0)
    head.goto(url)
    head.get_by_role("button", name=sign, exact=True).click()
    expect(head.get_by_role("button", name=sign, exact=True)).to_have_count(0)
    owner.goto(reverse("monitoring:figure_review"))
    owner.get_by_role("button", name=accept).click()
    expect(owner.locator("input[name=figure]")).to_have_count(0)
    assert set(Figure.objects.values_list("state", flat=True)) == {FigureState.ACCEPTED}


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
def test_a_red_card_is_seen_by_the_unit_and_the_office(
    stage: Stage, signed_in: OpenPage, axe: Check, shot: Any, language: str, width: int
) -> None:
    watch_cycle(cycle=stage.cycle, day=date(2026, 2, 20))
    words = {"zh-hans": "红牌", "en": "red card"}[language]
    for account in (stage.liaison, stage.officer):
        page = signed_in(account, width, language)
        page.goto(reverse("monitoring:card_list"))
        expect(page.locator("main").get_by_text(words).locator("visible=true").first).to_be_visible()
        axe(page)
        shot(page, f"cards-{width}-{language}")
    page.goto(reverse("monitoring:report_list") + "?light=missing")
    expect(page.locator("main").get_by_text(words).locator("visible=true").first).to_be_visible()
    axe(page)
    shot(page, f"reports-{width}-{language}")


def test_evidence_is_handed_in_and_seen(
    stage: Stage, signed_in: OpenPage, axe: Check, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    stage.filled(stage.report())
    figure = Figure.objects.get(indicator__code="C1")
    file = tmp_path / "证明.pdf"
    file.write_bytes(b"%PDF-1.4 proof")
    page = signed_in(stage.liaison)
    page.goto(reverse("monitoring:figure", args=[figure.pk]))
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="上传文件").click()
    expect(page.get_by_role("link", name="证明.pdf")).to_be_visible()
    axe(page)
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
def test_pace_with_its_course(
    stage: Stage, signed_in: OpenPage, axe: Check, shot: Any, language: str, width: int
) -> None:
    by = stage.officer
    target = {"cycle": stage.cycle, "indicator": stage.indicator("C1"), "unit": stage.unit}
    Target.objects.create(**target, value=120, proposed_by=by, changed_by=by)
    for month in range(1, 6):
        stage.signed(stage.report(f"2026-{month:02}"))
    accept_figures(by=stage.data_owner, figures=list(Figure.objects.all()))
    page = signed_in(stage.officer, width, language)
    for name, more in (("pace_list", []), ("pace_board", []), ("pace_indicator", ["C1"])):
        page.goto(reverse(f"monitoring:{name}", args=[stage.cycle.code, *more]))
        expect(page.locator("main").get_by_text(stage.unit.name).first).to_be_visible()
        axe(page)
        shot(page, f"{name.replace('_', '-')}-{width}-{language}")
