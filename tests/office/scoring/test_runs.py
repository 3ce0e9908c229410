"""Runs are kept once, can be made again after anything that happens later, and tampering is found."""

from __future__ import annotations

import json
import zlib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from tests.office.factories import account_with
from tests.office.scoring.factories import (
    PRESET,
    appraised,
    approved_event,
    changed,
    figure,
    from_preset,
    locked_target,
    published,
)
from tests.office.scoring.test_moments import SPEC

from kaohe.office.audit.models import Entry
from kaohe.office.monitoring.models import EventState, Figure
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import AppraisedUnit, Cycle, SchemeVersion, TargetStep
from kaohe.office.scoring import tasks
from kaohe.office.scoring.actions.runs import keep_nightly_run, make_run, rerun_run
from kaohe.office.scoring.folder import write_folder
from kaohe.office.scoring.models import Run, RunPurpose, RunUnit
from kaohe.office.scoring.moments import Counted
from kaohe.office.scoring.trials import trial_of
from kaohe.scheme import load_scheme
from kaohe.scoring.reading.data import read_data
from kaohe.scoring.reference import score
from kaohe.scoring.run import canonical
from kaohe.tables.problems import Problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    cycle = published(SPEC)
    for n in range(3):
        unit = appraised(cycle, "town", code=f"T{n}", name=f"{n}镇", attributes={"人口": "1500"})
        figure(cycle, unit, "A1", 90 + n)
        figure(cycle, unit, "A2", n)
        locked_target(cycle, unit, "A1", 100)
    approved_event(cycle, Unit.objects.get(code="T1"), "J1")
    return cycle


@pytest.fixture
def officer(cycle: Cycle) -> Account:
    return account_with(Role.OFFICER, cycle.root)


def test_a_run_keeps_hashes_ranks_and_scores(cycle: Cycle, officer: Account) -> None:
    run = make_run(by=officer, cycle=cycle, note="试算", after=0)
    result = json.loads(run.stored)
    assert (run.number, run.result_hash, run.made_by) == (1, trial_hash(run), officer)
    assert result["facts"] == run.facts_hash
    kept = {u.unit.code: (str(u.total.quantize(Decimal("0.01"))), u.rank) for u in run.units.select_related("unit")}
    assert kept == {u["unit"]: (u["total"], u["rank"]) for u in result["units"]}
    entry = Entry.objects.get(action="make_run")
    assert (entry.chain.key, json.loads(entry.details)["result"]) == (cycle.chain, run.result_hash)


def trial_hash(run: Run) -> str:
    from hashlib import sha256

    sheet = trial_of(run).sheet
    assert sheet is not None
    return sha256(canonical(sheet)).hexdigest()


def test_everything_may_change_later_and_the_run_is_made_again_alike(cycle: Cycle, officer: Account) -> None:
    run = make_run(by=officer, cycle=cycle)
    later = timezone.now() + timedelta(seconds=1)
    for row in Figure.objects.all():
        changed(row, later, value=Decimal(1))
    unit = Unit.objects.get(code="T0")
    figure(cycle, unit, "A3", 3, at=later)
    target = cycle.targets.get(unit=unit)
    TargetStep.objects.create(target=target, kind="adjust", value=5, at=later, by=officer)
    event = cycle.events.get()
    event.state, event.decided_at = EventState.CANCELLED, later
    event.save()
    AppraisedUnit.objects.filter(unit=unit).update(class_id="street", attributes="{}", left_on=date(2026, 1, 1))
    unit.name = "新名镇"
    unit.save()
    appraised(cycle, "town")
    found = rerun_run(by=officer, run=run)
    assert found.is_same, [f.text for f in found.findings]
    assert make_run(by=officer, cycle=cycle, facts_at=None).facts_hash != run.facts_hash


def test_a_figure_written_into_the_past_is_found_cell_by_cell(cycle: Cycle, officer: Account) -> None:
    run = make_run(by=officer, cycle=cycle)
    row = Figure.objects.get(unit__code="T0", indicator__code="A1")
    changed(row, run.facts_at, value=Decimal(50))
    found = rerun_run(by=officer, run=run)
    assert not found.is_same
    told = {(d.unit, d.code, d.what): (d.before, d.after) for d in found.differences}
    assert told["T0", "A1", "actual"] == ("90", "50")
    assert told["T0", "A1", "score"] == ("36.00", "20.00")
    assert ("T0", "", "total") in told
    assert json.loads(Entry.objects.get(action="rerun_run").details)["same"] is False


def touch_result(run: Run) -> None:
    result = run.stored.replace(b'"total":"36.00"', b'"total":"99.00"')
    result = result if result != run.stored else run.stored[:-2] + b" }\n"
    Run.objects.filter(pk=run.pk).update(result=zlib.compress(result))


def touch_result_and_hash(run: Run) -> None:
    from hashlib import sha256

    result = run.stored[:-2] + b" }\n"
    Run.objects.filter(pk=run.pk).update(result=zlib.compress(result), result_hash=sha256(result).hexdigest())


