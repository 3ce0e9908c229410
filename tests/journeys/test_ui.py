"""The frame of the pages: signing in, finding one's way, lists, forms, drafts, keys."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.models.units import UnitKind
from kaohe.office.people.roles import Role
from tests.office.factories import UnitFactory, account_with

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]


@pytest.fixture
def pages(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.office.ui.urls"
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent.parent / "office" / "ui" / "templates"]
    settings.TEMPLATES = templates


@pytest.fixture
def officer() -> Account:
    root: Unit = UnitFactory.create(name="旬阳县", kind=UnitKind.DIVISION)
    for name in ("城关镇", "棕溪镇", "关口镇"):
        UnitFactory.create(name=name, parent=root, kind=UnitKind.TOWNSHIP)
    return account_with(Role.OFFICER, root)


def test_look(pages: None, officer: Account, signed_in: OpenPage, shot: Callable[..., None]) -> None:
    page = signed_in(officer)
    page.goto("/units")
    page.wait_for_timeout(300)
    page.screenshot(path="/tmp/s1.png")
    page.click("tr[data-row] >> nth=1")
    page.wait_for_timeout(800)
    page.screenshot(path="/tmp/s2.png")
    page.goto("/plan")
    page.screenshot(path="/tmp/s3.png")
    page = signed_in(officer, 390, "en")
    page.goto("/units")
    page.wait_for_timeout(300)
    page.screenshot(path="/tmp/s4.png")
    page.goto("/plan")
    page.screenshot(path="/tmp/s5.png")


def test_login_look(pages: None, browser_page: Page) -> None:
    browser_page.goto("/")
    browser_page.screenshot(path="/tmp/s6.png")
