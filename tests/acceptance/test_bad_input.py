"""Sheets as offices send them: read rightly, or refused with every place; nothing half-written."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from typer.testing import CliRunner, Result

from kaohe.i18n import use_language

SCHEME = """
kaohe: 1
id: small
title: 小办法
cycle: {year: 2026}
classes: [{id: town, name: 乡镇}]
indicators:
  - {code: A1, name: 烤烟面积, points: 70, unit: 亩, owner: 农业站,
     criterion: 完成任务得满分，每少1个百分点扣0.2分，扣完为止}
  - {code: A2, name: 报送, points: 30, unit: 次, owner: 办公室, criterion: 每迟报一次扣0.5分，扣完为止}
"""

Score = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    data = tmp_path / "data"
    data.mkdir()
    (data / "单位.csv").write_bytes("单位,类别\n甲镇,乡镇\n乙镇,乡镇\n".encode("gbk"))
    return data


@pytest.fixture
def score(folder: Path) -> Score:
    def run(*more: str) -> Result:
        from kaohe.cli.app import app

        with use_language("zh"):
            return CliRunner().invoke(app, ["score", str(folder.parent / "scheme.yaml"), str(folder), *more])

    return run


def totals(result: Result) -> dict[str, str]:
    assert result.exit_code == 0, result.output
    return {u["unit"]: u["total"] for u in json.loads(result.stdout)["units"]}


def test_a_titled_sheet_with_merged_cells_and_a_header_of_two_rows_scores_what_it_shows(folder, score):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2026年完成情况表"])
    sheet.append(["单位", "指标", "数据", ""])
    sheet.append([None, None, "完成值", "目标值"])
    for row in (
        ["甲镇", "A1", "９５", "1.2百"],
        [None, "A2", "2次", None],
        ["乙镇", "A1", 100, 100],
        [None, "A2", 0, None],
    ):
        sheet.append(row)
    sheet["D4"] = "１００亩"
    for merged in ("A1:D1", "A2:A3", "B2:B3", "C2:D2", "A4:A5", "A6:A7"):
        sheet.merge_cells(merged)
    book.save(folder / "完成情况.xlsx")
    assert totals(score("--json")) == {"甲镇": "98.00", "乙镇": "100.00"}


def test_a_sheet_of_a_hundred_thousand_rows_names_every_wrong_row(folder, score):
    book = xlsxwriter.Workbook(folder / "facts.xlsx", {"constant_memory": True})
    sheet = book.add_worksheet("大表")
    sheet.write_row(0, 0, ["单位", "指标", "完成值", "目标值"])
    for row in range(1, 100_001):
        sheet.write_row(row, 0, ["甲镇" if row == 1 else f"不存在{row % 7}", "A1", 95, 100])
    book.close()
    result = score("--out", str(folder.parent / "out"))
    assert result.exit_code == 1
    assert result.stderr.count("D104") == 99_999
    assert "表 大表，第 100001 行 A 列" in result.stderr
    assert not (folder.parent / "out").exists()


def test_all_problems_of_all_files_come_at_once_and_nothing_is_written(folder, score):
    (folder / "facts.csv").write_text(
        "单位,指标,完成值,目标值\n甲镇,A1,95,0\n甲镇,A2,NaN,\n丙镇,A1,1,1\n乙镇,A9,1,\n乙镇,A1,待定,100\n乙镇,A2,1,\n乙镇,A2,1,\n",
        encoding="utf-8",
    )
    (folder / "events.csv").write_text("单位,事项,日期\n甲镇,J1,2026-13-01\n", encoding="utf-8")
    (folder / "decisions.xlsx").write_bytes(b"%PDF-1.7 not a sheet")
    result = score("--out", str(folder.parent / "out"))
    codes = {line[:4] for line in result.stderr.splitlines()}
    assert {"D118", "T204", "D104", "D106", "T201", "D114", "T103"} <= codes
    assert result.exit_code == 1
    assert not (folder.parent / "out").exists()
