"""Two people at once: nothing is lost, nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from tests.office.factories import account_with
from tests.office.monitoring.reporting import Stage, staged

from kaohe.office.monitoring.actions.cards import watch_cycle
from kaohe.office.monitoring.actions.reports import save_report, sign_report
from kaohe.office.monitoring.actions.signing_off import accept_figures
from kaohe.office.monitoring.models import Card, Figure, FigureVersion, Report
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(db: None) -> Stage:
    return staged()


def at_once(*works: Callable[[], Any]) -> list[str]:
    """Run works side by side, each on a connection of its own; say what each came to."""

    def tried(work: Callable[[], Any]) -> str:
        try:
            work()
        except ValidationError as error:
            return error.__class__.__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(tried, works))


def test_two_people_at_one_report(stage: Stage) -> None:
    report, other = stage.report(), account_with(Role.LIAISON, stage.unit)
    answers = stage.answers(report)

    def saved(by: Any) -> Callable[[], Any]:
        return lambda: save_report(by=by, report=report, revision=report.revision, answers=answers)

    assert at_once(saved(stage.liaison), saved(other)) == ["StaleError", "done"]
    assert Figure.objects.count() == FigureVersion.objects.count() == len(answers)


def test_signing_and_accepting_twice_happen_once(stage: Stage) -> None:
    report = stage.submitted(stage.report())
    sign = [lambda: sign_report(by=stage.head, report=report, revision=None)] * 3
    assert at_once(*sign) == ["ValidationError", "ValidationError", "done"]
    figures = list(Figure.objects.all())
    accept = [lambda: accept_figures(by=stage.data_owner, figures=figures)] * 3
    assert at_once(*accept) == ["ValidationError", "ValidationError", "done"]
    assert FigureVersion.objects.filter(state="accepted").count() == len(figures)


def test_two_workers_issue_each_card_once(stage: Stage) -> None:
    at_once(*[lambda: watch_cycle(cycle=stage.cycle, day=date(2026, 2, 20))] * 3)
    assert Card.objects.count() == 2 * Report.objects.filter(period="2026-01").count()
