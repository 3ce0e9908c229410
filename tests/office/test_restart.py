"""The database goes away under a running office and comes back: error pages meanwhile, nothing acknowledged lost.

A real server on an embedded database of its own with durable commits; both in processes of their own.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

TOKEN = "a" * 32
PATIENCE = 240
"""Seconds for a whole office to be set up on a busy machine."""


class AsIs(urllib.request.HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *_args: Any) -> None:
        return None


@dataclass(frozen=True)
class Office:
    """A running office and the way to its database."""

    address: str
    folder: Path
    words: dict[str, str]

    def ask(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        """Send one request as the liaison; give status and page."""
        cookies = f"{self.words['session']}; {self.words['csrf']}={TOKEN}"
        body = None if data is None else urllib.parse.urlencode(data | {"csrfmiddlewaretoken": TOKEN}).encode()
        request = urllib.request.Request(self.address + path, body, {"Cookie": cookies, "Origin": self.address})
        try:
            with urllib.request.build_opener(AsIs).open(request, timeout=PATIENCE) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def save(self, value: str, revision: int) -> tuple[int, str]:
        """Save the report with one figure."""
        data = {"revision": str(revision), "then": "save", "v-0": value, "k-0": "figure", "r-0": ""}
        return self.ask(self.words["report"], data)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        with self.connected() as database:
            return database.execute(sql).fetchall()

    def connected(self) -> psycopg.Connection[Any]:
        """Open a connection past the office."""
        return psycopg.connect(host=str(self.folder), dbname="postgres", user="postgres")

    def stop(self, mode: str) -> None:
        """Stop the database: ``fast`` in order, ``immediate`` as a crash does."""
        self._control("-m", mode, "stop")

    def start(self) -> None:
        """Start the database again."""
        self._control("-o", f'-h "" -k {self.folder}', "-l", str(self.folder / "log"), "start")

    def _control(self, *words: str) -> None:
        server = (self.folder / "postmaster.opts").read_text(encoding="utf-8").split()[0]
        program = Path(server).with_name("pg_ctl")
        user = "pgserver" if os.geteuid() == 0 else None
        command = [program, "-w", "-t", str(PATIENCE), "-D", self.folder, *words]
        subprocess.run(command, check=True, user=user, stdout=subprocess.DEVNULL, cwd="/")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def office() -> Iterator[Office]:
    folder = Path(tempfile.mkdtemp(prefix="kaohe-restart-"))
    port = free_port()
    own = {name: word for name, word in os.environ.items() if not name.startswith(("KAOHE_", "DJANGO_", "DATABASE_"))}
    env = own | {"KAOHE_DATA": str(folder), "KAOHE_HTTPS": "0", "KAOHE_SECOND_FACTOR": "none"}
    command = [sys.executable, "-m", "tests.office.restarted_office", str(port)]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    try:
        assert process.stdout is not None
        found = Office(f"http://127.0.0.1:{port}", folder / "postgres", json.loads(process.stdout.readline()))
        until_it_answers(found)
        yield found
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)
        if (folder / "postgres" / "postmaster.pid").exists():
            Office("", folder / "postgres", {}).stop("immediate")
        shutil.rmtree(folder)


def until_it_answers(office: Office) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if office.ask("/health/ready")[0] == 200:
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail("the office never answered")


STANDS = "SELECT value, revision FROM monitoring_figure"
WAITS = "SELECT 1 FROM pg_locks WHERE relation = 'audit_entry'::regclass AND NOT granted"


def is_error_page(answer: tuple[int, str]) -> bool:
    status, shown = answer
    return status >= 500 and "没有保存" in shown and "Traceback" not in shown


def test_nothing_acknowledged_is_lost_when_the_database_restarts(office: Office) -> None:
    assert office.save("10", revision=0)[0] == 302
    office.stop("fast")  # between two requests: nobody notices
    office.start()
    assert office.ask(office.words["report"])[0] == 200
    office.stop("fast")
    assert is_error_page(office.ask(office.words["report"]))
    assert is_error_page(office.save("11", revision=1))
    office.start()
    assert office.ask(office.words["report"])[0] == 200
    assert [tuple(map(int, row)) for row in office.rows(STANDS)] == [(10, 0)]

    with ThreadPoolExecutor(1) as pool:  # in the middle of one: all is written but the entry in the log
        with office.connected() as holder:
            holder.execute("LOCK TABLE audit_entry IN SHARE MODE")
            answer = pool.submit(office.save, "12", 1)
            end = time.monotonic() + PATIENCE
            while not holder.execute(WAITS).fetchall():
                assert not answer.done()
                assert time.monotonic() < end
                time.sleep(0.1)
            office.stop("immediate")
            holder.close()
        assert is_error_page(answer.result(PATIENCE))
    office.start()
    assert [tuple(map(int, row)) for row in office.rows(STANDS)] == [(10, 0)]
    assert office.rows("SELECT count(*) FROM monitoring_figureversion") == [(1,)]
    assert office.save("12", revision=1)[0] == 302
    assert [tuple(map(int, row)) for row in office.rows(STANDS)] == [(12, 1)]
