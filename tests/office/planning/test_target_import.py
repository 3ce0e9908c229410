"""Lists of targets: every problem at once, looked at first, stored all or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override
from tests.office.factories import account_with
from tests.office.planning.factories import published_cycle, units_of

from kaohe.i18n import use_language
from kaohe.office.audit.models import Entry
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions.target_import import (
    drop_target_list,
    hand_in_target_list,
    import_past_results,
    import_targets,
    store_target_list,
)
from kaohe.office.planning.actions.target_review import approve_targets, lock_targets
from kaohe.office.planning.models import Cycle, PastResult, Target, TargetBatch
from kaohe.tables.problems import Problems

pytestmark = pytest.mark.django_db
Sheet = Callable[[Sequence[Sequence[object]]], Path]
LONG = ["单位编码", "指标编码", "目标值", "依据"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def cycle() -> Cycle:
    return published_cycle(industrial=2, farming=1)


@pytest.fixture
def officer(cycle: Cycle) -> Account:
    return account_with(Role.OFFICER, cycle.root)


@pytest.fixture
def codes(cycle: Cycle) -> list[str]:
    """Two industrial towns and a farming one."""
    return [unit.code for name in ("industrial", "farming") for unit in units_of(cycle, name)]


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    def write(rows: Sequence[Sequence[object]], merged: str = "") -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(list(row))  # type: ignore[union-attr]
        if merged:
            book.active.merge_cells(merged)  # type: ignore[union-attr]
        book.save(tmp_path / "list.xlsx")
        return tmp_path / "list.xlsx"

    return write


def found(problems: Problems) -> list[tuple[str, int, int]]:
    return [(p.code, p.place.row, p.place.column) for p in problems]


def stored() -> set[tuple[str, str, str]]:
    rows = Target.objects.values_list("unit__code", "indicator__code", "value")
    return {(unit, code, f"{value.normalize():f}") for unit, code, value in rows}


def test_a_long_list(cycle: Cycle, officer: Account, codes: list[str], sheet: Sheet) -> None:
    rows = [
        LONG,
        [codes[0], "A1", "１，２００", "三年平均"],
        [codes[0], "规上工业增加值增速", "7.5%", ""],
        [codes[2], "Ａ３", "1.2万亩", ""],
    ]
    assert import_targets(by=officer, cycle=cycle, path=sheet(rows)) == 3
    assert stored() == {(codes[0], "A1", "1200"), (codes[0], "A2", "7.5"), (codes[2], "A3", "12000")}
    assert Target.objects.get(indicator__code="A1").basis == "三年平均"
    assert import_targets(by=officer, cycle=cycle, path=sheet(rows)) == 0
    assert Entry.objects.count() == 1


def test_a_wide_list(cycle: Cycle, officer: Account, codes: list[str], sheet: Sheet) -> None:
    rows = [
        ["单位编码", "单位名称", "类别", "A1 粮食总产量（吨）", "A2 规上工业增加值增速（%）", "设施农业面积（亩）"],
        [codes[0], "", "", 100, 7, "不适用"],
        [codes[1], "", "", "", 6.5, "—"],
        [codes[2], "", "", 300, "", 50],
    ]
    assert import_targets(by=officer, cycle=cycle, path=sheet(rows)) == 5
    assert (codes[1], "A2", "6.5") in stored()


def test_every_problem_of_a_long_list(cycle: Cycle, codes: list[str], sheet: Sheet) -> None:
    other = units_of(published_cycle(), "farming")[0]
    one, two, farm = codes
    rows = [
        [*LONG, "已是最高可达", "上级目标"],
        ["无此镇", "A1", 1, "", "", ""],
        [one, "Z9", 1, "", "", ""],
        [one, "A1", "若干", "", "", ""],
        [one, "A3", 5, "", "", ""],
        [one, "A2", "3", "", "", ""],
        [one, "A2", "4", "", "", ""],
        [two, "A1", "约5", "", "", ""],
        [two, "A2", "1.23456", "", "", ""],
        [farm, "A1", "不适用", "", "", ""],
        [farm, "A3", 9, "", "是", ""],
        [other.code, "A1", 1, "", "", ""],
        [two, "B1", 1, "", "也许", 5],
    ]
    with pytest.raises(Problems) as raised:
        import_targets(by=account_with(Role.OFFICER), cycle=cycle, path=sheet(rows))
    assert found(raised.value) == [
        ("O201", 2, 1),
        ("O203", 3, 2),
        ("T201", 4, 3),
        ("O204", 5, 3),
        ("O205", 7, 3),
        ("T212", 8, 3),
        ("O209", 9, 3),
        ("O216", 10, 3),
        ("O211", 11, 3),
        ("O201", 12, 1),
        ("O204", 13, 3),
    ]
    assert not Target.objects.exists()


def test_columns_that_are_no_indicators(cycle: Cycle, officer: Account, codes: list[str], sheet: Sheet) -> None:
    rows = [["单位编码", "粮食总产量", "棉花总产量"], [codes[0], 1, 2]]
    with pytest.raises(Problems) as raised:
        import_targets(by=officer, cycle=cycle, path=sheet(rows))
    assert found(raised.value) == [("O203", 1, 3)]
    with pytest.raises(Problems) as raised:
        import_targets(by=officer, cycle=cycle, path=sheet([["单位编码", "单位名称"], [codes[0], "镇"]]))
    assert found(raised.value) == [("O212", 1, 0)]


def test_merged_cells(cycle: Cycle, officer: Account, codes: list[str], sheet: Sheet) -> None:
    rows = [LONG, [codes[0], "A1", 1, ""], ["", "A2", 2, ""]]
    assert import_targets(by=officer, cycle=cycle, path=sheet(rows, "A2:A3")) == 2  # type: ignore[call-arg]
    rows = [LONG, [codes[1], "A1", 1, ""], [codes[1], "A2", "", ""]]
    with pytest.raises(Problems) as raised:
        import_targets(by=officer, cycle=cycle, path=sheet(rows, "C2:C3"))  # type: ignore[call-arg]
    assert found(raised.value) == [("O208", 3, 3)]


def test_csv_in_gbk(cycle: Cycle, officer: Account, codes: list[str], tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(f"单位编码,指标,目标值\n{codes[0]},粮食总产量,１２万\n".encode("gbk"))
    assert import_targets(by=officer, cycle=cycle, path=file) == 1
    assert stored() == {(codes[0], "A1", "120000")}


def test_locked_and_approved_targets_stay(cycle: Cycle, officer: Account, codes: list[str], sheet: Sheet) -> None:
    rows = [LONG, [codes[2], "A1", 10, ""], [codes[2], "A3", 20, ""], [codes[0], "A1", 30, ""]]
    import_targets(by=officer, cycle=cycle, path=sheet(rows))
    seen = dict.fromkeys(Target.objects.values_list("pk", flat=True))
    approve_targets(by=account_with(Role.OFFICER), cycle=cycle, seen=seen)
    lock_targets(by=officer, cycle=cycle, unit=units_of(cycle, "farming")[0])
    assert import_targets(by=officer, cycle=cycle, path=sheet(rows)) == 0
    changed = [LONG, *([unit, code, 1, ""] for unit, code, *_ in rows[1:])]
    with pytest.raises(Problems) as raised:
        import_targets(by=officer, cycle=cycle, path=sheet(changed))
    assert found(raised.value) == [("O207", 2, 3), ("O207", 3, 3), ("O207", 4, 3)]


def test_the_superiors_share_and_the_floor(cycle: Cycle, officer: Account, codes: list[str], sheet: Sheet) -> None:
    head = ["单位编码", "指标编码", "目标值", "上级目标", "低于上级目标的理由"]
    below = [head, [codes[0], "A1", 90, 100, ""]]
    with pytest.raises(Problems) as raised:
        import_targets(by=officer, cycle=cycle, path=sheet(below))
    assert found(raised.value) == [("O210", 2, 3)]
    below[1][4] = "洪灾"
    liaison = account_with(Role.LIAISON, units_of(cycle, "industrial")[0])
    with pytest.raises(Problems) as raised:
        import_targets(by=liaison, cycle=cycle, path=sheet(below))
    assert found(raised.value) == [("O213", 2, 4)]
    assert import_targets(by=officer, cycle=cycle, path=sheet(below)) == 1
    target = Target.objects.get()
    assert (target.superior_value, target.floor_reason, target.is_below_floor) == (100, "洪灾", True)


def test_a_unit_hands_in_its_own_only(cycle: Cycle, codes: list[str], sheet: Sheet) -> None:
    liaison = account_with(Role.LIAISON, units_of(cycle, "industrial")[0])
    rows = [LONG, [codes[0], "A1", 1, ""], [codes[1], "A1", 1, ""]]
    with pytest.raises(Problems) as raised:
        import_targets(by=liaison, cycle=cycle, path=sheet(rows))
    assert found(raised.value) == [("O206", 3, 1)]
    assert import_targets(by=liaison, cycle=cycle, path=sheet(rows[:2])) == 1


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.OFFICER, Role.LIAISON, Role.UNIT_HEAD)])
def test_who_hands_in_no_lists(role: Role, cycle: Cycle, sheet: Sheet) -> None:
    account = account_with(role, cycle.root)
    for deed in (
        lambda: import_targets(by=account, cycle=cycle, path=sheet([LONG])),
        lambda: import_past_results(by=account, cycle=cycle, path=sheet([LONG])),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_five_hundred_errors_are_all_said(cycle: Cycle, officer: Account, sheet: Sheet) -> None:
    rows = [LONG, *([f"无此单位{n}", "A1", 1, ""] for n in range(500))]
    with pytest.raises(Problems) as raised:
        import_targets(by=officer, cycle=cycle, path=sheet(rows))
    assert len(raised.value) == 500


def test_messages_speak_both_languages(cycle: Cycle, officer: Account, codes: list[str], sheet: Sheet) -> None:
    with pytest.raises(Problems) as raised:
        import_targets(by=officer, cycle=cycle, path=sheet([LONG, [codes[0], "Z9", 1, ""]]))
    with use_language("en"):
        assert "no indicator of this cycle" in str(raised.value)
    with use_language("zh"):
        assert "本周期没有此编码或名称的指标" in str(raised.value)


def test_a_list_is_looked_at_before_it_is_stored(
    cycle: Cycle, officer: Account, codes: list[str], sheet: Sheet
) -> None:
    batch = hand_in_target_list(by=officer, cycle=cycle, path=sheet([LONG, [codes[0], "A1", 5, ""]]))
    assert json.loads(batch.preview) == [[units_of(cycle, "industrial")[0].name, "A1 粮食总产量", "", "5", "吨"]]
    assert not Target.objects.exists()
    with pytest.raises(PermissionDenied):
        store_target_list(by=account_with(Role.OFFICER), batch=batch)
    done: list[tuple[int, int]] = []
    assert store_target_list(by=officer, batch=batch, progress=lambda *x: done.append(x)) == 1
    assert store_target_list(by=officer, batch=batch) == 0
    assert (TargetBatch.objects.get().state, done) == (TargetBatch.State.STORED, [(1, 1)])
    with pytest.raises(ValidationError):
        drop_target_list(by=officer, batch=batch)
    with pytest.raises(ValidationError, match="nothing would change"):
        hand_in_target_list(by=officer, cycle=cycle, path=sheet([LONG, [codes[0], "A1", 5, ""]]))


def test_what_changed_meanwhile_is_not_overrun(cycle: Cycle, officer: Account, codes: list[str], sheet: Sheet) -> None:
    import_targets(by=officer, cycle=cycle, path=sheet([LONG, [codes[0], "A1", 4, ""]]))
    batch = hand_in_target_list(by=officer, cycle=cycle, path=sheet([LONG, [codes[0], "A1", 5, ""]]))
    seen = dict.fromkeys(Target.objects.values_list("pk", flat=True))
    approve_targets(by=account_with(Role.OFFICER), cycle=cycle, seen=seen)
    with pytest.raises(Problems) as raised:
        store_target_list(by=officer, batch=batch)
    assert [p.code for p in raised.value] == ["O207"]
    assert Target.objects.get().value == Decimal(4)
    drop_target_list(by=officer, batch=batch)
    assert not TargetBatch.objects.exists()


def test_past_results(cycle: Cycle, officer: Account, codes: list[str], sheet: Sheet) -> None:
    import_targets(by=officer, cycle=cycle, path=sheet([LONG, [codes[0], "A1", 90, ""]]))
    head = ["单位", "指标", "年度", "目标值", "完成值"]
    rows = [head, [codes[0], "A1", "2025年", 80, 100], [codes[0], "A1", 2024, "", 70]]
    assert import_past_results(by=officer, cycle=cycle, path=sheet(rows)) == 2
    assert Target.objects.get().signs == ["actual"]
    rows[1][4] = 60
    import_past_results(by=officer, cycle=cycle, path=sheet(rows))
    assert (PastResult.objects.count(), Target.objects.get().signs) == (2, [])


def test_every_problem_of_past_results(cycle: Cycle, officer: Account, codes: list[str], sheet: Sheet) -> None:
    rows = [
        ["单位", "指标", "年度", "目标值", "完成值"],
        ["无此镇", "A1", 2025, 1, 1],
        [codes[0], "A1", 2026, 1, 1],
        [codes[0], "A1", 2025, "", ""],
        [codes[1], "A1", 2025, 1, ""],
        [codes[1], "A1", 2025, 2, ""],
    ]
    with pytest.raises(Problems) as raised:
        import_past_results(by=officer, cycle=cycle, path=sheet(rows))
    assert [code for code, *_ in found(raised.value)] == ["O201", "O214", "O215", "O205"]
    assert not PastResult.objects.exists()
