"""Sources and background lists: all or nothing, each content once, clear words when a source is down."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from tests.office.monitoring.reporting import Stage, staged

from kaohe.office.monitoring import tasks
from kaohe.office.monitoring.actions import collection
from kaohe.office.monitoring.actions.collection import (
    add_source,
    collect,
    hand_in_list,
    read_now,
    store_list,
    switch_source,
)
from kaohe.office.monitoring.actions.reports import sign_report
from kaohe.office.monitoring.models import Batch, BatchState, Figure, FigureVersion, Source
from kaohe.office.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(tmp_path: Path, settings: Any) -> Stage:
    settings.KAOHE_DROP = tmp_path / "drop"
    return staged(units=2, entered_by={"C1": "owner", "C2": "owner"})


def source(stage: Stage, kind: str = "folder", query: str = "", by: Account | None = None) -> Source:
    return add_source(
        by=by or stage.data_owner,
        cycle=stage.cycle,
        owner=stage.owner,
        code="statistics",
        name="统计平台",
        kind=kind,
        query=query,
        schedule="daily",
    )


def dropped(tmp_path: Path, *rows: str, name: str = "a.csv") -> None:
    folder = tmp_path / "drop" / "statistics"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join(("单位,指标,期间,数值", *rows)), encoding="utf-8")


def said(batch: Batch) -> list[str]:
    return [problem["code"] for problem in json.loads(batch.problems)]


def test_a_dropped_file_is_entered_once_and_waits_for_a_second_person(stage: Stage, tmp_path: Path) -> None:
    found = source(stage)
    dropped(tmp_path, f"{stage.unit.code},C1,2026-01,5")
    batch = collect(source=found)
    assert (batch.state, batch.total) == (BatchState.STORED, 1)
    figure = Figure.objects.get()
    assert (figure.value, figure.state, figure.submitted_by) == (Decimal(5), "submitted", stage.data_owner)
    assert collect(source=found).state == BatchState.UNCHANGED
    assert FigureVersion.objects.count() == 1
    report = stage.report(side="owner")
    with pytest.raises(ValidationError):
        sign_report(by=stage.data_owner, report=report, revision=None)
    sign_report(by=stage.second_owner, report=report, revision=None)
    figure.refresh_from_db()
    assert figure.state == "accepted"
    report.refresh_from_db()
    assert report.reported_at is None  # other units are still missing
    dropped(tmp_path, f"{stage.unit.code},C1,2026-01,6", name="b.csv")
    assert collect(source=found).state == BatchState.STORED
    figure.refresh_from_db()
    assert (figure.value, figure.state, figure.accepted_by) == (Decimal(6), "submitted", None)


def test_one_bad_row_stores_nothing_and_all_problems_are_told(stage: Stage, tmp_path: Path) -> None:
    dropped(
        tmp_path,
        f"{stage.unit.code},C1,2026-01,5",
        f"{stage.unit.code},C1,2026-02,x",
        "无,C1,2026-01,1",
        f"{stage.unit.code},C3,2026-01,1",
    )
    batch = collect(source=source(stage))
    assert batch.state == BatchState.FAILED
    assert len(said(batch)) == 3
    assert "O505" in said(batch)  # C3 is the units' own
    assert not Figure.objects.exists()


def test_a_source_that_is_down_fails_clearly_and_is_tried_again(stage: Stage, monkeypatch: Any) -> None:
    found = source(stage, "database", "SELECT 1")
    assert said(collect(source=found)) == ["O511"]
    monkeypatch.setenv("KAOHE_SOURCE_STATISTICS", "postgresql://nobody@127.0.0.1:1/none")
    assert said(collect(source=found)) == ["O511"]
    with pytest.raises(tasks.SourceDownError):
        tasks.collect_source(source=found.pk)
    assert Batch.objects.filter(state="failed").count() == 3


def address() -> str:
    words = connection.get_connection_params()
    return f"postgresql://{words['user']}@/{words['dbname']}?host={words['host']}&port={words.get('port', '')}"


def test_a_database_is_read_and_never_written(stage: Stage, monkeypatch: Any) -> None:
    monkeypatch.setenv("KAOHE_SOURCE_STATISTICS", address())
    select = f"SELECT '{stage.unit.code}' AS unit, 'C1' AS indicator, '2026-01' AS period, 7.5 AS value"
    found = source(stage, "database", select)
    assert collect(source=found).state == BatchState.STORED
    assert Figure.objects.get().value == Decimal("7.5")
    assert collect(source=found).state == BatchState.UNCHANGED
    for bad in (
        "DELETE FROM people_unit",
        "SELECT 1; DROP TABLE people_unit",
        "WITH x AS (DELETE FROM people_unit RETURNING 1) SELECT * FROM x",
    ):
        Source.objects.update(query=bad)
        found.refresh_from_db()
        assert said(collect(source=found)) == ["O511"]


def test_a_worker_killed_half_way_leaves_nothing_and_the_next_begins_anew(
    stage: Stage, tmp_path: Path, monkeypatch: Any
) -> None:
    class Killed(BaseException):
        pass

    found = source(stage)
    dropped(tmp_path, f"{stage.unit.code},C1,2026-01,5")
    whole = collection.enter_table

    def half(**more: Any) -> int:
        whole(**more)
        raise Killed

    monkeypatch.setattr(collection, "enter_table", half)
    with pytest.raises(Killed):
        collect(source=found)
    assert not Figure.objects.exists()
    assert not Batch.objects.exists()
    monkeypatch.setattr(collection, "enter_table", whole)
    assert collect(source=found).state == BatchState.STORED


def test_who_keeps_sources(stage: Stage) -> None:
    for stranger in (stage.liaison, stage.head):
        with pytest.raises(PermissionDenied):
            source(stage, by=stranger)
    found = source(stage, by=stage.officer)
    with pytest.raises(PermissionDenied):
        read_now(by=stage.liaison, source=found)
    with pytest.raises(ValidationError):
        source(stage)  # the short name is taken
    assert not switch_source(by=stage.officer, source=found, revision=0, is_active=False).is_active
    assert not Source.objects.due("daily").exists()


def test_a_list_in_the_background_is_stored_once(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"单位,指标,期间,数值\n{stage.unit.code},C3,2026-01,2", encoding="utf-8")
    batch = hand_in_list(by=stage.liaison, cycle=stage.cycle, name="list.csv")
    assert store_list(batch=batch, path=path, is_checked=False).state == BatchState.STORED
    assert store_list(batch=batch, path=path, is_checked=False).total == 1
    assert FigureVersion.objects.count() == 1
    path.write_text(f"单位,指标,期间,数值\n{stage.unit.code},C3,2026-01,abc", encoding="utf-8")
    bad = hand_in_list(by=stage.liaison, cycle=stage.cycle, name="list.csv")
    assert store_list(batch=bad, path=path, is_checked=False).state == BatchState.FAILED
