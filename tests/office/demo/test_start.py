"""``kaohe demo`` as somebody types it: it serves, lets in whom it prints, and stops with its database."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kaohe.office.demo import folder as place
from kaohe.office.demo.county import SMALL
from kaohe.office.demo.start import HOST, free_port

PROGRAM = """
import sys
from pathlib import Path
from kaohe.office.demo.county import SMALL
from kaohe.office.demo.start import prepare, serve
if __name__ == "__main__":
    demo = prepare(Path(sys.argv[1]), int(sys.argv[2]), lambda done, total: None, SMALL)
    print(demo.address, flush=True)
    serve(demo, workers=1)
"""


@pytest.fixture
def house() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kaohe-demo-") as name:  # short, and reachable for the database's user
        Path(name).chmod(0o755)
        yield Path(name)


def test_it_serves_signs_in_whom_it_shows_and_stops_cleanly(house: Path) -> None:
    script = house / "program.py"
    script.write_text(PROGRAM)
    folder, first = house / "demo", free_port(18000)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KAOHE_", "DJANGO_", "DATABASE_URL"))}
    running = subprocess.Popen([sys.executable, str(script), str(folder), str(first)], env=kept, stdout=subprocess.PIPE)
    try:
        assert running.stdout is not None
        address = running.stdout.readline().decode().strip()
        assert address == f"http://{HOST}:{first}"
        page = signed_in(address, json.loads((folder / place.LOGINS).read_text())[0])
        assert "虚构" in page
        assert free_port(first) != first
        with pytest.raises(place.DemoRunsError):
            place.empty(folder)
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(timeout=40)
        assert running.stdout is not None
        running.stdout.close()
    assert not place._database_runs(folder)
    place.empty(folder)
    assert list(folder.iterdir()) == []


def signed_in(address: str, login: dict[str, str]) -> str:
    """Sign in as a person would, and give the page that follows."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    form = _opened(browser, f"{address}/account/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token is not None
    assert login["username"] in form  # offered on the page itself
    fields = {"csrfmiddlewaretoken": token[1], "login": login["username"], "password": login["password"]}
    with browser.open(f"{address}/account/login/", urlencode(fields).encode()) as answer:
        assert "/account/login/" not in answer.url
        return str(answer.read().decode())


def _opened(browser: urllib.request.OpenerDirector, url: str) -> str:
    """Open a page, waiting for the server to listen."""
    for _attempt in range(60):
        try:
            with browser.open(url) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.5)
    raise AssertionError(f"{url} does not answer")


def test_only_what_a_demo_wrote_is_removed(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    (tmp_path / "postgres").mkdir()
    (tmp_path / place.LOGINS).write_text("[]")
    place.empty(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_story_that_was_not_told_to_its_end_is_not_used(tmp_path: Path) -> None:
    assert not place.is_ready(tmp_path)
    place.begin_telling(tmp_path, SMALL)
    place.note_progress(tmp_path, 3, 12)
    assert (place.progress_of(tmp_path), place.scale_of(tmp_path)) == (25, SMALL)
    assert not place.is_ready(tmp_path)
    place.mark_ready(tmp_path)
    assert place.is_ready(tmp_path)
    assert place.progress_of(tmp_path) is None


def test_a_story_told_with_other_migrations_is_told_anew(tmp_path: Path) -> None:
    place.mark_ready(tmp_path)
    known = json.loads((tmp_path / place.DONE).read_text())
    name = next(iter(known))
    (tmp_path / place.DONE).write_text(json.dumps(known | {name: "of another version"}))
    assert not place.is_ready(tmp_path)
    del known[name]  # a migration that came since then is applied to the story as it stands
    (tmp_path / place.DONE).write_text(json.dumps(known))
    assert place.is_ready(tmp_path)


def test_the_demo_never_opens_itself_to_others(tmp_path: Path) -> None:
    settings = place.environment(tmp_path)
    assert HOST == "127.0.0.1"
    assert settings["DATABASE_URL"] == ""
    assert set(settings["KAOHE_HOSTS"].split(",")) == {"localhost", "127.0.0.1"}
