"""What the worker does by itself."""

from __future__ import annotations

from pathlib import Path

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kaohe.office.monitoring.actions.cards import watch_reports as watch
from kaohe.office.monitoring.actions.collection import collect, store_list
from kaohe.office.monitoring.actions.evidence import sweep_files as sweep
from kaohe.office.monitoring.models import Batch, BatchState, Change, Source


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_up_stalled")
async def take_up_stalled(timestamp: int) -> None:
    """Put jobs of workers that were killed back into the queue: each does nothing that it has done before."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


class SourceDownError(Exception):
    """A source could not be read; the batch says why, and the worker tries again."""


@app.periodic(cron="15 0 * * *")
@app.task(queueing_lock="watch_reports")
def watch_reports(timestamp: int) -> None:
    """Lay out reports, mark the late, issue cards, remind: each night, and never twice."""
    watch()


@app.periodic(cron="45 3 * * *")
@app.task(queueing_lock="sweep_files")
def sweep_files(timestamp: int) -> None:
    """Remove files that no figure refers to any more."""
    sweep()


@app.periodic(cron="30 3 * * *")
@app.task(queueing_lock="add_up_changes")
def add_up_changes(timestamp: int) -> None:
    """Add up the marks of the day, so that asking for them stays cheap."""
    Change.objects.add_up()


@app.periodic(cron="20 * * * *")
@app.task(queueing_lock="collect_hourly")
def collect_hourly(timestamp: int) -> None:
    """Read the sources of every hour, each in a job of its own."""
    _collect_all(Source.Schedule.HOURLY)


@app.periodic(cron="30 2 * * *")
@app.task(queueing_lock="collect_nightly")
def collect_nightly(timestamp: int) -> None:
    """Read the sources of every night, each in a job of its own."""
    _collect_all(Source.Schedule.DAILY)


def _collect_all(schedule: str) -> None:
    for key in Source.objects.due(schedule).values_list("pk", flat=True):
        collect_source.defer(source=key)


@app.task(retry=RetryStrategy(max_attempts=4, exponential_wait=60, retry_exceptions={SourceDownError}))
def collect_source(source: int) -> None:
    """Read one source; one that is down is tried again after 1, 60 and 3,600 seconds."""
    found = Source.objects.select_related("cycle__root", "made_by", "owner").get(pk=source)
    batch = collect(source=found)
    if batch.state == BatchState.FAILED and '"O511"' in batch.problems:
        raise SourceDownError(batch.problems)


@app.task
def store_figures(batch: int, path: str, is_checked: bool) -> None:
    """Enter the figures of an uploaded list, then let go of the file."""
    store_list(batch=Batch.objects.get(pk=batch), path=Path(path), is_checked=is_checked)
    Path(path).unlink(missing_ok=True)
