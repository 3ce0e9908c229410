"""How the published tables look on paper: nothing cut off, the header on every page, pages numbered."""

import io
from pathlib import Path

import docx
import openpyxl
import pytest

from kaohe.presets import preset_path
from kaohe.scheme.docx_table import write_docx
from kaohe.scheme.load import load_spec
from kaohe.scheme.xlsx_table import write_xlsx
from kaohe.tables.height import text_width


@pytest.fixture(scope="module")
def scheme() -> Path:
    return preset_path("county-four-in-one") / "scheme.yaml"


def test_every_sentence_of_the_workbook_has_room(scheme):
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(load_spec(scheme)))).worksheets[0]
    cells = [c for row in sheet.iter_rows(min_row=4) for c in row if isinstance(c.value, str) and "扣完为止" in c.value]
    assert cells
    for cell in cells:
        lines = (sheet.row_dimensions[cell.row].height or 15) // 15
        assert lines * sheet.column_dimensions[cell.column_letter].width >= text_width(cell.value)


def test_the_workbook_prints_one_page_wide_with_header_and_number(scheme):
    for sheet in openpyxl.load_workbook(io.BytesIO(write_xlsx(load_spec(scheme)))).worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.print_title_rows
        assert "&P" in (sheet.oddFooter.center.text or "")


def test_rows_of_the_document_stay_whole_and_pages_are_numbered(scheme):
    document = docx.Document(io.BytesIO(write_docx(load_spec(scheme))))
    assert "PAGE" in document.sections[0].footer._element.xml
    rows = document.tables[0].rows
    assert all("cantSplit" in row._tr.xml for row in rows)
    assert "tblHeader" in rows[0]._tr.xml
    assert "tblHeader" not in rows[5]._tr.xml
