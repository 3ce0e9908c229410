"""Bring in figures from a file: handed in and looked at, then stored as a whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.actions.writing import follow, held_reports, store
from kaohe.office.monitoring.models import Figure
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.models import Cycle, CycleState
from kaohe.office.revisions import held
from kaohe.office.scoring import policies
from kaohe.office.scoring.models import FactsFile
from kaohe.office.scoring.reading import Reading, read_file
from kaohe.office.scoring.schemes import scheme_of, version_in_force

_OPEN = (CycleState.PUBLISHED, CycleState.RUNNING, CycleState.ASSESSING)


def read_again(file: FactsFile) -> Reading:
    """Read a file that was handed in against what stands now.

    Raises
    ------
    Problems
        With everything that is wrong with it by now.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name).name
        path.write_bytes(file.content)
        standing = Figure.objects.filter(cycle=file.cycle).select_related("indicator__reporting")
        return read_file(path, file.cycle, scheme_of(version_in_force(file.cycle)), standing)


@transaction.atomic
def hand_in_facts(*, by: Account, cycle: Cycle, path: Path, source: str) -> FactsFile:
    """Keep a file of figures to be looked at; no figure changes yet.

    Raises
    ------
    Problems
        With everything that is wrong with the file; it is then not kept.
    ValidationError
        When the cycle takes no figures now.
    """
    require(policies.imports.may_import(by, cycle))
    _check_open(cycle)
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    file = FactsFile(cycle=cycle, name=path.name, content=content, hash=digest, source=source, handed_in_by=by)
    reading = read_again(file)
    file.save()
    details = {"file": file.name, "hash": digest, "changes": len(reading.changes), "same": reading.same}
    record(action="hand_in_facts", actor=by, subject=file, details=details, chain=cycle.chain)
    return file


@transaction.atomic
def import_facts(*, by: Account, file: FactsFile, revision: int | None = None) -> int:
    """Store the figures of a file as submitted, with their source noted; gives how many changed.

    Heads and data owners sign and accept them like any other: the office brings figures in, it does not vouch for them.

    Raises
    ------
    Problems
        When something that changed since the file was looked at stands against it; nothing is stored.
    StaleError
        When the file was stored meanwhile.
    """
    require(policies.imports.may_import(by, file.cycle))
    file = held(file, revision)
    if file.state != FactsFile.State.READ:
        raise ValidationError(_("This file is stored already."))
    _check_open(file.cycle)
    Cycle.objects.select_for_update().get(pk=file.cycle_id)  # two files are stored one after the other
    figures = read_again(file).figures(
        file.cycle, by, _("{source} ({file})").format(source=file.source, file=file.name)
    )
    reports = held_reports(figures)
    store(figures, by=by, reason=file.source)
    follow(reports)
    file.state, file.revision = FactsFile.State.STORED, file.revision + 1
    file.save(update_fields=["state", "revision"])
    details = {"file": file.name, "hash": file.hash, "figures": len(figures), "source": file.source}
    record(action="import_facts", actor=by, subject=file, details=details, chain=file.cycle.chain)
    return len(figures)


def _check_open(cycle: Cycle) -> None:
    if cycle.state not in _OPEN:
        state = cycle.get_state_display()
        raise ValidationError(_("The cycle is {state}: it takes no figures now.").format(state=state))
