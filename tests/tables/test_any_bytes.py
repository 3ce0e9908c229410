"""Whatever bytes come in: a table, or problems; never anything else."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe.tables.header import build_table
from kaohe.tables.place import Place
from kaohe.tables.problems import ProblemLog, Problems
from kaohe.tables.read import grids_of, read_table

COLUMNS = {"unit": ("单位",), "actual": ("完成值",)}


def survives(data, kind):
    log = ProblemLog()
    for grid in grids_of(data, kind, Place("f"), log):
        table = build_table(grid, COLUMNS, ("unit",), log)
        assert table is not None or log.errors
        if table is not None:
            assert all(cell.place.row > table.header_row for row in table for cell in (row[0],))
    assert all(str(p) for p in log.problems)


@pytest.fixture(scope="module")
def workbook():
    book = openpyxl.Workbook()
    for row in (["表", None], ["单位", "完成值"], ["甲", 0.5], ["乙", "=1/0"]):
        book.active.append(row)
    book.active["B3"].number_format = "0%"
    book.active.merge_cells("A1:B1")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


KINDS = st.sampled_from(["text", "xlsx", "parquet", "docx"])


@settings(deadline=None)
@given(st.binary(max_size=400), KINDS)
def test_any_bytes(data, kind):
    survives(data, kind)


@settings(deadline=None)
@given(
    st.sampled_from([b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf"]),
    st.binary(max_size=200),
    KINDS,
)
def test_any_bytes_after_a_true_signature(start, data, kind):
    survives(start + data, kind)


@settings(deadline=None)
@given(st.text(st.sampled_from('单位完成值甲,;\t\n\r"1.5%-—'), max_size=120))
def test_any_csv(text):
    survives(text.encode(), "text")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_workbook_with_bytes_changed_anywhere(workbook, data):
    broken = bytearray(workbook)
    for _ in range(data.draw(st.integers(1, 5))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    survives(bytes(broken[: data.draw(st.integers(1, len(broken)))]), "xlsx")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]),
    st.data(),
)
def test_a_workbook_with_a_part_changed(workbook, part, data):
    source = zipfile.ZipFile(io.BytesIO(workbook))
    xml = source.read(part)
    at = data.draw(st.integers(0, len(xml)))
    xml = xml[:at] + data.draw(st.binary(max_size=20)) + xml[at + data.draw(st.integers(0, 40)) :]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, xml if name == part else source.read(name))
    survives(stream.getvalue(), "xlsx")


def test_a_problem_never_leaves_a_table_behind(tmp_path):
    file = tmp_path / "f.csv"
    file.write_text("单位,完成值\n甲,1,2\n乙,3\n")
    with pytest.raises(Problems):
        read_table(file, columns=COLUMNS)
