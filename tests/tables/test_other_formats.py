from datetime import date
from decimal import Decimal

import docx
import polars as pl
import pytest

from kaohe.tables.problems import Problems
from kaohe.tables.read import read_table, read_tables


def codes(path):
    with pytest.raises(Problems) as raised:
        read_table(path)
    return [p.code for p in raised.value]


def test_parquet_cells_are_exact_text(tmp_path):
    file = tmp_path / "f.parquet"
    pl.DataFrame(
        {
            "unit": ["甲", None],
            "float": [0.1 + 0.2, 1e-7],
            "whole": [2.0, 1e15],
            "int": [10**15, None],
            "decimal": pl.Series([Decimal("1.50"), None], dtype=pl.Decimal(10, 2)),
            "date": [date(2024, 3, 5), None],
            "flag": [True, False],
            "odd": [float("nan"), float("inf")],
        }
    ).write_parquet(file)
    assert [r.texts for r in read_table(file)] == [
        ("甲", "0.3", "2", "1000000000000000", "1.50", "2024-03-05", "true", "nan"),
        ("", "0.0000001", "1000000000000000", "", "", "", "false", "inf"),
    ]


def test_broken_parquet(tmp_path):
    file = tmp_path / "f.parquet"
    file.write_bytes(b"PAR1 broken PAR1")
    assert codes(file) == ["T107"]
    file.write_bytes(b"a,b\n1,2\n")
    assert codes(file) == ["T103"]


def test_docx_tables_with_merged_cells(tmp_path):
    file = tmp_path / "f.docx"
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "附件"
    table = document.add_table(4, 3)
    for row, texts in enumerate(
        [["一级指标", "二级指标", "分值"], ["经济", "烤烟", "10"], ["", "收入", "20"], ["合计", "", "30"]]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(file)
    read = read_tables(file)[1]
    assert [r.texts for r in read] == [("经济", "烤烟", "10"), ("经济", "收入", "20")]
    assert read.totals == ((4, ("合计", "", "30")),)
    assert read_table(file, "表2").grid == read_table(file, "table 2").grid == read.grid
    assert read.rows[1]["分值"].place.row == 3


def test_broken_docx(tmp_path):
    file = tmp_path / "f.docx"
    file.write_bytes(b"MZ")
    assert codes(file) == ["T103"]
    docx.Document().save(file)
    assert codes(file) == ["T104"]


def test_the_planted_errors_of_real_sheets_are_seen_where_they_are(shared):
    sheet = read_table(shared / "import_sheets/工作实绩导入测试表_含错误样例.xlsx")
    assert (sheet.place.sheet, [c.name for c in sheet.columns]) == ("含错误样例", ["工号", "工作实绩分数"])
    assert [r.texts for r in sheet] == [("", "80"), ("not_exist_user", "75"), ("employee", "abc"), ("manager", "70")]
    assert (sheet.rows[2]["工作实绩分数"].place.row, sheet.rows[2]["工作实绩分数"].place.column) == (4, 2)
    people = read_table(shared / "import_sheets/用户导入测试表_含错误样例.xlsx")
    assert people.rows[0].texts == ("", "缺工号用户", "普通员工", "P1", "研发部", "13800002001")
