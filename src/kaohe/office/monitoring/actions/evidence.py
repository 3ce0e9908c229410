"""Add, reuse and delete the evidence of a figure; sweep away files that nobody refers to."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.actions.calendar import check_running
from kaohe.office.monitoring.actions.writing import held_reports
from kaohe.office.monitoring.data_dates import rules_of
from kaohe.office.monitoring.file_store import hash_of, keep, place_of, scan
from kaohe.office.monitoring.models import Evidence, Figure, FigureState, StoredFile
from kaohe.office.monitoring.policies.reports import reports
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require

OPEN = (FigureState.DRAFT, FigureState.RETURNED)


@transaction.atomic
def add_evidence(*, by: Account, figure: Figure, path: Path, name: str) -> Evidence:
    """Keep a file as proof of a figure that was not handed in yet; the same file again changes nothing.

    Parameters
    ----------
    path
        A file that `kaohe.office.ui.uploads.checked` let through.
    name
        What its owner calls it.

    Raises
    ------
    PermissionDenied
        Unless the account enters the figure.
    ValidationError
        When the figure was handed in, has all the files it may have, or the virus scanner refuses the file.
    """
    figure = _held(by, figure)
    sha256 = hash_of(path)
    there: Evidence | None = figure.evidence.filter(file__sha256=sha256).first()
    if there is not None:
        return there
    _check_room(figure)
    scan(path)
    kind = path.suffix.lower().removeprefix(".")
    stored, _new = StoredFile.objects.get_or_create(sha256=sha256, defaults={"size": path.stat().st_size, "kind": kind})
    StoredFile.objects.select_for_update().get(pk=stored.pk)  # the sweeper waits, then sees that it is used
    keep(path, sha256)
    return _added("add_evidence", by, figure, stored, name)


@transaction.atomic
def reuse_evidence(*, by: Account, figure: Figure, evidence: Evidence) -> Evidence:
    """Prove a figure with a file that the same unit handed in before: nothing is asked for twice."""
    figure = _held(by, figure)
    if not Evidence.objects.reusable_for(figure).filter(file=evidence.file_id).exists():
        raise ValidationError(_("Only evidence of the same unit and year can be used again, once a figure."))
    _check_room(figure)
    StoredFile.objects.select_for_update().get(pk=evidence.file_id)
    return _added("reuse_evidence", by, figure, evidence.file, evidence.name)


@transaction.atomic
def delete_evidence(*, by: Account, evidence: Evidence) -> None:
    """Take evidence away again before the figure is handed in; the file goes when no other figure refers to it."""
    figure = _held(by, evidence.figure)
    details = {"figure": figure.pk, "name": evidence.name, "sha256": evidence.file.sha256}
    deleted, _rows = Evidence.objects.filter(pk=evidence.pk).delete()
    if deleted:
        record(action="delete_evidence", actor=by, subject=figure, details=details, chain=figure.cycle.chain)


def sweep_files() -> int:
    """Remove, each night, the files that no figure refers to any more; says how many.

    A file is removed while its row is held: an upload of the same content waits, finds the row gone and keeps its own.
    """
    swept = 0
    for key in StoredFile.objects.filter(uses__isnull=True).values_list("pk", flat=True):
        with transaction.atomic():
            row = (
                StoredFile.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(pk=key, uses__isnull=True)
                .first()
            )
            if row is not None and not row.uses.exists():
                place_of(row.sha256).unlink(missing_ok=True)
                row.delete()
                swept += 1
    return swept


def _held(by: Account, figure: Figure) -> Figure:
    """Hold report and figure; refuse once the figure is handed in."""
    asked = held_reports([figure])
    for report in asked:
        require(reports.may_enter(by, report))
    require(bool(asked))
    found: Figure = (
        Figure.objects.select_for_update(of=("self",)).select_related("cycle", "indicator").get(pk=figure.pk)
    )
    check_running(found.cycle)
    if found.state not in OPEN:
        raise ValidationError(
            _("The figure was handed in: its evidence stays as it is. Have it returned to change it.")
        )
    return found


def _check_room(figure: Figure) -> None:
    most = rules_of(figure.cycle).evidence_count
    if figure.evidence.count() >= most:
        message = _("A figure has at most {most} files of evidence. Delete one first.")
        raise ValidationError(message.format(most=most))


def _added(action: str, by: Account, figure: Figure, stored: StoredFile, name: str) -> Evidence:
    evidence = Evidence.objects.create(figure=figure, file=stored, name=name[:200], added_by=by)
    details = {"figure": figure.pk, "name": evidence.name, "sha256": stored.sha256}
    record(action=action, actor=by, subject=evidence, details=details, chain=figure.cycle.chain)
    return evidence
