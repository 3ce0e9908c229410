"""Propose targets: one, several of a unit, or a whole list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from hashlib import sha256
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.exact import show_decimal
from kaohe.office.audit.record import record
from kaohe.office.copying import copy_in
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.comparison import Grounds, signs
from kaohe.office.planning.models import (
    AppraisedUnit,
    Cycle,
    CycleState,
    Target,
    TargetState,
    TargetStep,
)
from kaohe.office.planning.models.targets import DIGITS, PLACES
from kaohe.office.planning.policies import targets as policies
from kaohe.office.planning.proposal import NEW, SAID, Proposal, takes_target
from kaohe.office.revisions import StaleError

OPEN = (CycleState.PUBLISHED, CycleState.RUNNING)
"""States of a cycle in which targets are set: its indicators are published, its scores not yet under way."""

BATCH = 5_000
LISTED = 200
"""Changes that an entry of the log lists one by one; a longer list stands there with its hash."""

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do."""


def silent(done: int, total: int) -> None:
    """Report to nobody."""


_LIMIT = Decimal(10) ** (DIGITS - PLACES)
_WRITTEN = (*SAID, "warnings", "state", "proposed_by", "revision", "changed_at", "changed_by")


@transaction.atomic
def propose_target(*, by: Account, cycle: Cycle, proposal: Proposal) -> Target:
    """Propose the target of one unit on one indicator; the same once more changes nothing.

    Raises
    ------
    PermissionDenied
        Unless the account speaks for the unit, or is the office within its area.
    ValidationError
        When the cycle or the indicator takes no target, the target is approved or locked, the value stays below the
        superior's without a reason, or somebody else changed it (`StaleError`).
    """
    found = _propose(by, cycle, [proposal])
    if found:
        target = found[0][1]
        details = _listed(found)[0] | {"basis": target.basis, "warnings": target.signs}
        record(action="propose_target", actor=by, subject=target, details=details, chain=cycle.chain)
    return Target.objects.of(cycle).get(unit=proposal.unit, indicator=proposal.indicator)  # type: ignore[no-any-return]


@transaction.atomic
def propose_targets(
    *, by: Account, cycle: Cycle, proposals: Sequence[Proposal], source: str = "", progress: Progress = silent
) -> int:
    """Propose many targets, all or none; says how many changed.

    Parameters
    ----------
    source
        The list they were read from.

    Raises
    ------
    PermissionDenied, ValidationError
        As `propose_target`, with every refusal at once.
    """
    found = _propose(by, cycle, proposals, progress)
    if found:
        details = {"source": source, "count": len(found)} | summary(_listed(found))
        record(action="propose_targets", actor=by, subject=cycle, details=details, chain=cycle.chain)
    return len(found)


_Change = tuple[Decimal | None, Target]
"""The value before, and the target as it stands now."""


def _propose(by: Account, cycle: Cycle, proposals: Sequence[Proposal], progress: Progress = silent) -> list[_Change]:
    held = held_units(cycle, {p.unit.pk for p in proposals})
    units = [a.unit for a in held.values()] + [p.unit for p in proposals if p.unit.pk not in held]
    require(policies.targets.may_propose(by, *units))
    if any(p.superior_value is not None for p in proposals):
        require(policies.targets.may_keep(by, *units))
    here = _here(cycle, proposals)
    changed = [p for p in proposals if not p.repeats(here.get((p.unit.pk, p.indicator.pk)))]
    errors = list(_refusals(cycle, changed, held, here))
    if errors:
        raise errors[0] if len(errors) == 1 else ValidationError(errors)
    return _store(by, cycle, changed, here, progress)


def held_units(cycle: Cycle, units: set[int]) -> dict[int, AppraisedUnit]:
    """Hold units of a cycle: two people who propose for one unit come one after the other, even for a new target."""
    rows = AppraisedUnit.objects.select_for_update(of=("self",)).select_related("unit")
    return {a.unit_id: a for a in rows.filter(cycle=cycle, unit__in=units).order_by("pk")}


def _here(cycle: Cycle, proposals: Sequence[Proposal]) -> dict[tuple[int, int], Target]:
    units, indicators = {p.unit.pk for p in proposals}, {p.indicator.pk for p in proposals}
    rows = Target.objects.filter(cycle=cycle, unit__in=units, indicator__in=indicators)
    return {(t.unit_id, t.indicator_id): t for t in rows.select_for_update().order_by("pk")}


