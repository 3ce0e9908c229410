"""Facts with one column an indicator, in the layouts that offices publish."""

from decimal import Decimal

import pytest
import xlsxwriter


def test_columns_are_codes_or_names_with_their_role_after_a_colon(folder):
    folder.write(
        "facts.csv", "单位,A1,A1:目标,满意度（%）,A3:迟报,会议,备注\n东山镇,95,100,98%,2,是,甲\n西山镇,90,100,,,否,\n"
    )
    facts = folder.read().facts
    assert [(f.unit, f.indicator, f.actual, f.target, dict(f.inputs)) for f in facts] == [
        ("东山镇", "A1", Decimal(95), Decimal(100), {}),
        ("东山镇", "A7", Decimal(98), None, {}),
        ("东山镇", "A3", None, None, {"迟报": Decimal(2)}),
        ("东山镇", "A4", None, None, {"召开会议": True}),
        ("西山镇", "A1", Decimal(90), Decimal(100), {}),
        ("西山镇", "A4", None, None, {"召开会议": False}),
    ]


def test_an_empty_cell_is_no_fact_and_a_dash_is_not_applicable(folder):
    folder.write("facts.csv", "单位,A7,A9\n东山镇,,—\n")
    (fact,) = folder.read().facts
    assert (fact.indicator, fact.applicable) == ("A9", False)


def test_a_published_sheet_with_title_merged_header_and_totals(folder, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "facts.xlsx")
    sheet = book.add_worksheet("2024年")
    sheet.merge_range("A1:E1", "2024年目标任务完成情况")
    sheet.write("E2", "单位：见表头")
    sheet.merge_range("A3:A4", "单位")
    sheet.merge_range("B3:C3", "烤烟面积")
    sheet.merge_range("D3:E3", "财政收入增长")
    sheet.write_row("B4", ["目标值", "完成值", "上年值", "完成值"])
    sheet.write_row("A5", ["东山镇", 100, 95.5, 1000, 1100])
    sheet.write_row("A7", ["西山镇", 200, 0.1 + 0.2, 1000, 900])
    sheet.write_row("A8", ["合计", 300, 95.8, 2000, 2000])
    book.close()
    dataset = folder.read()
    area = dataset.fact("西山镇", "A1", "2024")
    assert (str(area.actual), area.target) == ("0.3", Decimal(200))
    assert dataset.fact("东山镇", "A2", "2024").previous == Decimal(1000)
    assert (area.place.sheet, area.place.row) == ("2024年", 7)
    assert len(dataset.facts) == 4


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("单位,A7,人口数\n东山镇,1,2\n", [("D106", 1, 3)]),
        ("单位,A1（万亩）,A1:目标\n东山镇,1,2\n", [("T207", 1, 2)]),
        ("单位,A1,A1:目标\n东山镇,一般,2\n", [("T201", 2, 2)]),
        ("单位,A1\n东山镇,5\n", [("D117", 2, 2)]),
        ("单位,A3:迟到\n东山镇,5\n", [("D109", 2, 2)]),
        ("单位,A7,满意度\n东山镇,5,6\n", [("D114", 2, 3)]),
        ("单位,A7,A7\n东山镇,5,6\n", [("T114", 1, 3)]),
    ],
)
def test_each_bad_cell_is_named_by_row_and_column(found, content, expected):
    assert found("facts.csv", content) == expected
