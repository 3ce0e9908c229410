"""Problems from finding to closure; nothing is closed that was not verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.actions import telling
from kaohe.office.monitoring.models import Measure, Problem, ProblemState, ProblemStep
from kaohe.office.monitoring.policies.rectification import rectification
from kaohe.office.people.models import Account, Person, Unit
from kaohe.office.people.policies import require
from kaohe.office.planning.models import Cycle
from kaohe.office.revisions import held

K = ProblemStep.Kind


@dataclass(frozen=True, slots=True)
class MeasureSet:
    """One measure as the unit sets it."""

    text: str
    due_on: date
    responsible: Person | None = None
    done_on: date | None = None


@transaction.atomic
def file_problem(
    *,
    by: Account,
    cycle: Cycle,
    unit: Unit,
    source: Problem.Source,
    text: str,
    found_on: date,
    due_on: date,
    **more: Any,
) -> Problem:
    """File a problem of a unit.

    Parameters
    ----------
    more
        Other fields of `Problem`: supervised, indicator, kind, document.
    """
    require(rectification.may_file(by, unit))
    return _filed(
        by, Problem(cycle=cycle, unit=unit, source=source, text=text, found_on=found_on, due_on=due_on, **more)
    )


@transaction.atomic
def claim_part(*, by: Account, finding: Problem, unit: Unit, text: str, due_on: date) -> Problem:
    """Claim a part of a superior's finding for a unit (认领); the finding is closed when all its parts are."""
    require(rectification.may_claim(by, unit))
    finding = held(finding, None)
    if finding.source != Problem.Source.SUPERIOR or finding.part_of_id is not None:
        raise ValidationError(_("Only findings of the superior are claimed part by part."))
    _check_open(finding)
    return _filed(
        by,
        Problem(
            cycle=finding.cycle,
            unit=unit,
            source=Problem.Source.SUPERIOR,
            text=text,
            found_on=finding.found_on,
            due_on=due_on,
            part_of=finding,
            document=finding.document,
        ),
    )


@transaction.atomic
def set_measures(
    *,
    by: Account,
    problem: Problem,
    measures: Sequence[MeasureSet],
    responsible: Person | None = None,
    seen: int | None = None,
) -> Problem:
    """Set the measures, who is responsible and until when; the earlier ones are replaced.

    A measure that was carried out and keeps its words stays carried out.

    Raises
    ------
    ValidationError
        Without measures, or when one is due after the problem.
    """
    problem = held(problem, seen)
    require(rectification.may_rectify(by, problem))
    _check_state(problem, ProblemState.OPEN, ProblemState.PLANNED)
    if not measures:
        raise ValidationError(_("Name at least one measure."))
    late = [m.text for m in measures if m.due_on > problem.due_on]
    if late:
        message = _("Due after the problem itself ({day}): {measures}.")
        raise ValidationError(message.format(day=problem.due_on, measures="；".join(late)))
    done = dict(problem.measures.filter(done_on__isnull=False).values_list("text", "done_on"))
    problem.measures.all().delete()
    Measure.objects.bulk_create(
        [
            Measure(
                problem=problem,
                text=m.text,
                due_on=m.due_on,
                responsible=m.responsible,
                done_on=m.done_on or done.get(m.text),
            )
            for m in measures
        ]
    )
    problem.state = ProblemState.PLANNED
    problem.responsible = responsible or problem.responsible
    return _stepped(problem, by, K.PLAN)


@transaction.atomic
def complete_measure(*, by: Account, measure: Measure, on: date) -> Measure:
    """Note that a measure was carried out on a day."""
    problem = held(measure.problem, None)
    require(rectification.may_rectify(by, problem))
    _check_state(problem, ProblemState.PLANNED)
    if on > timezone.localdate():
        raise ValidationError({"on": _("The day lies ahead.")})
    Measure.objects.filter(pk=measure.pk).update(done_on=on)
    measure.done_on = on
    details = {"measure": measure.pk, "on": on}
    record(action="complete_measure", actor=by, subject=problem, details=details, chain=problem.cycle.chain)
    return measure


@transaction.atomic
def report_rectified(*, by: Account, problem: Problem, result: str, seen: int | None = None) -> Problem:
    """Report a problem as rectified; every measure is done by then, and every claimed part closed."""
    problem = held(problem, seen)
    require(rectification.may_report(by, problem))
    _check_state(problem, ProblemState.PLANNED)
    if problem.measures.filter(done_on__isnull=True).exists():
        raise ValidationError(_("Measures are still to be done: note the day of each first."))
    if problem.parts.exclude(state__in=(ProblemState.CLOSED, ProblemState.CARRIED)).exists():
        raise ValidationError(_("Claimed parts of it are still open."))
    if not result.strip():
        raise ValidationError({"result": _("Say what was achieved.")})
    problem.result, problem.state = result, ProblemState.REPORTED
    return _stepped(problem, by, K.REPORT, result)


