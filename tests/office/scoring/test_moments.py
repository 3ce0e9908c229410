"""What was known when: figures, targets and events as they stood at a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.office.scoring.factories import (
    MARCH,
    appraised,
    approved_event,
    changed,
    figure,
    locked_target,
    published,
)

from kaohe.office.monitoring.models import EventState, FigureState
from kaohe.office.planning.models import AppraisedUnit, Cycle, PastResult, TargetStep
from kaohe.office.scoring.moments import Counted, Moment
from kaohe.office.scoring.rows.dataset import dataset
from kaohe.office.scoring.schemes import scheme_of, version_in_force
from kaohe.scheme import SchemeSpec
from kaohe.scoring.facts import Dataset, Fact

pytestmark = pytest.mark.django_db

LEAVES = [
    {"code": "A1", "name": "产量", "points": "40", "unit": "吨", "criterion": "按完成比例得分，最高不超过本项满分"},
    {"code": "A2", "name": "报送", "points": "20", "criterion": "每迟报一次扣2分，扣完为止"},
    {"code": "A3", "name": "增速", "points": "20", "unit": "%", "criterion": "较上年每下降1个百分点扣1分，扣完为止"},
    {
        "code": "A4",
        "name": "纪律",
        "points": "20",
        "criterion": "发生违反中央八项规定精神问题的，每起扣2分；受到党纪政务处分的，每人扣1分；扣完为止",
    },
]
SPEC = SchemeSpec.model_validate(
    {
        "id": "moments",
        "title": "时点",
        "cycle": {"year": 2026},
        "classes": [{"id": "town", "name": "乡镇"}, {"id": "street", "name": "街道"}],
        "indicators": LEAVES,
        "adjustments": [{"code": "J1", "name": "表彰", "criterion": "每次加1分", "cap": "5"}],
        "vetoes": [{"code": "V1", "name": "事故", "basis": "安全生产法", "level": "县"}],
    }
)
APRIL, MAY, JUNE = (MARCH + timedelta(days=31 * n) for n in (1, 2, 3))


@pytest.fixture
def cycle() -> Cycle:
    return published(SPEC)


def data(cycle: Cycle, moment: Moment | None = None) -> Dataset:
    return dataset(cycle, scheme_of(version_in_force(cycle)), moment or Moment())


def facts(cycle: Cycle, moment: Moment | None = None) -> dict[tuple[str, str], Fact]:
    return {(f.unit, f.indicator): f for f in data(cycle, moment).facts}


def test_a_figure_is_read_as_it_stood(cycle: Cycle) -> None:
    unit = appraised(cycle, "town", code="T1")
    row = figure(cycle, unit, "A1", 10)
    changed(row, APRIL, value=Decimal(20))
    changed(row, JUNE, value=Decimal(30))
    found = [facts(cycle, Moment(at))["T1", "A1"].actual for at in (MARCH, APRIL, MAY, JUNE)]
    assert found == [10, 20, 20, 30]
    assert facts(cycle)["T1", "A1"].actual == 30
    assert facts(cycle, Moment(MARCH - timedelta(microseconds=1))) == {}


@pytest.mark.parametrize(
    ("state", "counted"),
    [
        (FigureState.DRAFT, ()),
        (FigureState.RETURNED, ()),
        (FigureState.SUBMITTED, (Counted.REPORTED,)),
        (FigureState.SIGNED, (Counted.REPORTED, Counted.SIGNED)),
        (FigureState.ACCEPTED, (Counted.REPORTED, Counted.SIGNED, Counted.ACCEPTED)),
    ],
)
@pytest.mark.parametrize("at", [None, JUNE])
def test_a_figure_counts_by_how_far_it_is_signed(
    cycle: Cycle, state: FigureState, counted: tuple[Counted, ...], at: datetime | None
) -> None:
    figure(cycle, appraised(cycle, "town"), "A1", 10, state=state)
    assert {c for c in Counted if data(cycle, Moment(at, counted=c)).facts} == set(counted)


def test_a_figure_that_was_returned_since_counted_before(cycle: Cycle) -> None:
    row = figure(cycle, appraised(cycle, "town"), "A1", 10)
    changed(row, MAY, state=FigureState.RETURNED)
    assert [len(data(cycle, Moment(at)).facts) for at in (APRIL, MAY)] == [1, 0]


def test_targets_hold_from_their_lock_and_change_by_adjustment(cycle: Cycle) -> None:
    unit = appraised(cycle, "town", code="T1")
    figure(cycle, unit, "A1", 10)
    target = locked_target(cycle, unit, "A1", 100, at=APRIL)
    TargetStep.objects.create(target=target, kind="propose", value=80, at=MARCH, by=cycle.created_by)
    TargetStep.objects.create(target=target, kind="adjust", value=50, at=JUNE, by=cycle.created_by)
    found = [facts(cycle, Moment(at))["T1", "A1"].target for at in (MARCH, APRIL, MAY, JUNE)]
    assert found == [None, 100, 100, 50]


def test_events_count_from_their_approval_until_they_are_cancelled(cycle: Cycle) -> None:
    unit = appraised(cycle, "town")
    event = approved_event(cycle, unit, "J1", at=APRIL)
    approved_event(cycle, unit, "V1", at=APRIL)
    event.state, event.decided_at = EventState.CANCELLED, JUNE
    event.save()
    assert [len(data(cycle, Moment(at)).events) for at in (MARCH, APRIL, MAY, JUNE)] == [0, 1, 1, 0]
    assert data(cycle).events == ()


def test_units_that_left_and_figures_of_other_classes_are_left_out(cycle: Cycle) -> None:
    gone, here = appraised(cycle, "town"), appraised(cycle, "town")
    AppraisedUnit.objects.filter(unit=gone).update(left_on=date(2026, 5, 1))
    for unit in (gone, here):
        figure(cycle, unit, "A1", 1)
    assert {u.id for u in data(cycle, Moment(as_of=date(2026, 4, 30))).units} == {gone.code, here.code}
    assert {f.unit for f in data(cycle, Moment(as_of=date(2026, 5, 1))).facts} == {here.code}


def test_inputs_nil_reports_and_what_does_not_apply(cycle: Cycle) -> None:
    unit = appraised(cycle, "town", code="T1")
    figure(cycle, unit, "A2")
    figure(cycle, unit, "A1", is_applicable=False)
    names = [i.name for i in scheme_of(version_in_force(cycle)).by_code["A4"].rule.inputs]  # type: ignore[union-attr]
    for n, name in enumerate(names):
        figure(cycle, unit, "A4", n, input=name)
    found = facts(cycle)
    assert found["T1", "A2"].actual == 0, "a nil report of something counted is a zero"
    assert not found["T1", "A1"].applicable
    assert dict(found["T1", "A4"].inputs) == {name: Decimal(n) for n, name in enumerate(names)}


def test_a_nil_report_of_something_measured_is_no_figure(cycle: Cycle) -> None:
    figure(cycle, appraised(cycle, "town", code="T1"), "A1")
    assert facts(cycle)["T1", "A1"].actual is None


def test_last_years_figure_comes_from_the_previous_cycle_or_the_results_entered(cycle: Cycle) -> None:
    before = published(SPEC, year=2025, root=cycle.root)
    unit, other = appraised(cycle, "town", code="T1"), appraised(cycle, "town", code="T2")
    figure(before, unit, "A3", 7, period="2025")
    for each in (unit, other):
        figure(cycle, each, "A3", 5)
    entered = {"indicator_code": "A3", "year": 2025, "source": "年鉴", "recorded_by": cycle.created_by}
    PastResult.objects.create(cycle=cycle, unit=other, actual=9, recorded_at=MARCH, **entered)
    cycle.previous = before
    cycle.save()
    found = facts(cycle)
    assert (found["T1", "A3"].previous, found["T2", "A3"].previous) == (7, 9)
    assert facts(cycle, Moment(MARCH))["T2", "A3"].previous == 9


def test_the_number_of_queries_does_not_grow(cycle: Cycle) -> None:
    def counted() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            data(cycle, Moment(JUNE))
        return len(queries)

    def add() -> None:
        unit = appraised(cycle, "town")
        figure(cycle, unit, "A1", 3)
        locked_target(cycle, unit, "A1", 4)
        approved_event(cycle, unit, "J1")

    add()
    first = counted()
    add()
    add()
    assert counted() == first


changes = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["A1", "A2"]),
        st.integers(0, 40),
        st.decimals(0, 1000, places=2),
        st.sampled_from(list(FigureState)),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes)
def test_what_stands_now_is_the_newest_version_of_everything(told: list[tuple[Any, ...]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        cycle = published(SPEC)
        units = [appraised(cycle, "town") for _n in range(3)]
        rows: dict[Any, Any] = {}
        for n, (at_unit, code, minute, value, state) in enumerate(sorted(told, key=lambda t: t[2])):
            at = MARCH + timedelta(minutes=minute, microseconds=n)
            known = rows.get((at_unit, code))
            if known is None:
                rows[at_unit, code] = figure(cycle, units[at_unit], code, value, state=state, at=at)
            else:
                changed(known, at, value=value, state=state)
        for counted in Counted:
            now, then = (data(cycle, Moment(at, counted=counted)) for at in (None, datetime(2027, 1, 1, tzinfo=UTC)))
            assert now.hash == then.hash
        transaction.set_rollback(True)
