import io
import struct
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from kaohe.tables.container import BrokenZipError, Container, TooLargeError
from kaohe.tables.problems import Problems
from kaohe.tables.read import read_table, read_tables


@pytest.fixture
def file(tmp_path):
    return tmp_path / "f.xlsx"


def problems(path, **options):
    with pytest.raises(Problems) as raised:
        read_table(path, **options)
    return [p.code for p in raised.value]


def rezipped(path, changes):
    """Write the workbook again with some parts changed."""
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, changes.get(name, source.read(name)))


def test_numbers_are_the_shortest_text_without_binary_noise(file):
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row("A1", ["单位", "完成值"])
    for row, number in enumerate([14.0891, 0.1 + 0.2, 1001, -0.5, 1e-7, 1234567.891, 2.0, 0.07 * 100], start=1):
        sheet.write_row(row, 0, ["甲", number])
    book.close()
    texts = [r.text("完成值") for r in read_table(file)]
    assert texts == ["14.0891", "0.3", "1001", "-0.5", "0.0000001", "1234567.891", "2", "7"]


def test_noise_in_the_stored_text_is_dropped_but_typed_text_is_kept(file):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["单位", "值", "文本"])
    sheet.append(["甲", 14.5, "0.30000000000000004"])
    book.save(file)
    xml = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")
    rezipped(file, {"xl/worksheets/sheet1.xml": xml.replace(b"<v>14.5</v>", b"<v>14.089100000000002</v>")})
    assert read_table(file).rows[0].texts == ("甲", "14.0891", "0.30000000000000004")


def test_formats_dates_booleans_errors_and_formulas_are_read_as_shown(file):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["单位", "百分比", "自定义", "日期", "是否", "错误", "公式", "编号"])
    sheet.append(["甲", 0.29, 0.985, date(2024, 3, 5), True, "#DIV/0!", "=1+1", "007"])
    sheet["B2"].number_format, sheet["C2"].number_format = "0%", '"约"0.0%;[Red]-0.0%'
    book.save(file)
    assert read_table(file).rows[0].texts == ("甲", "29%", "98.5%", "2024-03-05", "true", "#DIV/0!", "=1+1", "007")


def test_a_literal_percent_sign_is_no_percent_format(file):
    book = openpyxl.Workbook()
    book.active.append(["单位", "值"])
    book.active.append(["甲", 95])
    book.active["B2"].number_format = '0"%"'
    book.save(file)
    assert read_table(file).rows[0].text("值") == "95"


def test_calculated_formulas_give_their_value(file):
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row("A1", ["单位", "值"])
    sheet.write("A2", "甲")
    sheet.write_formula("B2", "=40+2", None, 42)
    book.close()
    assert read_table(file).rows[0].text("值") == "42"


def test_a_formula_whose_result_is_the_empty_text_is_an_empty_cell(file):
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row("A1", ["单位", "值"])
    sheet.write("A2", "甲")
    sheet.write_formula("B2", '=IF(1=1,"","x")', None, "")
    sheet.write_formula("B3", '=IF(1=1,"","x")', None, "x")
    book.close()
    xml = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")
    calculated = xml.replace(b'<c r="B2">', b'<c r="B2" t="str">')
    rezipped(file, {"xl/worksheets/sheet1.xml": calculated})
    assert [r.text("值") for r in read_table(file)] == ["", "x"]


def test_a_table_that_starts_further_down_and_right_keeps_its_places(file):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C5"], sheet["D5"], sheet["C6"], sheet["D6"] = "单位", "值", "甲", 5
    book.save(file)
    cell = read_table(file).rows[0]["值"]
    assert (cell.text, cell.place.row, cell.place.column, cell.place.sheet) == ("5", 6, 4, "Sheet")


def test_merged_cells(file):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["指标表", None, None], ["一级指标", "二级指标", "分值"], ["经济", "烤烟", 10], [None, "收入", 20]):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A4")
    book.save(file)
    table = read_table(file)
    assert [r.texts for r in table] == [("经济", "烤烟", "10"), ("经济", "收入", "20")]
    assert table.titles == ("指标表",)


def two_sheets(path, second_state="visible"):
    book = openpyxl.Workbook()
    book.active.title = "一季度"
    book.active.append(["单位", "值"])
    book.active.append(["甲", 1])
    other = book.create_sheet("二季度")
    other.append(["单位", "值"])
    other.append(["甲", 2])
    other.sheet_state = second_state
    book.save(path)