@transaction.atomic
def send_back(*, by: Account, problem: Problem, reason: str, due_on: date, seen: int | None = None) -> Problem:
    """Find on verification that it is not rectified, and set a new deadline."""
    problem = _verifying(by, problem, seen)
    if not reason.strip():
        raise ValidationError({"reason": _("Say what is still wrong.")})
    problem.state, problem.due_on = ProblemState.PLANNED, due_on
    problem.measures.update(done_on=None)
    telling.problem_sent_back(problem, by, reason)
    return _stepped(problem, by, K.SEND_BACK, reason)


@transaction.atomic
def close_problem(*, by: Account, problem: Problem, verification: str, seen: int | None = None) -> Problem:
    """Close a problem: somebody else than the unit has verified it, and says how."""
    problem = _verifying(by, problem, seen)
    if not verification.strip():
        raise ValidationError({"verification": _("Say how it was verified: what was seen, where, when.")})
    problem.state, problem.closed_by, problem.closed_at = ProblemState.CLOSED, by, timezone.now()
    telling.problem_closed(problem, by)
    return _stepped(problem, by, K.CLOSE, verification)


@transaction.atomic
def change_deadline(*, by: Account, problem: Problem, due_on: date, reason: str, seen: int | None = None) -> Problem:
    """Change the deadline, with a reason that stays."""
    problem = held(problem, seen)
    require(rectification.may_file(by, problem.unit))
    _check_open(problem)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    before, problem.due_on = problem.due_on, due_on
    return _stepped(problem, by, K.EXTEND, f"{before} → {due_on}: {reason}")


@transaction.atomic
def carry_over(*, by: Account, problem: Problem, into: Cycle, due_on: date) -> Problem:
    """Carry a problem that is still open over to the next year; there it begins with its measures to be set anew."""
    problem = held(problem, None)
    require(rectification.may_file(by, problem.unit))
    _check_open(problem)
    if into.year <= problem.cycle.year:
        raise ValidationError({"into": _("Name a cycle of a later year.")})
    fields = ("unit", "source", "kind", "text", "document", "found_on", "responsible")
    values = {name: getattr(problem, name) for name in fields}
    follower = _filed(by, Problem(cycle=into, due_on=due_on, carried_from=problem, **values))
    problem.state = ProblemState.CARRIED
    _stepped(problem, by, K.CARRY, str(into))
    return follower


def _filed(by: Account, problem: Problem) -> Problem:
    Cycle.objects.select_for_update().get(pk=problem.cycle_id)  # numbers follow one another
    last = Problem.objects.filter(cycle=problem.cycle_id).aggregate(last=Max("number"))["last"] or 0
    problem.number = last + 1
    if problem.due_on < problem.found_on:
        raise ValidationError({"due_on": _("The deadline lies before the finding.")})
    problem.full_clean()
    problem.save()
    telling.problem_filed(problem, by)
    _log(problem, by, K.FILE, problem.text)
    return problem


def _verifying(by: Account, problem: Problem, seen: int | None) -> Problem:
    problem = held(problem, seen)
    require(rectification.may_verify(by, problem))
    _check_state(problem, ProblemState.REPORTED)
    return problem


def _check_open(problem: Problem) -> None:
    if problem.state in (ProblemState.CLOSED, ProblemState.CARRIED):
        raise ValidationError(_("Problem no. {number} is no longer open.").format(number=problem.number))


def _check_state(problem: Problem, *states: ProblemState) -> None:
    if problem.state not in states:
        message = _("Problem no. {number} is “{now}”; this is possible only when it is “{then}”.")
        then = "”/“".join(str(state.label) for state in states)
        raise ValidationError(message.format(number=problem.number, now=problem.get_state_display(), then=then))


def _stepped(problem: Problem, by: Account, kind: ProblemStep.Kind, text: str = "") -> Problem:
    problem.revision += 1
    problem.save()
    _log(problem, by, kind, text)
    return problem


def _log(problem: Problem, by: Account, kind: ProblemStep.Kind, text: str) -> None:
    ProblemStep.objects.create(problem=problem, kind=kind, text=text, by=by)
    details = {"number": problem.number, "unit": problem.unit_id, "step": kind}
    record(action="rectify", actor=by, subject=problem, details=details, chain=problem.cycle.chain)
