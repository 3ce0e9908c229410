"""Open a cycle, change its dates, move it through the year."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.policies import require
from kaohe.office.planning import moves
from kaohe.office.planning.document.store import Plain, stored
from kaohe.office.planning.models import Cycle, CycleState, SchemeDraft
from kaohe.office.planning.policies.cycles import cycles
from kaohe.office.revisions import held
from kaohe.scheme import SchemeSpec


@transaction.atomic
def create_cycle(
    *,
    by: Account,
    code: str,
    title: str,
    year: int,
    root: Unit,
    scheme: SchemeSpec,
    previous: Cycle | None = None,
    origin: str = "",
) -> Cycle:
    """Open a cycle with the draft of its scheme.

    Parameters
    ----------
    scheme
        Blank, of a preset, of last year or from a file; id, title and year become those of the cycle.
    previous
        The cycle that history and last year's ranks come from.
    origin
        Where the scheme came from, for the log.

    Raises
    ------
    PermissionDenied
        Unless the account keeps the area.
    ValidationError
        When the short name is taken, or the earlier cycle is of another area or not earlier.
    """
    require(cycles.may_open(by, root))
    if previous is not None and (previous.root_id != root.pk or previous.year >= year):
        raise ValidationError(_("An earlier cycle of the same area is expected, found {cycle}.").format(cycle=previous))
    cycle = Cycle(code=code, title=title, year=year, root=root, previous=previous, created_by=by)
    cycle.full_clean()
    cycle.save(force_insert=True)
    own = scheme.model_copy(
        update={"id": code, "title": title, "cycle": scheme.cycle.model_copy(update={"year": year})}
    )
    SchemeDraft.objects.create(cycle=cycle, document=stored(own), changed_by=by)
    details = {"code": code, "year": year, "root": root.pk, "origin": origin}
    record(action="create_cycle", actor=by, subject=cycle, details=details, chain=cycle.chain)
    return cycle


def blank_scheme(year: int) -> SchemeSpec:
    """Give a scheme with one empty indicator."""
    first: Plain = {"code": "A", "name": _("new indicator"), "points": "100"}
    return SchemeSpec.model_validate(
        {"id": "scheme", "title": _("new scheme"), "cycle": {"year": year}, "indicators": [first]}
    )


@transaction.atomic
def change_cycle(
    *, by: Account, cycle: Cycle, title: str, targets_until: date | None, seen: int | None = None
) -> Cycle:
    """Change the title and the date until which targets are proposed."""
    require(cycles.may_keep(by, cycle))
    cycle = held(cycle, seen)
    before = {"title": cycle.title, "targets_until": cycle.targets_until}
    cycle.title, cycle.targets_until = title, targets_until
    cycle.full_clean()
    cycle.revision += 1
    cycle.save()
    details = {"from": before, "to": {"title": title, "targets_until": targets_until}}
    record(action="change_cycle", actor=by, subject=cycle, details=details, chain=cycle.chain)
    return cycle


@transaction.atomic
def delete_draft(*, by: Account, cycle: Cycle) -> None:
    """Give up a cycle that units have never seen."""
    require(cycles.may_keep(by, cycle))
    cycle = held(cycle, None)
    if cycle.state != CycleState.DRAFT or cycle.versions.exists():
        raise ValidationError(_("Units have seen this scheme: it stays in the files, and is not deleted."))
    record(action="delete_draft", actor=by, subject=cycle, details={"code": cycle.code}, chain=cycle.chain)
    cycle.delete()


@transaction.atomic
def start_cycle(*, by: Account, cycle: Cycle, seen: int | None = None) -> Cycle:
    """Let the year begin: register and vetoes approved and in force, every target locked."""
    return _moved("start_cycle", by, cycle, seen)


@transaction.atomic
def begin_assessment(*, by: Account, cycle: Cycle, seen: int | None = None) -> Cycle:
    """End the running year and begin its assessment; refused while a change of the scheme waits for publication."""
    if moves.approved_version(cycle) is not None:
        raise ValidationError(
            _("A change of the scheme is approved and not published yet. Publish it, or send it back.")
        )
    return _moved("begin_assessment", by, cycle, seen)


@transaction.atomic
def resume_running(*, by: Account, cycle: Cycle, reason: str, seen: int | None = None) -> Cycle:
    """Go back from the assessment to the running year, with the reason."""
    return _moved("resume_running", by, cycle, seen, reason=reason)


@transaction.atomic
def decide_results(*, by: Account, cycle: Cycle, meeting: str, seen: int | None = None) -> Cycle:
    """Record that the leading group has decided the results, and in which meeting."""
    if not meeting.strip():
        raise ValidationError(_("Name the meeting or document in which it was decided."))
    return _moved("decide_results", by, cycle, seen, meeting=meeting)


@transaction.atomic
def publicise_results(*, by: Account, cycle: Cycle, seen: int | None = None) -> Cycle:
    """Show the decided results to everybody."""
    return _moved("publicise_results", by, cycle, seen)


@transaction.atomic
def close_cycle(*, by: Account, cycle: Cycle, seen: int | None = None) -> Cycle:
    """Close the year."""
    return _moved("close_cycle", by, cycle, seen)


def _moved(name: str, by: Account, cycle: Cycle, seen: int | None, **details: str) -> Cycle:
    cycle = moves.begin(name, by=by, cycle=cycle, seen=seen, reason=details.get("reason"))
    moves.finish(name, cycle)
    record(action=name, actor=by, subject=cycle, details=details, chain=cycle.chain)
    return cycle
