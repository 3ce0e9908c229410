"""The rest of the frame in a browser: bell, own account, questions, uploads, errors, paper."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Complaints
from tests.journeys.test_ui import officer, pages
from tests.office.factories import UnitFactory
from tests.office.ui.urls import DONE

from kaohe.office.people.actions.notifications import notify
from kaohe.office.people.models import Account, Unit

__all__ = ["officer", "pages"]
pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]
TEXT = gettext_lazy("{unit}: report {period} waits for your signature.")
WORDS = {"zh-hans": ("待您签发", "我的账号"), "en": ("waits for your signature", "My account")}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_bell_counts_and_leads_to_what_it_tells_and_the_own_account(
    signed_in: OpenPage, officer: Account, axe: Check, shot: Any, width: int, language: str
) -> None:
    line, own = WORDS[language]
    for period in ("2026-09", "2026-10", "2026-11"):
        notify([officer], TEXT, "/units", unit="城关镇", period=period)
    page = signed_in(officer, width, language)
    page.goto("/")
    bell = page.locator(".people-bell")
    expect(bell.locator(".badge")).to_have_text("3")
    axe(page)
    shot(page, f"bell-{width}-{language}")
    bell.click()
    expect(page.locator("main").get_by_text(line)).to_have_count(3)
    axe(page)
    shot(page, f"inbox-{width}-{language}", full=True)
    page.locator("main").get_by_text(line).first.click()
    expect(page).to_have_url(re.compile(r"/units$"))
    expect(page.locator(".people-bell .badge")).to_have_text("2")
    page.locator(".kaohe-account").click()
    link = page.get_by_role("link", name=own)
    expect(link).to_be_visible()
    axe(page)
    shot(page, f"account-menu-{width}-{language}")
    link.click()
    expect(page).to_have_url(re.compile(reverse("people:own-account") + "$"))
    expect(page.locator("main h1")).to_be_visible()
    axe(page)
    shot(page, f"own-account-{width}-{language}", full=True)


def test_what_cannot_be_undone_is_asked_first(signed_in: OpenPage, officer: Account) -> None:
    page = signed_in(officer)
    page.goto("/hand-in")
    asked: list[str] = []

    def refuse(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", refuse)
    page.get_by_role("button", name="Delete").click()
    assert asked == ["Delete everything?"]
    assert page.url.endswith("/hand-in")
    assert DONE == []
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete").click()
    expect(page).to_have_url(re.compile(r"/units$"))
    assert len(DONE) == 1


def test_an_upload_shows_how_far_it_is(signed_in: OpenPage, officer: Account, tmp_path: Path) -> None:
    file = tmp_path / "附件.csv"
    file.write_bytes(b"x" * 400_000)
    page = signed_in(officer)
    page.goto("/hand-in")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Send").click()
    bar = page.locator("progress")
    expect(bar).to_be_visible()
    done, whole = bar.evaluate("bar => [bar.value, bar.max]")
    assert 0 < done < whole
    assert whole >= 400_000
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    expect(page).to_have_url(re.compile(r"/units$"))
    assert len(DONE) == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_an_error_is_told_in_the_house(
    signed_in: OpenPage, officer: Account, axe: Check, shot: Any, complaints: Complaints, width: int
) -> None:
    complaints.expected.append("500")
    page = signed_in(officer, width)
    page.goto("/broken")
    expect(page.locator("h1")).to_have_text("系统出错，操作没有保存")
    assert page.locator(".card").evaluate("card => getComputedStyle(card).borderTopLeftRadius") != "0px"
    axe(page)
    shot(page, f"error-{width}")


def test_a_list_is_printed_as_a_table_on_every_sheet(signed_in: OpenPage, officer: Account, tmp_path: Path) -> None:
    root = Unit.objects.get(name="旬阳县")
    UnitFactory.create_batch(45, parent=root)
    page = signed_in(officer)
    page.goto("/units")
    pdf = tmp_path / "list.pdf"
    pdf.write_bytes(page.pdf(format="A4", prefer_css_page_size=True))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})  # A4 within its margins
    assert page.locator("thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    assert page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == "table-row"
    assert page.locator("tfoot td").first.evaluate("cell => getComputedStyle(cell).position") == "static"
    for gone in (".kaohe-top", ".kaohe-side", ".kaohe-filters", ".kaohe-footer"):
        expect(page.locator(gone).first).to_be_hidden()
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    sheets = [sheet for sheet in text.split("\f") if sheet.strip()]
    assert len(sheets) >= 2
    assert all("Opened" in sheet for sheet in sheets)
    assert text.count("合计") == 1
    assert set(re.findall(r"U\d{5}", text)) == set(Unit.objects.values_list("code", flat=True))
