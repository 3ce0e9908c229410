"""Lights that are remembered: always what the database would say now, for whoever asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.office.factories import UnitFactory, account_with
from tests.office.monitoring.reporting import Stage, staged

from kaohe.office.monitoring import known_lights
from kaohe.office.monitoring.known_lights import LIGHTS, lights_of
from kaohe.office.monitoring.light_sight import sight_of
from kaohe.office.monitoring.models import Change, Figure, Reporting, ReportingRules
from kaohe.office.monitoring.paces import paces_of, plan_of
from kaohe.office.monitoring.tasks import add_up_changes
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Target

pytestmark = pytest.mark.django_db
MONTH = 5


@pytest.fixture
def stage() -> Stage:
    known_lights.forget()
    stage = staged(units=3)
    for n, row in enumerate(stage.cycle.appraised_units.order_by("pk")):
        for m, leaf in enumerate(stage.cycle.indicators.filter(is_leaf=True)):
            words = {"cycle": stage.cycle, "unit": row.unit, "indicator": leaf}
            Target.objects.create(
                **words, value=12, state="locked", proposed_by=stage.officer, changed_by=stage.officer
            )
            Figure.objects.create(
                **words, period="2026-05", value=3 + n + m, state="accepted", recorded_by=stage.officer
            )
    return stage


def remembered(stage: Stage, account: Account) -> Counter[tuple[int, str]]:
    found = lights_of(stage.cycle, plan_of(stage.cycle, MONTH))
    counted = sight_of(account, found).counts(found[0])
    return Counter({(unit, light): n for unit, each in counted for light, n in zip(LIGHTS, each, strict=True) if n})


def as_the_database_says(stage: Stage, account: Account) -> Counter[tuple[int, str]]:
    rows = paces_of(stage.cycle, account, plan_of(stage.cycle, MONTH))
    return Counter(rows.values_list("unit", "light"))


def _change_a_figure(stage: Stage) -> None:
    Figure.objects.filter(pk=_first(stage).pk).update(value=Decimal(1000))


def _return_a_figure(stage: Stage) -> None:
    Figure.objects.filter(pk=_first(stage).pk).update(state="returned")


def _delete_a_figure(stage: Stage) -> None:
    _first(stage).delete()


def _move_a_figure(stage: Stage) -> None:
    figure = _first(stage)
    figure.period = "2026-04"
    figure.save()


def _change_a_target(stage: Stage) -> None:
    Target.objects.filter(unit=_first(stage).unit).update(value=1)


def _delete_a_target(stage: Stage) -> None:
    Target.objects.filter(unit=_first(stage).unit).delete()


def _change_a_curve(stage: Stage) -> None:
    leaf = stage.cycle.indicators.filter(is_leaf=True).first()
    Reporting.objects.update_or_create(indicator=leaf, defaults={"curve": "0 0 0 0 1 50 60 70 80 90 95 100"})


def _turn_an_indicator(stage: Stage) -> None:
    stage.cycle.indicators.filter(is_leaf=True).update(smaller_is_better=True)


def _change_the_rules(stage: Stage) -> None:
    ReportingRules.objects.create(cycle=stage.cycle, on_pace_pct=300, at_risk_pct=200)


def _first(stage: Stage) -> Figure:
    figure = Figure.objects.filter(cycle=stage.cycle).order_by("value", "pk").first()
    assert figure is not None
    return figure


CHANGES = [
    _change_a_figure, _return_a_figure, _delete_a_figure, _move_a_figure, _change_a_target, _delete_a_target,
    _change_a_curve, _turn_an_indicator, _change_the_rules,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_is_missed(stage: Stage, change: Callable[[Stage], None]) -> None:
    before = remembered(stage, stage.officer)
    assert before == as_the_database_says(stage, stage.officer)
    change(stage)
    after = remembered(stage, stage.officer)
    assert after == as_the_database_says(stage, stage.officer)
    assert after != before


def test_what_was_rolled_back_is_forgotten(stage: Stage) -> None:
    before = remembered(stage, stage.officer)
    with transaction.atomic():
        _change_a_figure(stage)
        assert remembered(stage, stage.officer) != before
        transaction.set_rollback(True)
    assert remembered(stage, stage.officer) == before
    _change_a_target(stage)
    assert remembered(stage, stage.officer) == as_the_database_says(stage, stage.officer)


def test_each_sees_its_own(stage: Stage) -> None:
    leaf = stage.cycle.indicators.filter(is_leaf=True).first()
    assert leaf is not None
    stage.cycle.indicators.filter(pk=leaf.pk).update(owner=UnitFactory.create())
    leaf.refresh_from_db()
    owner, head = account_with(Role.DATA_OWNER, leaf.owner), account_with(Role.UNIT_HEAD, stage.unit)
    stranger = account_with(Role.UNIT_HEAD, UnitFactory.create())
    for account in (stage.officer, owner, head, stranger):
        assert remembered(stage, account) == as_the_database_says(stage, account)
    assert sum(remembered(stage, owner).values()) == stage.cycle.appraised_units.count()
    assert not remembered(stage, stranger)


def test_a_second_look_reads_no_figure(stage: Stage) -> None:
    plan = plan_of(stage.cycle, MONTH)
    lights_of(stage.cycle, plan)
    with CaptureQueriesContext(connection) as captured:
        lights_of(stage.cycle, plan)
    assert len(captured) == 2
    assert not any("monitoring_figure" in query["sql"] for query in captured)


def test_marks_added_up_tell_the_same(stage: Stage) -> None:
    _change_a_figure(stage)
    before = remembered(stage, stage.officer)
    marks = Change.objects.count()
    add_up_changes(0)
    assert Change.objects.count() < marks
    plan = plan_of(stage.cycle, MONTH)
    with CaptureQueriesContext(connection) as captured:
        lights_of(stage.cycle, plan)
    assert len(captured) == 2
    _delete_a_figure(stage)
    assert remembered(stage, stage.officer) == as_the_database_says(stage, stage.officer) != before
