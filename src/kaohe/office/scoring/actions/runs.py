"""Make runs and make them again."""

from __future__ import annotations

import json
import zlib
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.models import Cycle
from kaohe.office.scoring import policies
from kaohe.office.scoring.models import Run, RunPurpose
from kaohe.office.scoring.moments import Counted, Moment
from kaohe.office.scoring.rows.dataset import dataset
from kaohe.office.scoring.rows.units import units_of
from kaohe.office.scoring.runs import Repetition, repeat, rows_of, settled_now
from kaohe.office.scoring.schemes import scheme_of, version_in_force
from kaohe.scoring import run as engine


@transaction.atomic
def make_run(
    *,
    by: Account,
    cycle: Cycle,
    purpose: RunPurpose = RunPurpose.TRIAL,
    counted: Counted = Counted.ACCEPTED,
    as_of: date | None = None,
    facts_at: datetime | None = None,
    note: str = "",
    after: int | None = None,
) -> Run:
    """Score a cycle and keep the result with the hashes of the scheme, the facts and itself.

    Parameters
    ----------
    counted
        Which figures count; an official run takes accepted ones only.
    as_of
        Day the run looks from; None: everything.
    facts_at
        Figures, targets and events as they stood then; None: now.
    after
        Number of the newest run when the form was opened (0: none): a form sent twice makes one run. None: not asked.

    Raises
    ------
    Problems
        With every cell that cannot be scored; nothing is kept.
    ValidationError
        When the scheme is not published, the moment lies ahead, or somebody made a run in between.
    """
    require(policies.runs.may_make(by, cycle))
    if purpose == RunPurpose.OFFICIAL and counted != Counted.ACCEPTED:
        raise ValidationError(_("An official run counts accepted figures only. Choose a trial score for the others."))
    now = settled_now()
    if facts_at is not None and facts_at > now:
        raise ValidationError(_("The moment of the facts lies ahead. Choose one that has passed."))
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # runs of one cycle are numbered one after the other
    last = _last_number(cycle)
    if after is not None and after != last:
        raise ValidationError(
            _("Run {number} was made meanwhile. Look at it before you make another.").format(number=last)
        )
    moment = Moment(facts_at or now, as_of, Counted(counted))
    run = _kept(Run(cycle=cycle, purpose=purpose, note=note, made_by=by, number=last + 1), moment)
    record(action="make_run", actor=by, subject=run, details=_details(run), chain=cycle.chain)
    return run


@transaction.atomic
def keep_nightly_run(*, cycle: Cycle, day: date) -> Run | None:
    """Keep the trial score of a day, for movements and trends: the system's own run, once a day.

    Returns
    -------
    Run or None
        None when the day has one, or nothing changed since the newest run.
    """
    now = settled_now()
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    newest = cycle.runs.first()
    if cycle.runs.filter(made_by=None, as_of=day).exists():
        return None
    draft = Run(cycle=cycle, purpose=RunPurpose.TRIAL, number=_last_number(cycle) + 1)
    draft.note = _("every night")
    with transaction.atomic():
        run = _kept(draft, Moment(now, day, Counted.ACCEPTED))
        if newest is not None and (newest.facts_hash, newest.scheme_hash) == (run.facts_hash, run.scheme_hash):
            transaction.set_rollback(True)
            return None
    record(action="make_run", actor=None, subject=run, details=_details(run), chain=cycle.chain)
    return run


def _last_number(cycle: Cycle) -> int:
    newest = cycle.runs.order_by("-number").first()
    return newest.number if newest else 0


def _kept(run: Run, moment: Moment) -> Run:
    run.version = version_in_force(run.cycle)
    scheme, units = scheme_of(run.version), units_of(run.cycle, moment)
    made, _sheet = engine.make_run(scheme, dataset(run.cycle, scheme, moment, units=units), as_of=moment.day)
    run.facts_at, run.as_of, run.counted = moment.at or timezone.now(), moment.as_of, moment.counted
    run.scheme_hash, run.facts_hash, run.result_hash = made.scheme_hash, made.facts_hash, made.result_hash
    run.result = zlib.compress(made.result)
    run.save(force_insert=True)
    run.units.bulk_create(rows_of(run, json.loads(made.result), units), batch_size=1000)
    return run


def _details(run: Run) -> dict[str, object]:
    return {
        "number": run.number,
        "purpose": str(run.purpose),
        "counted": str(run.counted),
        "facts_at": run.facts_at,
        "as_of": run.as_of,
        "scheme": run.scheme_hash,
        "facts": run.facts_hash,
        "result": run.result_hash,
    }


@transaction.atomic
def rerun_run(*, by: Account, run: Run) -> Repetition:
    """Make a run again from the rows as they stood at its moment, and say whether the same bytes come out.

    Nothing is stored but the entry in the log.
    """
    require(policies.runs.may_make(by, run.cycle))
    found = repeat(run)
    details = {"same": found.is_same, "findings": [f.text for f in found.findings], "at": timezone.now()}
    record(action="rerun_run", actor=by, subject=run, details=details, chain=run.cycle.chain)
    return found
