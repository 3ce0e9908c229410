"""Whole lists of figures: all or nothing, all problems at once, nothing twice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from tests.office.monitoring.reporting import Stage, staged

from kaohe.office.monitoring.actions.bulk import import_figures
from kaohe.office.monitoring.models import Figure, FigureVersion
from kaohe.tables.problems import Problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return staged(units=3, entered_by={"C1": "owner"})


def listed(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "figures.csv"
    path.write_text("\n".join(("单位,指标,期间,数值,备注", *rows)), encoding="utf-8")
    return path


def test_a_list_fills_reports_and_changes_nothing_the_second_time(stage: Stage, tmp_path: Path) -> None:
    code = stage.unit.code
    path = listed(
        tmp_path, f"{code},C2,2026-01,12.5,", f"{stage.unit.name},C3,2026-01,零报告,", f"{code},C4,2026-01,是,"
    )
    assert import_figures(by=stage.liaison, cycle=stage.cycle, path=path) == 3
    assert Figure.objects.get(indicator__code="C2").value == Decimal("12.5")
    assert Figure.objects.get(indicator__code="C3").is_nil
    assert Figure.objects.get(indicator__code="C4").text == "true"
    assert stage.report().state == "draft"
    assert import_figures(by=stage.liaison, cycle=stage.cycle, path=path) == 0
    assert FigureVersion.objects.count() == 3
    path = listed(tmp_path, f"{code},C2,2026-01,13,")
    assert import_figures(by=stage.liaison, cycle=stage.cycle, path=path) == 1
    assert list(FigureVersion.objects.filter(figure__indicator__code="C2").values_list("value", flat=True)) == [
        Decimal("12.5"),
        Decimal(13),
    ]


def test_the_data_owner_enters_all_units_at_once(stage: Stage, tmp_path: Path) -> None:
    units = stage.cycle.appraised_units.values_list("unit__code", flat=True)
    path = listed(tmp_path, *(f"{code},C1,2026-01,7," for code in units))
    assert import_figures(by=stage.data_owner, cycle=stage.cycle, path=path) == 4
    assert stage.report(side="owner").state == "draft"


def test_all_problems_at_once_and_nothing_written(stage: Stage, tmp_path: Path) -> None:
    code = stage.unit.code
    other = stage.cycle.appraised_units.exclude(unit=stage.unit).first().unit.code
    rows = [
        "无此单位,C2,2026-01,1,",
        f"{code},ZZ,2026-01,1,",
        f"{code},C2,2026Q1,1,",
        f"{code},C1,2026-01,1,",
        f"{other},C2,2026-01,1,",
        f"{code},C3,2026-02,1.5,",
        f"{code},C2,2026-03,abc,",
        f"{code},C2,2026-04,-1,",
        f"{code},C2,2026-05,1,",
        f"{code},C2,2026-05,2,",
    ]
    with pytest.raises(Problems) as raised:
        import_figures(by=stage.liaison, cycle=stage.cycle, path=listed(tmp_path, *rows))
    codes = [problem.code for problem in raised.value]
    assert codes == ["O501", "O502", "O504", "O505", "O505", "O507", "T201", "O510", "O508"]
    assert not Figure.objects.exists()


def test_five_hundred_mistakes_are_all_told(stage: Stage, tmp_path: Path) -> None:
    rows = [f"{stage.unit.code},C2,2026-{n % 12 + 1:02},x{n}," for n in range(500)]
    with pytest.raises(Problems) as raised:
        import_figures(by=stage.liaison, cycle=stage.cycle, path=listed(tmp_path, *rows))
    assert len(raised.value) == 500


def test_figures_beyond_sense_are_taken_when_they_were_checked(stage: Stage, tmp_path: Path) -> None:
    path = listed(tmp_path, f"{stage.unit.code},C2,2026-04,-1,")
    assert import_figures(by=stage.liaison, cycle=stage.cycle, path=path, is_checked=True) == 1
    assert Figure.objects.get().doubts == "negative"


def test_what_was_handed_in_is_not_overwritten(stage: Stage, tmp_path: Path) -> None:
    stage.submitted(stage.report())
    same = listed(tmp_path, f"{stage.unit.code},C2,2026-01,10,")
    assert import_figures(by=stage.liaison, cycle=stage.cycle, path=same) == 0
    other = listed(tmp_path, f"{stage.unit.code},C2,2026-01,11,")
    with pytest.raises(Problems) as raised:
        import_figures(by=stage.liaison, cycle=stage.cycle, path=other)
    assert [p.code for p in raised.value] == ["O509"]


def test_who_enters_nothing_hands_in_no_list(stage: Stage, tmp_path: Path) -> None:
    for stranger in (stage.head, stage.officer):
        with pytest.raises(PermissionDenied):
            import_figures(by=stranger, cycle=stage.cycle, path=listed(tmp_path))
