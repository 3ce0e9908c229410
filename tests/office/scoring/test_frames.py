"""Figures copied out of PostgreSQL into frames score like the same rows read one by one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.office.scoring.factories import (
    appraised,
    approved_event,
    changed,
    figure,
    from_preset,
    locked_target,
    published,
)
from tests.office.scoring.test_moments import APRIL, SPEC

from kaohe.office.planning.models import Cycle
from kaohe.office.scoring.moments import Counted, Moment
from kaohe.office.scoring.rows.dataset import dataset
from kaohe.office.scoring.rows.frames import frames
from kaohe.office.scoring.schemes import scheme_of, version_in_force
from kaohe.scoring.bulk import score_frame
from kaohe.scoring.reference import score

pytestmark = pytest.mark.django_db
MOMENTS = [Moment(), Moment(datetime(2026, 6, 1, tzinfo=UTC)), Moment(counted=Counted.REPORTED)]


def alike(cycle: Cycle, moment: Moment) -> None:
    scheme = scheme_of(version_in_force(cycle))
    read = frames(cycle, scheme, moment)
    bulk = score_frame(scheme, read.units, read.facts, events=read.events)
    slow = score(scheme, dataset(cycle, scheme, moment), derive=False)
    assert dict(bulk.totals.select("unit", "total").iter_rows()) == {u.unit: u.total for u in slow.units}
    assert dict(bulk.totals.select("unit", "rank").iter_rows()) == {u.unit: u.rank for u in slow.units}
    found = {
        (row["unit"], code): row[code] for row in bulk.leaves.iter_rows(named=True) for code in row if code != "unit"
    }
    assert {k: v for k, v in found.items() if v is not None} == {
        (u.unit, leaf.code): leaf.score for u in slow.units for leaf in u.indicators if leaf.score is not None
    }


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_preset(moment: Moment) -> None:
    alike(from_preset()[0], moment)


@pytest.fixture
def cycle() -> Cycle:
    cycle = published(SPEC)
    for n in range(4):
        unit = appraised(cycle, "town" if n else "street", attributes={"人口": str(n)} if n else {})
        row = figure(cycle, unit, "A1", 80 + n)
        changed(row, APRIL, value=90 + n, state="submitted" if n == 3 else "accepted")
        locked_target(cycle, unit, "A1", 100)
        figure(cycle, unit, "A2", None if n else 3)
        approved_event(cycle, unit, "J1", count=n + 1)
        inputs = scheme_of(version_in_force(cycle)).by_code["A4"].rule.inputs  # type: ignore[union-attr]
        for inp in inputs[: n % 3]:
            figure(cycle, unit, "A4", n, input=inp.name)
        if n == 2:
            figure(cycle, unit, "A3", is_applicable=False)
    return cycle


@pytest.mark.parametrize("moment", MOMENTS)
def test_inputs_nil_reports_and_what_does_not_apply(moment: Moment, cycle: Cycle) -> None:
    alike(cycle, moment)


def test_the_number_of_queries_does_not_grow(cycle: Cycle) -> None:
    scheme = scheme_of(version_in_force(cycle))
    with CaptureQueriesContext(connection) as before:
        frames(cycle, scheme, Moment())
    figure(cycle, appraised(cycle, "town"), "A1", 3)
    with CaptureQueriesContext(connection) as after:
        frames(cycle, scheme, Moment())
    assert len(before) == len(after)
