"""Which files and sheets are the data, in any mix of formats."""

import polars as pl
import pytest
import xlsxwriter

from kaohe.scoring.facts import FactState
from kaohe.scoring.reading import read_data
from kaohe.scoring.reading.columns import table_named
from kaohe.scoring.reading.periods import period_of
from kaohe.tables.problems import ProblemLog, Problems

ROWS = [["单位", "指标", "完成值", "目标值"], ["东山镇", "A1", 95.5, 100], ["南街", "A1", 80, 100]]


def write_book(path, sheets, hidden=()):
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if name in hidden:
            sheet.hide()
    book.close()


def test_csv_xlsx_and_parquet_give_the_same_dataset(folder):
    folder.write("facts.csv", "单位,指标,完成值,目标值\n东山镇,A1,95.5,100\n南街,A1,80,100\n")
    as_csv = folder.read()
    (folder.path / "facts.csv").unlink()
    write_book(folder.path / "facts.xlsx", {"Sheet1": ROWS})
    as_xlsx = folder.read()
    (folder.path / "facts.xlsx").unlink()
    pl.DataFrame(ROWS[1:], schema=["单位", "指标", "完成值", "目标值"], orient="row", strict=False).write_parquet(
        folder.path / "facts.parquet"
    )
    as_parquet = folder.read()
    assert as_csv.hash == as_xlsx.hash == as_parquet.hash


def test_one_workbook_may_hold_everything(tmp_path, scheme):
    units = [["单位", "类别"], ["东山镇", "乡镇"], ["南街", "街道"]]
    write_book(tmp_path / "data.xlsx", {"填表说明": [["请按月填报", "联系考核办"]], "单位": units, "指标数据": ROWS})
    log = ProblemLog()
    dataset = read_data(tmp_path / "data.xlsx", scheme, log)
    assert (len(dataset.units), len(dataset.facts)) == (2, 2)
    assert [(w.code, w.found) for w in log.warnings] == [("D206", "填表说明")]


def test_files_of_one_table_are_put_together_and_hidden_sheets_left_out(folder):
    write_book(
        folder.path / "facts-一季度.xlsx", {"1": ROWS[:2], "old": [ROWS[0], ["西山镇", "A9", 1, 1]]}, hidden=["old"]
    )
    folder.write("facts_2.csv", "unit,indicator,actual\n东山镇,A7,1\n")
    assert [f.indicator for f in folder.read().facts] == ["A1", "A7"]


def test_gbk_from_an_old_program_is_read(folder):
    folder.write("facts.csv", "单位,指标,完成值\r\n东山镇,满意度,95％\r\n".encode("gbk"))
    assert folder.read().facts[0].actual == 95


def test_results_and_lock_files_beside_the_data_are_no_data(folder):
    folder.write("facts.csv", "unit,indicator,actual\n东山镇,A7,1\n")
    for name in ("scores.xlsx", "ranking.csv", "~$facts.xlsx", ".facts.csv.swp", "README.md"):
        folder.write(name, "x")
    folder.read()
    assert folder.log.problems == []


def test_a_misspelt_file_is_said_with_the_name_meant(folder):
    folder.write("facts.csv", "unit,indicator,actual\n东山镇,A7,1\n")
    folder.write("evnets.csv", "unit,item\n东山镇,J1\n")
    folder.read()
    (warning,) = folder.log.warnings
    assert (warning.code, "event" in warning.expected) == ("D206", True)


def test_a_folder_without_units_figures_or_at_all(tmp_path, scheme):
    with pytest.raises(Problems) as empty:
        read_data(tmp_path, scheme)
    assert [p.code for p in empty.value] == ["D101", "D102"]
    with pytest.raises(Problems) as absent:
        read_data(tmp_path / "none", scheme)
    assert [p.code for p in absent.value] == ["T101"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("facts.xlsx", b"MZ\x90\x00", "T103"),
        ("facts.xlsx", b"%PDF-1.7", "T103"),
        ("facts.xlsx", b"", "T104"),
        ("facts.xls", b"\xd0\xcf\x11\xe0", "T102"),
        ("facts.pdf", b"%PDF-1.7", "T102"),
        ("facts.csv", b"unit,actual\n\x81\x81\xff\xfe\xff,1\n", "T108"),
        ("facts.csv", 'unit,indicator,actual\n"东山镇,A7,1\n'.encode(), "T110"),
    ],
)
def test_what_is_no_table_is_said_beside_the_other_problems(folder, name, content, code):
    folder.write("units.csv", "unit,class\n东山镇,village\n")
    folder.write(name, content)
    assert sorted(p.code for p in folder.problems()) == sorted(["D105", code])


def test_a_percent_cell_is_a_percentage_and_a_date_cell_a_month(folder):
    book = xlsxwriter.Workbook(folder.path / "facts.xlsx")
    sheet, percent, date = (
        book.add_worksheet(),
        book.add_format({"num_format": "0.0%"}),
        book.add_format({"num_format": "yyyy-mm"}),
    )
    sheet.write_row("A1", ["单位", "指标", "周期", "完成值"])
    sheet.write_row("A2", ["东山镇", "A7"])
    sheet.write_number("C2", 45352, date)  # what a spreadsheet makes of 2024-03
    sheet.write_number("D2", 0.985, percent)
    book.close()
    (fact,) = folder.read().facts
    assert (fact.period, str(fact.actual), fact.state) == ("2024-03", "98.5", FactState.REPORTED)


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("facts", "facts"),
        ("FACTS 2024", "facts"),
        ("指标数据（乡镇）", "facts"),
        ("单位", "units"),
        ("加扣分事项", "events"),
        ("factory", ""),
        ("单位名称表", ""),
        ("scheme", ""),
    ],
)
def test_names_of_tables(name, table):
    assert table_named(name) == table


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("", "2024"), ("2024", "2024"), ("2024年", "2024"), ("2024年度", "2024"), ("全年", "2024"), ("2023", "2023"),
        ("2024H1", "2024H1"), ("2024上半年", "2024H1"), ("下半年", "2024H2"), ("2024-h2", "2024H2"),
        ("2024Q3", "2024Q3"), ("q1", "2024Q1"), ("第三季度", "2024Q3"), ("2023年4季度", "2023Q4"),
        ("２０２４年一季度", "2024Q1"),
        ("2024-01", "2024-01"), ("2024年1月", "2024-01"), ("十二月", "2024-12"), ("202412", "2024-12"),
        ("2024-03-01", "2024-03"),
        ("2024.3", "2024-03"),
        ("2024-13", None), ("2024-00", None), ("2024Q5", None), ("五季度", None), ("2024-03-15", None),
        ("去年", None), ("24年1月", None),
    ],
)  # fmt: skip
def test_periods(text, period):
    assert period_of(text, 2024) == period
