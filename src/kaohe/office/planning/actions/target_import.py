"""Take in whole lists of targets and of earlier results: looked at first, then stored all or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kaohe.exact import show_decimal
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role, View
from kaohe.office.planning.actions.target_history import record_past_results
from kaohe.office.planning.actions.targets import Progress, propose_targets, silent
from kaohe.office.planning.imports.history import read_past_results
from kaohe.office.planning.imports.places import Places
from kaohe.office.planning.imports.targets import TargetReader
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator, Target, TargetBatch
from kaohe.office.planning.policies import targets as policies
from kaohe.office.planning.proposal import Proposal

PREVIEWED = 200
"""Changes that are shown before a list is stored."""


def read_target_list(*, by: Account, cycle: Cycle, path: Path, progress: Progress = silent) -> list[Proposal]:
    """Read what a list would change; nothing is written.

    Raises
    ------
    PermissionDenied
        Unless the account proposes for some unit.
    Problems
        With everything wrong in the list.
    """
    reach = policies.targets.reach_of_proposals(by)
    require(reach.is_all or bool(reach.paths))
    return TargetReader(_places(cycle), _here(cycle), reach, by.reach({Role.OFFICER: View.SCOPE})).read(path, progress)


def import_targets(*, by: Account, cycle: Cycle, path: Path, progress: Progress = silent) -> int:
    """Propose every target of a list that differs from what stands, all or none; says how many.

    Raises
    ------
    PermissionDenied, Problems, ValidationError
        As `read_target_list` and `propose_targets`.
    """
    proposals = read_target_list(by=by, cycle=cycle, path=path, progress=progress)
    if not proposals:
        return 0
    return propose_targets(by=by, cycle=cycle, proposals=proposals, source=path.name, progress=progress)


@transaction.atomic
def hand_in_target_list(*, by: Account, cycle: Cycle, path: Path) -> TargetBatch:
    """Keep a list that is in order until its account says that it may be stored.

    Raises
    ------
    PermissionDenied, Problems
        As `read_target_list`.
    ValidationError
        When the list changes nothing.
    """
    proposals = read_target_list(by=by, cycle=cycle, path=path)
    if not proposals:
        raise ValidationError(_("The list says what stands already: nothing would change."))
    return TargetBatch.objects.create(
        cycle=cycle,
        name=path.name,
        content=path.read_bytes(),
        total=len(proposals),
        preview=json.dumps(_preview(cycle, proposals[:PREVIEWED]), ensure_ascii=False),
        handed_in_by=by,
    )


@transaction.atomic
def store_target_list(*, by: Account, batch: TargetBatch, progress: Progress = silent) -> int:
    """Store a list that was handed in, as it reads now; a second time changes nothing.

    Raises
    ------
    PermissionDenied
        Unless the account handed it in.
    Problems, ValidationError
        When something changed meanwhile that the list contradicts; nothing is stored.
    """
    held = _alone(batch)
    require(held.handed_in_by_id == by.pk)
    if held.state == TargetBatch.State.STORED:
        return 0
    with TemporaryDirectory(prefix="kaohe-targets-") as folder:
        path = Path(folder) / Path(held.name).name
        path.write_bytes(bytes(held.content))
        proposals = read_target_list(by=by, cycle=held.cycle, path=path)
    count = 0
    if proposals:
        count = propose_targets(by=by, cycle=held.cycle, proposals=proposals, source=held.name, progress=progress)
    TargetBatch.objects.filter(pk=held.pk).update(state=TargetBatch.State.STORED, done=held.total, outcome="")
    return count


@transaction.atomic
def start_storing(*, by: Account, batch: TargetBatch, defer: Callable[[], object]) -> None:
    """Hand a long list to the worker; once more while it waits or runs changes nothing.

    Parameters
    ----------
    defer
        Puts the job into the queue, in this transaction: both stand, or neither.
    """
    held = TargetBatch.objects.select_for_update().get(pk=batch.pk)
    require(held.handed_in_by_id == by.pk)
    if held.state in (TargetBatch.State.READ, TargetBatch.State.FAILED):
        TargetBatch.objects.filter(pk=held.pk).update(state=TargetBatch.State.STORING, done=0, outcome="")
        defer()


@transaction.atomic
def fail_storing(*, batch: TargetBatch, why: Sequence[str]) -> None:
    """Note why the worker could not store a list; nothing of it was stored."""
    TargetBatch.objects.filter(pk=batch.pk).exclude(state=TargetBatch.State.STORED).update(
        state=TargetBatch.State.FAILED, done=0, outcome="\n".join(why)
    )


def _alone(batch: TargetBatch) -> TargetBatch:
    """Read a list anew, once nobody else stores it; its row stays free, so that progress can be noted beside."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, batch.pk % 2**31])
    found: TargetBatch = TargetBatch.objects.select_related("cycle__root").get(pk=batch.pk)
    return found


_LOCK = 0x7A6
"""First half of the locks of lists; the second is the key of the list."""


@transaction.atomic
def drop_target_list(*, by: Account, batch: TargetBatch) -> None:
    """Throw a list away that was handed in and not stored."""
    held = TargetBatch.objects.select_for_update().get(pk=batch.pk)
    require(held.handed_in_by_id == by.pk)
    if held.state == TargetBatch.State.STORED:
        raise ValidationError(_("The list is stored already."))
    held.delete()


@transaction.atomic
def import_past_results(*, by: Account, cycle: Cycle, path: Path) -> int:
    """Take in a list of earlier years' targets and actual figures; says how many rows.

    Raises
    ------
    PermissionDenied
        Unless the account is the office of the area.
    Problems
        With everything wrong in the list.
    """
    require(policies.targets.may_keep_history(by, cycle))
    results = read_past_results(path, _places(cycle), cycle.year)
    return record_past_results(by=by, cycle=cycle, results=results, source=path.name)


def _places(cycle: Cycle) -> Places:
    units = AppraisedUnit.objects.filter(cycle=cycle).select_related("unit")
    leaves = Indicator.objects.filter(cycle=cycle).leaves().in_force().order_by("position")
    return Places(units, list(leaves))


def _here(cycle: Cycle) -> dict[tuple[int, int], Target]:
    rows = Target.objects.filter(cycle=cycle).only("unit_id", "indicator_id", "state", *_COMPARED)
    return {(t.unit_id, t.indicator_id): t for t in rows.iterator(chunk_size=10_000)}


_COMPARED = ("value", "basis", "is_most_attainable", "floor_reason", "superior_value")


def _preview(cycle: Cycle, proposals: Sequence[Proposal]) -> list[list[str]]:
    here = Target.objects.filter(cycle=cycle, unit__in={p.unit.pk for p in proposals})
    old = {(u, i): v for u, i, v in here.values_list("unit", "indicator", "value")}
    return [
        [
            p.unit.name,
            str(p.indicator),
            show_decimal(old[key]) if (key := (p.unit.pk, p.indicator.pk)) in old else "",
            show_decimal(p.value),
            p.indicator.figure_unit,
        ]
        for p in proposals
    ]