def _refusals(
    cycle: Cycle,
    proposals: Sequence[Proposal],
    held: dict[int, AppraisedUnit],
    here: dict[tuple[int, int], Target],
) -> Iterator[ValidationError]:
    if not Cycle.objects.filter(pk=cycle.pk, state__in=OPEN).exists():
        yield ValidationError(_("Targets are set once the scheme is published, and until the assessment begins."))
        return
    twice = len({(p.unit.pk, p.indicator.pk) for p in proposals}) < len(proposals)
    if twice:
        yield ValidationError(_("One unit has two values for one indicator: leave one of them."))
    for proposal in proposals:
        target = here.get((proposal.unit.pk, proposal.indicator.pk))
        seen = proposal.revision
        if seen is not None and seen != (target.revision if target else NEW):
            yield StaleError(target)
            continue
        words = refusal(proposal, held.get(proposal.unit.pk), target)
        if words:
            yield ValidationError(f"{proposal.unit} · {proposal.indicator}: {words}")


def refusal(proposal: Proposal, appraised: AppraisedUnit | None, target: Target | None) -> str:
    """Say why a value cannot be proposed; empty when it can."""
    if appraised is None or (appraised.left_on and appraised.left_on <= timezone.localdate()):
        return _("the unit is not appraised in this cycle.")
    if not takes_target(proposal.indicator, appraised.class_id):
        return _("this indicator takes no target from this class of units.")
    if target is not None and target.state == TargetState.LOCKED:
        return _("the target is locked; ask for an adjustment.")
    if target is not None and target.state == TargetState.APPROVED:
        return _("the target is approved; ask the appraisal office to return it first.")
    if abs(proposal.value) >= _LIMIT or proposal.value != round(proposal.value, PLACES):
        return _("write a number of at most 16 digits and 4 decimal places.")
    if proposal.is_most_attainable and not proposal.basis:
        return _("say on what basis this is the most that can be attained.")
    floor = proposal.floor(target)
    if floor is not None and not proposal.floor_reason:
        return _("the superior asks for {floor}; staying below needs a reason and a leader's approval.").format(
            floor=show_decimal(floor)
        )
    return ""


def _store(
    by: Account,
    cycle: Cycle,
    proposals: Sequence[Proposal],
    here: dict[tuple[int, int], Target],
    progress: Progress,
) -> list[_Change]:
    """Write targets and steps; what was here is overwritten by key, so that new and old ones are one statement."""
    codes = {p.indicator.code for p in proposals}
    units = {p.unit.pk for p in proposals}
    grounds = Grounds.of(cycle, units, codes if len(codes) <= len(units) else ())
    now, changes = timezone.now(), []
    for proposal in proposals:
        before = here.get((proposal.unit.pk, proposal.indicator.pk))
        target = Target(cycle=cycle, unit=proposal.unit, indicator=proposal.indicator, **proposal.content(before))
        target.proposed_at = before.proposed_at if before else now
        target.revision = before.revision + 1 if before else 0
        target.proposed_by = target.changed_by = by
        target.changed_at = now
        target.warnings = signs(grounds.warn(target))
        changes.append((before.value if before else None, target))
    for start in range(0, len(changes), BATCH):
        written = [target for _before, target in changes[start : start + BATCH]]
        _write(written)
        note_steps(written, TargetStep.Kind.PROPOSE, by)
        progress(start + len(written), len(changes))
    return changes


def _write(targets: Sequence[Target]) -> None:
    """Write new targets by COPY and the others over what was here; their units are held, so that none appears between.

    A target proposed for the first time has revision 0; each that was here has a higher one.
    """
    new = [target for target in targets if target.revision == 0]
    keys = copy_in(Target, [name for name, _get in _COPIED], ([get(t) for _name, get in _COPIED] for t in new))
    for target, key in zip(new, keys, strict=True):
        target.pk = key
    Target.objects.bulk_create(
        [target for target in targets if target.revision],
        update_conflicts=True,
        unique_fields=["cycle", "indicator", "unit"],
        update_fields=_WRITTEN,
    )


_COPIED = [(f.name, attrgetter(f.attname)) for f in Target._meta.concrete_fields if not f.primary_key]
"""Names of the columns of a target, each with what reads it from a row."""


def note_steps(targets: Sequence[Target], kind: TargetStep.Kind, by: Account, reason: str = "") -> None:
    """Add one step to the life of each target, with the value that stands."""
    TargetStep.objects.note(kind, [target.pk for target in targets], by.pk, reason)


def _listed(changes: Sequence[_Change]) -> list[dict[str, str]]:
    return [
        {
            "unit": target.unit.code,
            "indicator": target.indicator.code,
            "from": "" if before is None else show_decimal(before),
            "to": show_decimal(target.value),
        }
        for before, target in changes
    ]


def summary(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Tell many changes in one entry of the log: one by one, or by the hash of the list."""
    if len(lines) <= LISTED:
        return {"changes": list(lines)}
    text = "\n".join("\t".join(map(str, line.values())) for line in lines)
    return {"sha256": sha256(text.encode()).hexdigest()}
