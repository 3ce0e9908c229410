"""A real browser on a real server: what a person sees and does, on a desk and on a phone.

Fixtures: ``site`` (address of the running office), ``browser_page`` (nobody signed in, 1280 × 800, Chinese),
``new_page(width, language)``, ``signed_in(account, width, language)``, ``axe(page)`` and ``shot(page, name)``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from tests.office.conftest import _log_may_be_emptied, anchors

from kaohe.office.people.models import Account

__all__ = ["_log_may_be_emptied", "anchors"]

HERE = Path(__file__).parent
SHOTS = HERE.parent.parent / "docs" / "screenshots"
HEIGHT_OF = {390: 844, 1280: 800}
LOCALE_OF = {"zh-hans": "zh-CN", "en": "en-GB"}
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
]
GRAVE = ("serious", "critical")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser a test process. Without one the journeys are skipped, and say so; under CI they fail."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        message = "no Chromium on this machine: apt-get install chromium fonts-noto-cjk"
        if os.environ.get("CI"):  # the gate installs it: a missing browser there is a fault, not a reason to pass
            pytest.fail(message)
        pytest.skip(message)  # a developer's machine may lack it; the reason stands in the summary
    # Playwright keeps an event loop running in this thread until the process ends; Django would take every query of
    # every later test for one made inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        expect.set_options(timeout=30_000)  # the machine may be busy with other things
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """Address of the office, served with its static files from a thread of this process."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.KAOHE_SECOND_FACTOR = "none"
    return live_server.url


@dataclass
class Complaints:
    """What the browser found wrong with the pages of a test."""

    heard: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.heard.append(str(error)))
        page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            place = message.location
            self.heard.append(f"{message.text} ({place['url']}:{place['lineNumber']})")

    def unexpected(self) -> list[str]:
        return [said for said in self.heard if not any(part in said for part in self.expected)]


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Fails a test whose pages broke the content policy, lacked a file or threw in a script."""
    found = Complaints()
    yield found
    assert found.unexpected() == []


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(chromium: Browser, site: str, complaints: Complaints) -> Iterator[NewPage]:
    """Open a page of a width in a language, with a browser profile of its own."""
    contexts = []

    def opened(width: int = 1280, language: str = "zh-hans", **more: Any) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHT_OF.get(width, 800)},
            locale=LOCALE_OF[language],
            timezone_id="Asia/Shanghai",
            has_touch=width < 600,
            reduced_motion="reduce",
            base_url=site,
            accept_downloads=True,
            **more,
        )
        context.set_default_timeout(60_000)
        context.add_cookies([{"name": django_settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site}])
        contexts.append(context)
        page = context.new_page()
        complaints.listen(page)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def browser_page(new_page: NewPage) -> Page:
    """A page of somebody who has not signed in."""
    return new_page()


@pytest.fixture
def signed_in(new_page: NewPage, site: str) -> Callable[..., Page]:
    """Open a page of somebody who has signed in: ``signed_in(account, width=390, language="en")``."""

    def opened(account: Account, width: int = 1280, language: str = "zh-hans", **more: Any) -> Page:
        client = Client()
        client.force_login(account, backend=django_settings.AUTHENTICATION_BACKENDS[0])
        page = new_page(width, language, **more)
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
        return page

    return opened


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Check a page against WCAG 2.1 A and AA; serious and critical findings fail the test."""
    script = next(HERE.glob("vendor/axe-core-*/axe.min.js")).read_text(encoding="utf-8")

    def checked(page: Page) -> None:
        page.evaluate(script)
        found = page.evaluate("() => axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})")
        grave = [
            f"{v['id']} ({v['impact']}): {v['help']}: {node['target']} {node['html'][:160]} {node['failureSummary']}"
            for v in found["violations"]
            if v["impact"] in GRAVE
            for node in v["nodes"]
        ]
        assert grave == [], f"{page.url}\n" + "\n".join(grave)

    return checked


@pytest.fixture
def shot() -> Callable[..., None]:
    """Keep a picture in ``docs/screenshots`` when ``KAOHE_SCREENSHOTS=1``."""

    def kept(page: Page, name: str, *, full: bool = False) -> None:
        if os.environ.get("KAOHE_SCREENSHOTS") == "1":
            SHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SHOTS / f"{name}.png", full_page=full)

    return kept
