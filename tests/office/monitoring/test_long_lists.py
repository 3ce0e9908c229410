"""Long lists: kept, queued, shown while they are stored; a worker that is really killed stores nothing, the next one
all of it, once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from tests.office.monitoring.reporting import Stage, staged

from kaohe.office.monitoring import tasks
from kaohe.office.monitoring.models import Batch, BatchState, Figure, FigureVersion
from kaohe.office.monitoring.views import collection
from kaohe.office.people.models import Grant

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 240
"""Seconds until something that must come has to be there, on a busy machine."""


@pytest.fixture
def stage(db: None, settings: Any, tmp_path: Path) -> Stage:
    settings.KAOHE_SECOND_FACTOR = "none"
    settings.KAOHE_DATA = tmp_path
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # the queue is no table of Django's: nobody empties it
    return staged()


@pytest.fixture
def visitor(stage: Stage) -> Client:
    found = Client()
    found.force_login(stage.liaison, "kaohe.office.people.signin.LockingBackend")
    return found


def handed_in(stage: Stage, visitor: Client, value: str = "2") -> Batch:
    """A list too long to be stored while its sender waits."""
    rows = [f"{stage.unit.code},C3,2026-{month:02},{value},{'备' * 90}" for month in range(1, 13)]
    blank = [f"{stage.unit.code},C2,2026-01,,{'空' * 90}"] * (collection.SHORT // 270)
    text = "\n".join(("单位,指标,期间,数值,备注", *rows, *blank))
    file = SimpleUploadedFile("list.csv", text.encode())
    url = reverse("monitoring:list_upload", args=[stage.cycle.code])
    response = visitor.post(url, {"file": file})
    batch = Batch.objects.get()
    assert response.headers["Location"] == reverse("monitoring:batch", args=[batch.pk])
    return batch


def job() -> ProcrastinateJob:
    return ProcrastinateJob.objects.get(task_name=tasks.store_figures.name)


def page(visitor: Client, batch: Batch) -> str:
    return visitor.get(reverse("monitoring:batch", args=[batch.pk])).content.decode()


def test_a_long_list_is_kept_queued_and_shown_while_it_waits(stage: Stage, visitor: Client) -> None:
    batch = handed_in(stage, visitor)
    assert batch.state == BatchState.WAITING
    assert not Figure.objects.exists()
    assert "every 2s" in page(visitor, batch)
    waiting = job()
    kept = Path(waiting.args["path"])
    assert kept.is_file()
    tasks.store_figures(**waiting.args)
    shown = page(visitor, batch)
    assert "12 项数据有变化" in shown
    assert "every 2s" not in shown
    assert not kept.exists()
    tasks.store_figures(**waiting.args)  # taken up once more: the file is gone, and nothing is missing
    assert FigureVersion.objects.count() == 12


def test_the_page_tells_everything_that_is_wrong(stage: Stage, visitor: Client) -> None:
    batch = handed_in(stage, visitor, value="abc")
    tasks.store_figures(**job().args)
    shown = page(visitor, batch)
    assert shown.count("T201") == 12
    assert "every 2s" not in shown
    assert not Figure.objects.exists()


def test_who_lost_the_role_meanwhile_is_told(stage: Stage, visitor: Client) -> None:
    batch = handed_in(stage, visitor)
    Grant.objects.filter(account=stage.liaison).delete()
    tasks.store_figures(**job().args)
    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED
    assert not Figure.objects.exists()


def test_a_list_that_cannot_be_queued_is_not_noted(stage: Stage, visitor: Client, monkeypatch: Any) -> None:
    def broken(**_more: Any) -> None:
        raise RuntimeError("no queue")

    monkeypatch.setattr(tasks.store_figures, "defer", broken)
    with pytest.raises(RuntimeError):
        handed_in(stage, visitor)
    assert not Batch.objects.exists()


def address() -> str:
    words = connection.get_connection_params()
    return f"postgresql://{words['user']}@/{words['dbname']}?host={words['host']}"


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start real workers on the database of the test."""
    kept = {name: word for name, word in os.environ.items() if not name.startswith("DJANGO_ALLOW")}
    env = kept | {
        "DATABASE_URL": address(),
        "DJANGO_SETTINGS_MODULE": "kaohe.office.settings",
        "KAOHE_DATA": str(tmp_path),
    }
    started = []

    def start(*options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "django", "procrastinate", "worker", *options]
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.2)


def waits_for_log() -> bool:
    """Tell whether somebody has written everything but the entry in the log."""
    sql = "SELECT count(*) FROM pg_locks WHERE relation = 'audit_entry'::regclass AND NOT granted"
    with connection.cursor() as cursor:
        return bool(cursor.execute(sql).fetchone()[0])


def is_alone() -> bool:
    """Tell whether nobody else holds a transaction in this database."""
    sql = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with connection.cursor() as cursor:
        return not cursor.execute(sql).fetchone()[0]


def test_a_worker_killed_in_mid_job_leaves_nothing_and_the_next_stores_once(
    stage: Stage, visitor: Client, worker: Callable[..., subprocess.Popen[bytes]]
) -> None:
    batch = handed_in(stage, visitor)
    with psycopg.connect(address()) as holder:
        holder.execute("LOCK TABLE audit_entry IN SHARE MODE")
        killed = worker()
        until(waits_for_log)  # all figures are written, and not committed
        killed.kill()
        killed.wait()
        holder.rollback()
    until(is_alone)
    batch.refresh_from_db()
    assert (batch.state, job().status) == (BatchState.WAITING, "doing")
    assert not Figure.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    for _again in range(2):
        with suppress(AlreadyEnqueued):  # by a worker, when a minute began meanwhile
            tasks.take_up_stalled.defer(timestamp=0)
        assert worker("--one-shot").wait(PATIENCE) == 0
        batch.refresh_from_db()
        assert (batch.state, batch.total, job().status) == (BatchState.STORED, 12, "succeeded")
        assert Figure.objects.count() == FigureVersion.objects.count() == 12
