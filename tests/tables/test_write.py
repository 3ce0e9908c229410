import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.tables.read import read_table
from kaohe.tables.write import Heading, Workbook, harmless, is_exact_in_a_cell, number_text, whole_file, write_csv

HEADINGS = [Heading("单位"), Heading("得分（分）", places=2), Heading("名次"), Heading("说明", width=30)]
ROWS = [["东山镇", Decimal("95.5"), 1, "=1+1"], ["南街", Decimal("-0.05"), 2, None], ["西山镇", Decimal(0), 3, True]]


def write(path, rows=ROWS, headings=HEADINGS, **options):
    with Workbook(path) as book:
        book.write_sheet("成绩", headings, rows, **options)


def test_figures_are_numbers_that_show_every_digit(tmp_path):
    write(tmp_path / "s.xlsx", title="2024年考核成绩")
    sheet = openpyxl.load_workbook(tmp_path / "s.xlsx")["成绩"]
    assert [c.value for c in sheet[3]] == ["东山镇", 95.5, 1, "=1+1"]
    assert [c.number_format for c in sheet[3]][1:3] == ["0.00", "0"]
    assert sheet["D3"].data_type == "s"
    assert sheet["D5"].value == "是"
    assert sheet["D4"].value is None
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B3", "A2:D5")
    assert sheet.column_dimensions["D"].width == pytest.approx(30, abs=1)
    assert sheet["A1"].value == "2024年考核成绩"


def test_what_is_written_reads_back(tmp_path):
    write(tmp_path / "s.xlsx", title="2024年考核成绩")
    table = read_table(tmp_path / "s.xlsx", columns={"unit": ("单位",), "score": ("得分",)})
    assert [(r.text("unit"), r.text("score")) for r in table] == [
        ("东山镇", "95.5"),
        ("南街", "-0.05"),
        ("西山镇", "0"),
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=5), min_size=1, max_size=20))
def test_every_number_of_fifteen_digits_survives_the_workbook(tmp_path_factory, numbers):
    path = tmp_path_factory.mktemp("w") / "n.xlsx"
    write(path, [["甲", n] for n in numbers], [Heading("单位"), Heading("值", places=5)])
    assert [Decimal(r.text("值")) for r in read_table(path)] == numbers


def test_longer_numbers_are_written_whole_as_text(tmp_path):
    number = Decimal("1234567890123456.78")
    assert not is_exact_in_a_cell(str(number))
    write(tmp_path / "n.xlsx", [["甲", number]], [Heading("单位"), Heading("值", places=2)])
    assert openpyxl.load_workbook(tmp_path / "n.xlsx")["成绩"]["B2"].value == str(number)


def test_nothing_is_rounded_on_the_way_out():
    assert number_text(Decimal("95.500"), 2) == "95.50"
    with pytest.raises(ValueError, match="more than 2 decimal places"):
        number_text(Decimal("95.505"), 2)


def test_equal_content_gives_equal_bytes(tmp_path):
    write(tmp_path / "a.xlsx")
    write(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def write_half(target):
    with whole_file(target) as part:
        part.write_bytes(b"half")
        raise ZeroDivisionError


def test_a_failure_leaves_the_old_file_and_no_parts(tmp_path):
    target = tmp_path / "s.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(ValueError, match="argument"):
        write(target, [["东山镇"]])
    assert [(f.name, f.read_bytes()) for f in tmp_path.iterdir()] == [("s.xlsx", b"old")]
    with pytest.raises(ZeroDivisionError):
        write_half(target)
    assert [(f.name, f.read_bytes()) for f in tmp_path.iterdir()] == [("s.xlsx", b"old")]


def test_sheet_names_are_made_possible_and_unique(tmp_path):
    with Workbook(tmp_path / "s.xlsx") as book:
        for name in ("a_b_c", "A/B:C", "x" * 40, "x" * 40, ""):
            book.write_sheet(name, [Heading("h")], [["v"]])
    names = openpyxl.load_workbook(tmp_path / "s.xlsx").sheetnames
    assert names == ["a_b_c", "A_B_C (2)", "x" * 31, "x" * 27 + " (2)", "Sheet"]


def test_control_characters_do_not_break_the_file(tmp_path):
    write(tmp_path / "s.xlsx", [["a\x00\x0b\ufffeb", None, None, None]])
    assert read_table(tmp_path / "s.xlsx").rows[0].text("单位") == "ab"


def test_csv_opens_in_spreadsheet_programs_and_runs_nothing(tmp_path):
    write_csv(
        tmp_path / "r.csv",
        ["单位", "得分"],
        [["东山镇", Decimal("95.50")], ['=HYPERLINK("x")', Decimal("-1")], [None, True]],
    )
    content = (tmp_path / "r.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == '单位,得分\r\n东山镇,95.50\r\n"\'=HYPERLINK(""x"")",-1\r\n,是\r\n'


@pytest.mark.parametrize("text", ["=1", "+a", "-", "--5", "@x", "\tx", "\rx", "-1-1"])
def test_what_a_spreadsheet_would_run_is_quoted(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-0.50", "+3", "-12", "东山镇", "5-8", ""])
def test_numbers_as_text_stay_numbers(text):
    assert harmless(text) == text


def test_a_workbook_is_a_plain_zip_without_a_clock(tmp_path):
    write(tmp_path / "s.xlsx")
    core = zipfile.ZipFile(tmp_path / "s.xlsx").read("docProps/core.xml").decode()
    assert "2000-01-01" in core