def touch_bytes(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(result=b"not zlib")


def touch_list(run: Run) -> None:
    RunUnit.objects.filter(run=run, unit__code="T0").update(total=99)


def touch_rank(run: Run) -> None:
    RunUnit.objects.filter(run=run, unit__code="T0").update(rank=9)


def touch_cells(run: Run) -> None:
    RunUnit.objects.filter(run=run, unit__code="T0").update(cells="{}")


def touch_scheme(run: Run) -> None:
    version, guard = run.version, "TRIGGER planning_schemeversion_keep_document"
    with connection.cursor() as cursor:  # only who owns the database gets past its guard
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE planning_schemeversion DISABLE {guard}")
        SchemeVersion.objects.filter(pk=version.pk).update(document=version.document.replace('"40"', '"50"'))
        cursor.execute(f"ALTER TABLE planning_schemeversion ENABLE ALWAYS {guard}")


TAMPERED = [touch_result, touch_result_and_hash, touch_bytes, touch_list, touch_rank, touch_cells, touch_scheme]


@pytest.mark.parametrize("touch", TAMPERED)
def test_tampering_is_found(touch: Any, cycle: Cycle, officer: Account) -> None:
    run = make_run(by=officer, cycle=cycle)
    assert rerun_run(by=officer, run=run).is_same
    touch(run)
    found = rerun_run(by=officer, run=Run.objects.get(pk=run.pk))
    assert any(f.is_tampering for f in found.findings)


def test_the_same_form_sent_twice_makes_one_run(cycle: Cycle, officer: Account) -> None:
    make_run(by=officer, cycle=cycle, after=0)
    with pytest.raises(ValidationError, match="1"):
        make_run(by=officer, cycle=cycle, after=0)
    assert cycle.runs.count() == 1


def test_an_official_run_counts_accepted_figures_only(cycle: Cycle, officer: Account) -> None:
    with pytest.raises(ValidationError):
        make_run(by=officer, cycle=cycle, purpose=RunPurpose.OFFICIAL, counted=Counted.SIGNED)
    assert make_run(by=officer, cycle=cycle, purpose=RunPurpose.OFFICIAL).counted == Counted.ACCEPTED


def test_a_moment_ahead_is_refused(cycle: Cycle, officer: Account) -> None:
    with pytest.raises(ValidationError):
        make_run(by=officer, cycle=cycle, facts_at=timezone.now() + timedelta(days=1))


def test_nothing_is_scored_before_publication(cycle: Cycle, officer: Account) -> None:
    cycle.versions.update(published_at=None)
    with pytest.raises(ValidationError):
        make_run(by=officer, cycle=cycle)


def test_cells_that_cannot_be_scored_are_all_said_and_nothing_is_kept(cycle: Cycle, officer: Account) -> None:
    TargetStep.objects.all().delete()
    with pytest.raises(Problems) as found:
        make_run(by=officer, cycle=cycle)
    assert [p.values["unit"] for p in found.value] == ["T0", "T1", "T2"]
    assert (Run.objects.count(), RunUnit.objects.count(), Entry.objects.filter(action="make_run").count()) == (0, 0, 0)


REFUSED = [None, *(r for r in Role if r is not Role.OFFICER)]


@pytest.mark.parametrize("role", REFUSED)
def test_only_the_office_makes_runs(role: Role | None, cycle: Cycle) -> None:
    account = account_with(role, None if role and "admin" in role else cycle.root)
    with pytest.raises(PermissionDenied):
        make_run(by=account, cycle=cycle)


def test_an_officer_of_another_area_makes_none(cycle: Cycle, officer: Account) -> None:
    run = make_run(by=officer, cycle=cycle)
    stranger = account_with(Role.OFFICER, Unit.objects.get(code="T0"))
    for act in (lambda: make_run(by=stranger, cycle=cycle), lambda: rerun_run(by=stranger, run=run)):
        with pytest.raises(PermissionDenied):
            act()


def test_a_night_is_kept_once_and_only_when_something_changed(cycle: Cycle) -> None:
    day = date(2026, 6, 1)
    first = keep_nightly_run(cycle=cycle, day=day)
    assert first is not None
    assert first.made_by is None
    assert keep_nightly_run(cycle=cycle, day=day) is None
    assert keep_nightly_run(cycle=cycle, day=day + timedelta(days=1)) is None, "nothing changed"
    changed(Figure.objects.first(), timezone.now(), value=Decimal(1))  # type: ignore[arg-type]  # there are some
    second = keep_nightly_run(cycle=cycle, day=day + timedelta(days=2))
    assert second is not None
    assert second.number == 2


def test_the_job_of_a_large_run_started_twice_makes_one(cycle: Cycle, officer: Account) -> None:
    asked: dict[str, Any] = {"purpose": "trial", "counted": "accepted", "as_of": None, "note": "", "after": 0}
    tasks.score_cycle(cycle=cycle.pk, account=officer.pk, **asked)
    with pytest.raises(ValidationError):
        tasks.score_cycle(cycle=cycle.pk, account=officer.pk, **asked)
    assert cycle.runs.count() == 1


def test_what_a_run_was_made_from_can_be_taken_away_and_scored(officer: Account, tmp_path: Path) -> None:
    cycle, _data = from_preset()
    run = make_run(by=account_with(Role.OFFICER, cycle.root), cycle=cycle)
    from kaohe.office.planning.document.store import spec_of

    write_folder(spec_of(run.version.document), trial_of(run).dataset, tmp_path)
    scheme = load_scheme(tmp_path / "scheme.yaml")
    (tmp_path / "scheme.yaml").unlink()
    assert canonical(score(scheme, read_data(tmp_path, scheme))) == run.stored
    assert scheme.hash == load_scheme(PRESET).hash == run.scheme_hash
