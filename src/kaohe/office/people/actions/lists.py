"""Hand in a list of units or people: small ones are taken in at once, large ones by the worker."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from kaohe.office.people import policies
from kaohe.office.people.actions.imports import import_people, import_units
from kaohe.office.people.actions.notifications import notify
from kaohe.office.people.models import Account, Import, ImportKind, ImportState
from kaohe.office.people.texts import DONE, FAILED, REJECTED
from kaohe.tables.problems import Problems

LARGE = 200_000
"""Bytes from which the worker takes a list in: a request must not last longer than a person waits."""

MOST_PROBLEMS = 5_000
"""Problems that are kept; nobody mends more in one go."""

_log = logging.getLogger(__name__)


@transaction.atomic
def hand_in_list(*, by: Account, kind: str, path: Path, since: date, later: Callable[[int], None]) -> Import:
    """Keep a list for the worker.

    Parameters
    ----------
    later
        Puts the job into the queue, in this transaction: a list that is kept is also done.
    """
    policies.require(policies.may_import(by, kind))
    job = Import.objects.create(account=by, kind=kind, file_name=path.name, content=path.read_bytes(), since=since)
    later(job.pk)
    return job


def run_import(*, key: int) -> None:
    """Take a kept list in, by the account that handed it in; what is wrong with it stays with the row.

    Called by the worker. A list that is being taken in or is over is left alone: a job may be delivered twice.
    """
    begun = Import.objects.filter(pk=key, state=ImportState.WAITING).update(state=ImportState.RUNNING)
    if not begun:
        return
    job = Import.objects.select_related("account").get(pk=key)
    with TemporaryDirectory() as folder:
        path = Path(folder) / job.file_name
        path.write_bytes(bytes(job.content))
        _take_in(job, path)


def _take_in(job: Import, path: Path) -> None:
    def progress(done: int, total: int) -> None:
        _progress_of(job.pk, done, total)

    try:
        if job.kind == ImportKind.UNITS:
            count = import_units(by=job.account, path=path, opened_on=job.since, progress=progress)
        else:
            count = import_people(by=job.account, path=path, since=job.since, progress=progress)
    except Problems as problems:
        rows = [problem.to_json() for problem in problems][:MOST_PROBLEMS]
        _finish(job, ImportState.REJECTED, REJECTED, problems=json.dumps(rows, ensure_ascii=False))
    except (PermissionDenied, ValidationError) as error:
        words = json.dumps([{"message": " ".join(getattr(error, "messages", [str(error)]))}], ensure_ascii=False)
        _finish(job, ImportState.REJECTED, REJECTED, problems=words)
    except Exception:
        _log.exception("a list was not taken in", extra={"fields": {"import": job.pk}})
        _finish(job, ImportState.FAILED, FAILED)
    else:
        _finish(job, ImportState.DONE, DONE, done=count, total=count)


def _progress_of(key: int, done: int, total: int) -> None:
    """Note how far a list is, on a connection of its own: the import's transaction shows nothing until its end."""
    progress = connections.create_connection("default")
    try:
        with progress.cursor() as cursor:
            cursor.execute("UPDATE people_import SET done = %s, total = %s WHERE id = %s", [done, total, key])
    finally:
        progress.close()


@transaction.atomic
def _finish(job: Import, state: str, text: Promise, **columns: object) -> None:
    now = timezone.now()
    Import.objects.filter(pk=job.pk).update(state=state, finished_at=now, content=b"", **columns)
    notify([job.account], text, url=reverse("people:import", args=[job.pk]), file=job.file_name)
