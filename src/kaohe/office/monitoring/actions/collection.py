"""Read sources on schedule and by hand, take uploaded lists in the background: each content once, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.actions.bulk import enter_table, import_figures
from kaohe.office.monitoring.actions.calendar import check_running
from kaohe.office.monitoring.models import Batch, BatchState, Source
from kaohe.office.monitoring.policies.reports import sources
from kaohe.office.monitoring.source_reading import read_source
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Cycle
from kaohe.office.revisions import held
from kaohe.tables.problems import Problems


@transaction.atomic
def add_source(
    *, by: Account, cycle: Cycle, owner: Unit, code: str, name: str, kind: str, query: str, schedule: str
) -> Source:
    """Register where figures of a data owner come from; addresses and passwords stay outside the database."""
    require(sources.may_keep(by, cycle, owner))
    source = Source(
        cycle=cycle, owner=owner, code=code, name=name, kind=kind, query=query, schedule=schedule, made_by=by
    )
    source.full_clean()
    if kind == Source.Kind.DATABASE and not query.strip():
        raise ValidationError({"query": _("A database needs one SELECT.")})
    source.save()
    details = {"code": code, "kind": kind, "schedule": schedule}
    record(action="add_source", actor=by, subject=source, details=details, chain=cycle.chain)
    return source


@transaction.atomic
def switch_source(*, by: Account, source: Source, revision: int | None, is_active: bool) -> Source:
    """Stop reading a source, or begin again."""
    source = held(source, revision)
    require(sources.may_run(by, source))
    source.is_active, source.revision = is_active, source.revision + 1
    source.save(update_fields=["is_active", "revision"])
    details = {"code": source.code, "is_active": is_active}
    record(action="switch_source", actor=by, subject=source, details=details, chain=source.cycle.chain)
    return source


def read_now(*, by: Account, source: Source) -> Batch:
    """Read a source at once; see `collect`."""
    require(sources.may_run(by, source))
    return collect(source=source)


def collect(*, source: Source) -> Batch:
    """Read a source and enter its figures in the name of who registered it; a second person of the owner signs them.

    All or nothing in one transaction, its log entry and its batch included: a worker killed half-way leaves nothing
    behind, and the next one begins anew. The same content is never applied twice.

    Returns
    -------
    Batch
        ``stored``, ``unchanged``, or ``failed`` with all problems; a source that is down fails and is tried again.
    """
    try:
        reading = read_source(source)
        if reading.table is None:
            return _ended(source, "", "", BatchState.UNCHANGED)
        with transaction.atomic():
            Source.objects.select_for_update(of=("self",)).get(pk=source.pk)  # one worker at a time
            if source.batches.filter(content_hash=reading.hash, state=BatchState.STORED).exists():
                return _ended(source, reading.name, reading.hash, BatchState.UNCHANGED)
            check_running(source.cycle)
            count = enter_table(by=source.made_by, cycle=source.cycle, table=reading.table, source=source)
            return _ended(source, reading.name, reading.hash, BatchState.STORED, total=count)
    except Problems as problems:
        return _ended(source, source.name, "", BatchState.FAILED, problems=_written(problems))
    except ValidationError as error:
        return _ended(source, source.name, "", BatchState.FAILED, problems=_said(error))


def _ended(source: Source, name: str, content_hash: str, state: str, *, total: int = 0, problems: str = "") -> Batch:
    return Batch.objects.create(
        cycle=source.cycle,
        source=source,
        name=name or source.name,
        content_hash=content_hash,
        state=state,
        done=total,
        total=total,
        problems=problems,
        ended_at=timezone.now(),
        by=source.made_by,
    )


@transaction.atomic
def hand_in_list(*, by: Account, cycle: Cycle, name: str, defer: Callable[[Batch], object] | None = None) -> Batch:
    """Note a list that was uploaded and waits to be stored.

    Parameters
    ----------
    defer
        Keeps the file and puts the job into the queue, in this transaction: both stand, or neither.
    """
    require(by.has_role(Role.LIAISON, Role.DATA_OWNER))
    check_running(cycle)
    batch = Batch.objects.create(cycle=cycle, name=name[:200], by=by)
    if defer is not None:
        defer(batch)
    return batch


def store_list(*, batch: Batch, path: Path, is_checked: bool) -> Batch:
    """Enter the figures of an uploaded list; run again after a kill it stores once, run twice it does nothing."""
    try:
        with transaction.atomic():
            row: Batch = (
                Batch.objects.select_for_update(of=("self",)).select_related("by", "cycle__root").get(pk=batch.pk)
            )
            if row.state != BatchState.WAITING:
                return row
            told = Told(row.pk)
            count = import_figures(by=row.by, cycle=row.cycle, path=path, is_checked=is_checked, progress=told)
            _close(row, BatchState.STORED, done=count, total=count)
            return row
    except Problems as problems:
        return _failed(batch, _written(problems))
    except PermissionDenied:  # while the list waited
        return _failed(batch, _said(ValidationError(_("Your roles no longer let you enter figures."))))
    except ValidationError as error:
        return _failed(batch, _said(error))


def _failed(batch: Batch, problems: str) -> Batch:
    with transaction.atomic():
        row: Batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if row.state == BatchState.WAITING:
            _close(row, BatchState.FAILED, problems=problems)
    return row


def _close(row: Batch, state: str, **more: Any) -> None:
    row.state, row.ended_at = state, timezone.now()
    for name, value in more.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "ended_at", *more])


def _written(problems: Problems) -> str:
    return json.dumps(problems.to_json(), ensure_ascii=False)


def _said(error: ValidationError) -> str:
    return json.dumps([{"message": said, "place": {}} for said in error.messages], ensure_ascii=False)


class Told:
    """Says how far a list is on a connection of its own: the page sees it before the list is stored."""

    def __init__(self, batch: int) -> None:
        self._batch = batch

    def __call__(self, done: int, total: int) -> None:
        """Note what is done of what there is to do."""
        beside = connection.copy()
        try:
            with beside.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO monitoring_batchprogress (batch_id, done, total) VALUES (%s, %s, %s) "
                    "ON CONFLICT (batch_id) DO UPDATE SET done = excluded.done, total = excluded.total",
                    [self._batch, done, total],
                )
        finally:
            beside.close()
