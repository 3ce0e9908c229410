"""scores.xlsx, scores.parquet and ranking.csv: what stands in them, and that names cannot become formulas."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import polars as pl
import pytest
from tests.scoring.build import D, data, fact, given, scheme

from kaohe.i18n import use_language
from kaohe.scheme.model import Grade
from kaohe.scoring import write
from kaohe.scoring.facts import UnitRow
from kaohe.scoring.reference import score
from kaohe.scoring.write import ranking_csv, to_frame, write_results

PLAN = scheme(given("A", "50"), given("B", "50.5"), grades=(Grade("优秀", at_least=D(60)), Grade("合格")))
PEOPLE = (UnitRow("a", "石岭镇", "c"), UnitRow("b", "=1+1", "c"), UnitRow("z", "空", "c"))
SHEET = score(PLAN, data(PEOPLE, fact("a", "A", "40.125"), fact("a", "B", "30"), fact("b", "A", "1", target="2")))


def test_the_workbook_has_ranking_detail_and_derivations(tmp_path):
    paths = write_results(SHEET, tmp_path / "结果")
    assert [p.name for p in paths] == ["scores.xlsx", "scores.parquet", "ranking.csv"]
    assert sorted(p.name for p in (tmp_path / "结果").iterdir()) == ["ranking.csv", "scores.parquet", "scores.xlsx"]
    book = openpyxl.load_workbook(paths[0])
    assert book.sheetnames == ["排名", "明细", "依据"]
    ranking = list(book["排名"].values)
    assert ranking[0][:4] == ("类别", "位次", "单位", "总分")
    assert ranking[1][:4] == ("镇", 1, "石岭镇", 70.13)
    assert book["排名"]["D2"].number_format == "0.00"
    assert book["排名"].freeze_panes == "A2"
    assert book["明细"]["B4"].value == "=1+1"
    assert book["明细"]["B4"].data_type == "s"
    assert "40.125四舍五入为40.13" in book["依据"]["F2"].value


def test_the_frame_is_exact_and_says_its_scale():
    frame = to_frame(SHEET)
    assert frame.height == 6
    row = frame.filter((pl.col("unit") == "a") & (pl.col("indicator") == "A")).row(0, named=True)
    assert (row["score"], row["score_units"], row["actual"]) == (Decimal("40.13"), 4013, Decimal("40.125"))
    assert frame.schema["score"] == pl.Decimal(38, 2)
    assert frame.schema["points"] == pl.Decimal(38, 1)


def test_the_ranking_opens_in_spreadsheet_programs_and_runs_nothing():
    raw = ranking_csv(SHEET)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0] == ["类别", "位次", "单位", "总分", "建议等次", "审定等次", "说明"]
    assert rows[1] == ["镇", "1", "石岭镇", "70.13", "优秀", "", ""]
    assert rows[2][2] == "'=1+1"
    with use_language("en"):
        assert ranking_csv(SHEET).decode("utf-8-sig").startswith("class,place,unit,total")


def test_a_failed_write_leaves_what_was_there(tmp_path, monkeypatch):
    write_results(SHEET, tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def broken(sheet, path):
        path.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(write, "write_workbook", broken)
    with pytest.raises(OSError, match="disk full"):
        write_results(replace(SHEET, units=()), tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
