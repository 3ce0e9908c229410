"""What the worker does: large runs, and the score of every night."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from procrastinate.contrib.django import app

from kaohe.office.people.models import Account
from kaohe.office.planning.models import Cycle, CycleState
from kaohe.office.scoring.actions.runs import keep_nightly_run, make_run
from kaohe.office.scoring.models import RunPurpose
from kaohe.office.scoring.moments import Counted

_SCORED = (CycleState.RUNNING, CycleState.ASSESSING)


@app.task
def score_cycle(
    *, cycle: int, account: int, purpose: str, counted: str, as_of: str | None, note: str, after: int
) -> None:
    """Make a run too large to wait for. Started twice it makes one: the second finds a newer run than it knows."""
    make_run(
        by=Account.objects.get(pk=account),
        cycle=Cycle.objects.get(pk=cycle),
        purpose=RunPurpose(purpose),
        counted=Counted(counted),
        as_of=date.fromisoformat(as_of) if as_of else None,
        note=note,
        after=after,
    )


@app.periodic(cron="30 1 * * *")
@app.task(queueing_lock="keep_nightly_runs")
def keep_nightly_runs(timestamp: int) -> None:
    """Hand the trial score of each running cycle to a job of its own, so that one that fails stops no other."""
    for key in Cycle.objects.filter(state__in=_SCORED).values_list("pk", flat=True):
        nightly_run.defer(cycle=key)


@app.task
def nightly_run(*, cycle: int) -> None:
    """Keep the trial score of one cycle as of today."""
    keep_nightly_run(cycle=Cycle.objects.get(pk=cycle), day=timezone.localdate())
