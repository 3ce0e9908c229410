"""Pictures of the main pages for the documentation, from a demo of its own: ``make screenshots``.

``--site URL`` takes them from a demo that runs; ``--all DIR`` takes every page of the side bar, of every role, at desk
and phone width, for looking through.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "screenshots"
PASSWORD = "qinghe-demo-2026"  # noqa: S105  (public: it stands on the sign-in page)
DESK, PHONE = 1280, 390
HEIGHT = {DESK: 800, PHONE: 844}
ROLES = ("kaohe", "leader", "vice", "liaison", "head", "owner", "assessor", "supervisor", "person", "district")
ADMINISTRATORS = ("sysadmin", "secadmin", "auditor")
LARGEST = 200_000
"""Bytes of a picture: the documentation is read over slow lines."""

MAIN: tuple[tuple[str, str, str, int], ...] = (
    ("sign-in", "", "/account/login/", DESK),
    ("office", "kaohe", "/boards/office/", DESK),
    ("leader", "leader", "/boards/leader/", DESK),
    ("unit", "liaison", "/boards/unit/", DESK),
    ("cycle", "kaohe", "/planning/cycles/qinghe-2026/", DESK),
    ("scheme", "kaohe", "/planning/cycles/qinghe-2027/scheme/edit/", DESK),
    ("targets", "kaohe", "/planning/targets/in/qinghe-2026/", DESK),
    ("register", "kaohe", "/planning/register/", DESK),
    ("pace", "kaohe", "/monitoring/pace/qinghe-2026/", DESK),
    ("problems", "kaohe", "/monitoring/problems/", DESK),
    ("ranking", "kaohe", "/scoring/qinghe-2026/", DESK),
    ("monitor", "district", "/scoring/wangjiang-monitor/", DESK),
    ("reports-phone", "liaison", "/monitoring/reports/", PHONE),
    ("leader-phone", "leader", "/boards/leader/", PHONE),
)
"""Name, account, address, width; an address that is not there is passed over, and said."""


@contextmanager
def demo(site: str) -> Iterator[str]:
    """Give the address of a demo whose year is told: the one that runs, or one started for the purpose."""
    if site:
        yield site
        return
    with tempfile.TemporaryDirectory(prefix="kaohe-shots-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        command = [str(Path(sys.executable).parent / "kaohe"), "demo", "--out", str(folder / "d"), "--port", "8700"]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  (ours)
        try:
            while not (folder / "d" / "told.json").exists():
                if running.poll() is not None:
                    raise SystemExit("the demo did not start")
                time.sleep(1)
            yield "http://127.0.0.1:8700"
        finally:
            running.send_signal(signal.SIGINT)
            running.wait()


def signed_in(browser: Browser, site: str, account: str, width: int) -> Page:
    """Give a page on which an account is signed in."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHT[width]}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{site}/account/login/")
    if account:
        page.fill("input[name=login]", account)
        page.fill("input[name=password]", PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/account/login" not in url)
    return page


def take(page: Page, url: str, file: Path) -> str:
    """Take a picture of a page once it is quiet; says what is wrong with it, if anything."""
    answer = page.goto(url)
    page.wait_for_load_state("networkidle")
    status = answer.status if answer else 0
    if status >= 400:
        return f"{status} {url}"
    page.screenshot(path=str(file))
    is_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    return f"too wide: {url} {file.name}" if is_wide else ""


def main_pages(browser: Browser, site: str) -> None:
    """Take the pictures of the documentation."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, account, address, width in MAIN:
        file = TARGET / f"{name}.png"
        page = signed_in(browser, site, account, width)
        said = take(page, site + address, file)
        if said:
            say(said)
        elif file.stat().st_size > LARGEST:
            say(f"{file.name}: {file.stat().st_size} bytes, more than {LARGEST}")
        page.context.close()


def every_page(browser: Browser, site: str, folder: Path) -> None:
    """Take every page of every side bar."""
    folder.mkdir(parents=True, exist_ok=True)
    for account in (*ROLES, *ADMINISTRATORS):
        for width in (DESK, PHONE):
            page = signed_in(browser, site, account, width)
            links = page.eval_on_selector_all("a[href^='/']", "found => found.map(a => a.getAttribute('href'))")
            for address in sorted({"/", *links} - {"/account/logout/"}):
                name = address.strip("/").replace("/", "-").split("?")[0] or "home"
                said = take(page, site + address, folder / f"{account}-{width}-{name}.png")
                if said:
                    say(f"{account}: {said}")
            page.context.close()


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="")
    parser.add_argument("--all", type=Path)
    asked = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with demo(asked.site) as site, sync_playwright() as playwright:
        urllib.request.urlopen(f"{site}/health/ready")  # noqa: S310  (our own server)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        if asked.all:
            every_page(browser, site, asked.all)
        else:
            main_pages(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
