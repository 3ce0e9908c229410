"""Lists of units and people: every problem at once, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from tests.office.factories import UnitFactory, account_with

from kaohe.i18n import use_language
from kaohe.office.audit.models import Entry
from kaohe.office.people.actions.imports import import_people, import_units
from kaohe.office.people.models import Account, Appointment, Person, Post, Section, Unit, UnitVersion
from kaohe.office.people.roles import Role
from kaohe.tables.problems import Problems

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 1)
Sheet = Callable[[Sequence[Sequence[object]]], Path]


@pytest.fixture
def officer() -> Account:
    return account_with(Role.OFFICER)


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    def write(rows: Sequence[Sequence[object]]) -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(list(row))  # type: ignore[union-attr]
        book.save(tmp_path / "list.xlsx")
        return tmp_path / "list.xlsx"

    return write


UNITS = ["单位编码", "单位名称", "上级编码", "单位性质", "成立日期"]
PEOPLE = ["工号", "姓名", "单位", "科室", "岗位", "入职日期"]


def codes(problems: Problems) -> list[tuple[str, int, int]]:
    return [(p.code, p.place.row, p.place.column) for p in problems]


def test_units_in_any_order(officer: Account, sheet: Sheet) -> None:
    rows = [UNITS, ["3", "东村", "2", "村", ""], ["2", "东镇", "1", "乡镇", "2019-05-01"], ["1", "东县", "", "", ""]]
    assert import_units(by=officer, path=sheet(rows), opened_on=DAY) == 3
    village = Unit.objects.get(code="3")
    assert list(Unit.objects.above(village).values_list("code", flat=True)) == ["1", "2"]
    assert (village.kind, village.opened_on) == ("village", DAY)
    assert Unit.objects.get(code="2").opened_on == date(2019, 5, 1)
    assert UnitVersion.objects.current().count() == 3
    assert Entry.objects.get().details == '{"units": 3}'


def test_same_list_again_adds_only_what_is_new(officer: Account, sheet: Sheet) -> None:
    rows = [UNITS, ["1", "东县", "", "", ""]]
    import_units(by=officer, path=sheet(rows), opened_on=DAY)
    rows.append(["2", "东镇", "1", "", ""])
    assert import_units(by=officer, path=sheet(rows), opened_on=DAY) == 1


def test_every_problem_of_a_list_of_units(officer: Account, sheet: Sheet) -> None:
    UnitFactory.create(code="9", name="西县")
    rows = [
        UNITS,
        ["1", "东县", "", "", ""],
        ["1", "又东县", "", "", ""],
        ["2", "", "1", "", ""],
        ["3", "东镇", "7", "", ""],
        ["4", "某", "1", "衙门", ""],
        ["5", "某" * 101, "1", "", "上个月"],
        ["9", "南县", "", "", ""],
    ]
    with pytest.raises(Problems) as raised:
        import_units(by=officer, path=sheet(rows), opened_on=DAY)
    assert codes(raised.value) == [
        ("O101", 3, 1),
        ("T218", 4, 2),
        ("O103", 5, 3),
        ("O105", 6, 4),
        ("O102", 7, 2),
        ("T215", 7, 5),
        ("O106", 8, 1),
    ]
    assert Unit.objects.count() == 1
    assert not Entry.objects.exists()


def test_units_in_a_circle(officer: Account, sheet: Sheet) -> None:
    rows = [UNITS, ["1", "甲", "2", "", ""], ["2", "乙", "1", "", ""]]
    with pytest.raises(Problems) as raised:
        import_units(by=officer, path=sheet(rows), opened_on=DAY)
    assert {code for code, *_ in codes(raised.value)} == {"O104"}


def test_messages_speak_both_languages(officer: Account, sheet: Sheet) -> None:
    with pytest.raises(Problems) as raised:
        import_units(by=officer, path=sheet([UNITS, ["1", "甲", "7", "", ""]]), opened_on=DAY)
    with use_language("en"):
        assert "no unit has this code" in str(raised.value)
    with use_language("zh"):
        assert "没有此编码的单位" in str(raised.value)


def test_people_with_sections_and_posts(officer: Account, sheet: Sheet) -> None:
    UnitFactory.create(code="A", name="财政局")
    rows = [
        PEOPLE,
        ["1", "李明", "A", "预算股", "股长", "2023-03-01"],
        ["2", "王芳", "财政局", "预算股", "科员", ""],
        ["3", "赵六", "财政局", "", "局长", ""],
    ]
    done: list[tuple[int, int]] = []
    assert import_people(by=officer, path=sheet(rows), since=DAY, progress=lambda *x: done.append(x)) == 3
    assert (Section.objects.count(), Post.objects.count(), done) == (1, 3, [(3, 3)])
    place = Appointment.objects.get(person__staff_no="1")
    assert (place.section.name, place.post.name, place.since) == ("预算股", "股长", date(2023, 3, 1))
    assert Appointment.objects.get(person__staff_no="2").since == DAY
    assert import_people(by=officer, path=sheet(rows), since=DAY) == 0


def test_every_problem_of_a_list_of_people(sheet: Sheet) -> None:
    mine = UnitFactory.create(code="A", name="财政局")
    UnitFactory.create(code="B", name="城关镇")
    UnitFactory.create(code="C", name="城关镇")
    Person.objects.create(staff_no="7", name="孙七")
    rows = [
        PEOPLE,
        ["1", "李明", "A", "", "", ""],
        ["1", "王芳", "A", "", "", ""],
        ["2", "赵六", "城关镇", "", "", ""],
        ["3", "钱八", "财政厅", "", "", ""],
        ["4", "周九", "B", "", "", "13月"],
        ["7", "吴十", "A", "", "", ""],
        ["", "郑一", "", "", "", ""],
    ]
    with pytest.raises(Problems) as raised:
        import_people(by=account_with(Role.OFFICER, mine), path=sheet(rows), since=DAY)
    assert codes(raised.value) == [
        ("O101", 3, 1),
        ("O108", 4, 3),
        ("O107", 5, 3),
        ("O109", 6, 3),
        ("T215", 6, 6),
        ("O110", 7, 1),
        ("T218", 8, 1),
        ("T218", 8, 3),
    ]
    assert Person.objects.count() == 1
    assert "孙七" not in str(raised.value)  # works beyond the reach of who asks


def test_five_hundred_errors_are_all_said(officer: Account, sheet: Sheet) -> None:
    rows = [PEOPLE, *([str(n), f"人{n}", "无此单位", "", "", ""] for n in range(500))]
    with pytest.raises(Problems) as raised:
        import_people(by=officer, path=sheet(rows), since=DAY)
    assert len(raised.value) == 500


def test_csv_in_gbk(officer: Account, tmp_path: Path) -> None:
    UnitFactory.create(code="A", name="财政局")
    file = tmp_path / "list.csv"
    file.write_bytes("工号,姓名,单位\n００１,李明,财政局\n".encode("gbk"))
    assert import_people(by=officer, path=file, since=DAY) == 1
    assert Person.objects.get().staff_no == "001"


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.OFFICER])
def test_only_officers_import(role: Role, sheet: Sheet) -> None:
    account = account_with(role, UnitFactory.create())
    for action in (
        lambda: import_units(by=account, path=sheet([UNITS]), opened_on=DAY),
        lambda: import_people(by=account, path=sheet([PEOPLE]), since=DAY),
    ):
        with pytest.raises(PermissionDenied):
            action()


@pytest.mark.parametrize("count", [50, 51])
def test_queries_of_an_import_are_constant(
    count: int, officer: Account, sheet: Sheet, django_assert_num_queries: Any
) -> None:
    UnitFactory.create(code="A", name="财政局")
    rows = [PEOPLE, *([str(n), f"人{n}", "A", f"股{n}", f"岗{n}", ""] for n in range(count))]
    file = sheet(rows)
    officer.scopes()
    with django_assert_num_queries(19):
        import_people(by=officer, path=file, since=DAY)
