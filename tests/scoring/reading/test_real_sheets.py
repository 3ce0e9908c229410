"""Real import sheets with planted errors, read as the data of a scheme for persons."""

import shutil
from decimal import Decimal

import pytest

from kaohe.scheme.model import Indicator, Scheme, UnitClass
from kaohe.scoring.reading import read_data
from kaohe.tables.problems import Problems

POINTS = {"staff": Decimal(100)}


@pytest.fixture
def staff_scheme():
    leaf = Indicator("S1", "工作实绩分数", None, (), POINTS, {}, text_only=True)
    return Scheme("staff", "工作人员考核", "0" * 64, 2024, 2, (UnitClass("staff", "工作人员"),), (leaf,))


def test_a_correct_sheet_of_persons_is_read(shared, tmp_path, staff_scheme):
    shutil.copy(shared / "import_sheets/工作实绩导入测试表.xlsx", tmp_path / "facts.xlsx")
    people = "工号,姓名\n" + "".join(f"employee{n},甲\n" for n in ("", *range(2, 8)))
    (tmp_path / "units.csv").write_text(people)
    dataset = read_data(tmp_path, staff_scheme)
    assert [int(f.actual) for f in dataset.facts] == [88, 92, 85, 90, 78, 95, 83]


def test_every_planted_error_is_found_in_its_cell(shared, tmp_path, staff_scheme):
    sheets = shared / "import_sheets"
    shutil.copy(sheets / "工作实绩导入测试表_含错误样例.xlsx", tmp_path / "facts.xlsx")
    shutil.copy(sheets / "用户导入测试表_含错误样例.xlsx", tmp_path / "units.xlsx")
    with pytest.raises(Problems) as raised:
        read_data(tmp_path, staff_scheme)
    found = {
        (p.code, p.place.file.rpartition("/")[2], p.place.sheet, p.place.row, p.place.column) for p in raised.value
    }
    assert found == {
        ("D103", "units.xlsx", "含错误样例", 2, 1),  # 工号 empty
        ("D103", "facts.xlsx", "含错误样例", 2, 1),  # 工号 empty
        ("D104", "facts.xlsx", "含错误样例", 3, 1),  # not_exist_user
        ("T201", "facts.xlsx", "含错误样例", 4, 2),  # abc
        ("D104", "facts.xlsx", "含错误样例", 5, 1),  # manager is in no table of units
    }