def test_sheets_by_name_all_at_once_and_hidden_ones_left_out(file):
    two_sheets(file)
    assert read_table(file, "二季度").rows[0].text("值") == "2"
    assert [t.place.sheet for t in read_tables(file)] == ["一季度", "二季度"]
    assert problems(file, sheet="三季度") == ["T111"]
    assert problems(file, columns={"unit": ("单位",)}) == ["T112"]
    two_sheets(file, "hidden")
    assert [t.place.sheet for t in read_tables(file)] == ["一季度"]
    assert len(read_tables(file, include_hidden=True)) == 2
    assert read_table(file, columns={"unit": ("单位",)}).place.sheet == "一季度"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "T104"),
        (b"MZ\x90\x00\x03", "T103"),
        (b"\x7fELF\x02", "T103"),
        (b"%PDF-1.7\n", "T103"),
        (b"PK\x03\x04broken", "T103"),
        (b"\xef\xbb\xbf<html><body><table>", "T103"),
        (b'<?xml version="1.0"?><Workbook/>', "T103"),
        ("单位,值\n甲,1\n".encode(), "T103"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "T103"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "T105"),
        (b"\x89PNG\r\n", "T103"),
    ],
)
def test_a_sheet_that_is_not_a_sheet(file, content, code):
    file.write_bytes(content)
    assert problems(file) == [code]


def test_an_ordinary_zip_and_an_empty_workbook(file):
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")
    assert problems(file) == ["T103"]
    openpyxl.Workbook().save(file)
    assert problems(file) == ["T104"]
    assert problems(file.with_name("none.xlsx")) == ["T101"]
    assert problems(file.with_name("none.xls")) == ["T102"]


def test_a_damaged_part_is_said(file):
    two_sheets(file)
    rezipped(file, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>9999</v>"})
    assert problems(file) == ["T107"]


def test_a_zip_bomb_is_not_unpacked(file, monkeypatch):
    two_sheets(file)
    rezipped(file, {"xl/worksheets/sheet1.xml": b" " * (64 << 20)})
    assert problems(file) == ["T106"]


def test_a_part_that_unpacks_to_more_than_it_says_is_refused(file):
    two_sheets(file)
    rezipped(file, {"xl/worksheets/sheet1.xml": b" " * 100_000})
    data = bytearray(file.read_bytes())
    name = b"xl/worksheets/sheet1.xml"
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = next(i for i in range(len(data)) if data[i : i + 4] == signature and name in data[i : i + 80])
        data[at + offset : at + offset + 4] = struct.pack("<I", 10)
    with pytest.raises(TooLargeError):
        Container(bytes(data))


def test_one_packed_part_listed_many_times_is_refused(file):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(range(256)) * 40)
    data = file.read_bytes()
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    copies = b"".join(entry.replace(b"workbook.xml", f"workbk{n:02}.xml"[:12].encode()) for n in range(30))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 31, 31, len(entry + copies), start, 0)
    file.write_bytes(data[:start] + entry + copies + tail)
    assert problems(file) == ["T107"]
    with pytest.raises(BrokenZipError, match="overlap"):
        Container(file.read_bytes())


def test_a_cell_at_the_far_corner_does_not_exhaust_memory(file):
    book = openpyxl.Workbook()
    book.active.append(["单位"])
    book.active["XFD1048576"] = 1
    book.save(file)
    assert problems(file) == ["T106"]


def test_a_merge_over_the_whole_sheet_covers_the_used_part_only(file):
    two_sheets(file, "hidden")
    xml = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="C1:XFD1048576"/></mergeCells>'
    rezipped(file, {"xl/worksheets/sheet1.xml": xml.replace(b"</sheetData>", merge)})
    assert read_table(file).rows[0].texts == ("甲", "1")


def test_a_hundred_thousand_rows_keep_their_places(file):
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("数据")
    sheet.write_row(0, 0, ["单位", "值"])
    for row in range(1, 100_001):
        sheet.write_number(row, 1, row / 8)
    sheet.write_row(100_001, 0, ["甲", "缺"])
    book.close()
    rezipped(file, {})
    last = read_table(file).rows[-1][1]
    assert (last.text, last.place.row, last.place.column) == ("缺", 100_002, 2)


def test_entities_are_not_expanded(file):
    two_sheets(file)
    bomb = b'<!DOCTYPE x [<!ENTITY a "AAAA">]><worksheet'
    xml = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")
    changed = xml.replace(b"<worksheet", bomb, 1).replace(b"&#30002;", b"&a;")
    assert b"&a;" in changed
    rezipped(file, {"xl/worksheets/sheet1.xml": changed})
    try:
        texts = read_table(file, "一季度").rows[0].texts
    except Problems:
        texts = ()
    assert "AAAA" not in texts
