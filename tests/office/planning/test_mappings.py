"""The superior's indicators: entered in batches, mapped to who answers them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.office.factories import UnitFactory, account_with, person_in
from tests.office.planning.factories import published_cycle
from tests.office.planning.undertakings import TODAY, World, world

from kaohe.office.audit.models import Entry
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions import mappings as actions
from kaohe.office.planning.models import CycleState, Mapping, SuperiorIndicator
from kaohe.office.revisions import StaleError
from kaohe.tables.problems import Problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def entered(w: World, code: str = "S1", **fields: Any) -> SuperiorIndicator:
    known = {"name": "营商环境", "source": "市考核办〔2026〕2号", "handed_down_on": TODAY}
    return actions.enter_superior(by=w.officer, cycle=w.cycle, code=code, **{**known, **fields})  # type: ignore[arg-type]


def test_entered_corrected_mapped_and_taken_off(w: World) -> None:
    row = entered(w, points=Decimal("12.5"))
    with pytest.raises(ValidationError):
        entered(w)
    actions.change_superior(by=w.officer, superior=row, name="营商", source="文", handed_down_on=TODAY, seen=0)
    with pytest.raises(StaleError):
        actions.change_superior(by=w.officer, superior=row, name="甲", source="文", handed_down_on=TODAY, seen=0)
    mapping = actions.map_superior(
        by=w.officer, superior=row, unit=w.unit, due_on=TODAY, indicator=w.indicator, leader=w.leader.person
    )
    assert SuperiorIndicator.objects.with_coverage().get().is_mapped
    with pytest.raises(ValidationError, match="营商"):
        actions.remove_superior(by=w.officer, superior=row)
    actions.unmap_superior(by=w.officer, mapping=mapping)
    actions.unmap_superior(by=w.officer, mapping=mapping)
    actions.remove_superior(by=w.officer, superior=row)
    said = list(Entry.objects.order_by("serial").values_list("action", flat=True))
    assert said == ["enter_superior", "change_superior", "map_superior", "unmap_superior", "remove_superior"]


def test_same_answer_twice_or_from_outside_is_refused(w: World) -> None:
    row, other = entered(w), published_cycle()
    actions.map_superior(by=w.officer, superior=row, unit=w.unit, due_on=TODAY)
    for fields in (
        {"unit": w.unit},
        {"unit": UnitFactory.create()},
        {"unit": w.unit, "indicator": other.indicators.get(code="A1")},
    ):
        with pytest.raises(ValidationError):
            actions.map_superior(by=w.officer, superior=row, due_on=TODAY, **fields)
    assert Mapping.objects.count() == 1


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.OFFICER])
def test_only_the_office_keeps_them(w: World, role: Role, tmp_path: Path) -> None:
    by, row = account_with(role, w.cycle.root), entered(w)
    known: dict[str, Any] = {"name": "甲", "source": "文", "handed_down_on": TODAY}
    for attempt in (
        lambda: actions.enter_superior(by=by, cycle=w.cycle, code="S2", **known),
        lambda: actions.change_superior(by=by, superior=row, **known),
        lambda: actions.remove_superior(by=by, superior=row),
        lambda: actions.map_superior(by=by, superior=row, unit=w.unit, due_on=TODAY),
        lambda: actions.import_superior(by=by, cycle=w.cycle, path=tmp_path / "none.xlsx"),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_nothing_is_mapped_once_the_year_is_decided(w: World) -> None:
    row = entered(w)
    w.cycle.state = CycleState.DECIDED
    w.cycle.save()
    with pytest.raises(ValidationError):
        actions.map_superior(by=w.officer, superior=row, unit=w.unit, due_on=TODAY)
    with pytest.raises(ValidationError):
        entered(w, "S2")


HEADER = "编码,指标名称,文件,下达日期,分值,责任单位,责任领导,本级指标,完成时限"


def listed(folder: Path, *rows: str) -> Path:
    file = folder / "superior.csv"
    file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return file


def test_batches_are_read_with_who_answers(w: World, tmp_path: Path) -> None:
    leader = person_in(w.cycle.root, name="副县长")
    first = f"S1,营商环境,市1号,2026年2月1日,２０,{w.unit.name},{leader.staff_no},A1,2026-11-30"
    assert (
        actions.import_superior(
            by=w.officer, cycle=w.cycle, path=listed(tmp_path, first, "S2,生态,市1号,2026-02-01,,,,,")
        )
        == 2
    )
    assert (
        actions.import_superior(
            by=w.officer, cycle=w.cycle, path=listed(tmp_path, first, "S3,民生,市2号,2026-05-01,,,,,")
        )
        == 1
    )
    mapping = Mapping.objects.get()
    assert (mapping.unit, mapping.leader, mapping.indicator, mapping.due_on) == (
        w.unit,
        leader,
        w.indicator,
        date(2026, 11, 30),
    )
    assert SuperiorIndicator.objects.get(code="S1").points == 20
    assert SuperiorIndicator.objects.with_coverage().filter(is_mapped=False).count() == 2


def test_every_problem_of_a_list_is_said_at_once(w: World, tmp_path: Path) -> None:
    entered(w)
    rows = [
        "S1,别的名称,市1号,2026-02-01,,,,,",
        "S2,生态,市1号,,1.23456,无此单位,无此人,Z9,",
        "S3,民生,,2026-13-45,-1,,,A1,2026-01-01",
        f"S4,甲,市1号,2026-02-01,,{w.unit.name},,,",
        "S4,甲,市1号,2026-02-01,abc,,,,",
    ]
    with pytest.raises(Problems) as caught:
        actions.import_superior(by=w.officer, cycle=w.cycle, path=listed(tmp_path, *rows))
    codes = {problem.code for problem in caught.value}
    assert {"O101", "O107", "O301", "O302", "O303", "O304", "O305", "O307"} <= codes
    assert SuperiorIndicator.objects.count() == 1


def test_five_hundred_mistakes_are_all_listed(w: World, tmp_path: Path) -> None:
    rows = [f"S{n},生态,市1号,不知道,,,,," for n in range(500)]
    with pytest.raises(Problems) as caught:
        actions.import_superior(by=w.officer, cycle=w.cycle, path=listed(tmp_path, *rows))
    assert len(caught.value) == 500


def test_seen_by_the_office_and_by_who_answers(w: World) -> None:
    row = entered(w)
    seen = SuperiorIndicator.objects
    assert [seen.visible_to(a).count() for a in (w.officer, w.leader, w.head, account_with())] == [1, 1, 0, 0]
    actions.map_superior(by=w.officer, superior=row, unit=w.unit, due_on=TODAY)
    assert [seen.visible_to(a).count() for a in (w.head, w.stranger)] == [1, 0]
