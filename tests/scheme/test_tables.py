"""Schemes through the published table: workbook, document and back."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from tests.scheme.sample import leaf, sample_spec
from tests.scheme.strategies import specs

from kaohe.scheme.diff import diff
from kaohe.scheme.document import Reading
from kaohe.scheme.docx_table import read_docx, write_docx
from kaohe.scheme.findings import SchemeProblems
from kaohe.scheme.layout_read import read_layout
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.xlsx_table import read_xlsx, write_xlsx


def spec_of(reading: Reading) -> SchemeSpec:
    assert reading.spec is not None, [str(f) for f in reading.findings]
    return reading.spec


def workbook(rows: list[list[Any]], merges: tuple[str, ...] = (), sheet: str = "2012年考核指标") -> bytes:
    """A workbook as an office would make it."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    for merge in merges:
        page.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@given(spec=specs(awkward=True))
@settings(max_examples=40, deadline=None)
def test_workbook_and_back(spec: SchemeSpec) -> None:
    reading = read_xlsx(write_xlsx(spec), "a.xlsx")
    assert diff(spec, spec_of(reading)) == []
    assert reading.spec == spec


@given(spec=specs(awkward=True))
@settings(max_examples=25, deadline=None)
def test_document_and_back(spec: SchemeSpec) -> None:
    reading = read_docx(write_docx(spec), "a.docx")
    assert diff(spec, spec_of(reading)) == []
    assert reading.spec == spec


def test_the_sample_survives_both() -> None:
    assert read_xlsx(write_xlsx(sample_spec())).spec == sample_spec()
    assert read_docx(write_docx(sample_spec())).spec == sample_spec()


def test_the_workbook_is_the_published_layout() -> None:
    page = openpyxl.load_workbook(io.BytesIO(write_xlsx(sample_spec())))["指标"]
    rows = [["" if c.value is None else c.value for c in row] for row in page.iter_rows()]
    assert rows[0][0] == "县综合绩效考核办法"
    assert rows[1][:6] == ["编号", "一级指标", "二级指标", "分值", "", "评分标准"]
    assert rows[2][3:5] == ["乡镇", "街道"]
    assert rows[3][:5] == ["A / A1", "经济发展（40分）", "农业总产值", 25, 10]
    assert {"B4:B5", "B6:B7", "D2:E2", "D6:E6"} <= {str(r) for r in page.merged_cells.ranges}


def test_the_same_scheme_gives_the_same_workbook() -> None:
    assert write_xlsx(sample_spec()) == write_xlsx(sample_spec())


def test_a_text_too_long_for_a_cell_is_refused() -> None:
    spec = sample_spec(lambda plain: leaf(plain, "A1").update(note="长" * 33_000))
    with pytest.raises(SchemeProblems) as caught:
        write_xlsx(spec)
    assert [f.code for f in caught.value.findings] == ["K003"]


HEAD = ["序号", "考核项目", "考核指标", "标准分", "评分办法", "数据提供单位", "责任单位"]


def published(*rows: list[Any], merges: tuple[str, ...] = ()) -> Reading:
    return read_xlsx(workbook([["某县2019年度考核指标"], HEAD, *rows], ("A1:G1", *merges)), "考核.xlsx")


def test_a_published_table_with_other_column_names() -> None:
    spec = spec_of(
        published(
            [1, "经济发展（60分）", "财政收入", 40, "按完成比例得分", "县财政局", "各镇"],
            [2, None, "招商引资", "20分", "每迟报1次扣0.5分，扣完为止", "县商务局", "——"],
            [3, "党的建设", "组织生活", 40, "每迟报1次扣0.5分，扣完为止", None, "各镇"],
            merges=("B3:B4",),
        )
    )
    assert (spec.id, spec.title, spec.cycle.year) == ("考核", "某县2019年度考核指标", 2019)
    first, second = spec.indicators
    assert (first.name, first.points, [c.name for c in first.children]) == (
        "经济发展",
        {"*": 60},
        ["财政收入", "招商引资"],
    )
    assert [c.points for c in first.children] == [{"*": 40}, {"*": 20}]
    assert (first.children[0].owner, first.children[0].lead, first.children[1].lead) == ("县财政局", "各镇", None)
    assert [c.code for c in first.children] == ["1.1", "1.2"]
    assert second.points is None


def test_blank_headings_mean_the_same_as_above() -> None:
    spec = spec_of(
        published(
            [1, "经济", "财政", 40, "按完成比例得分", "甲局", None],
            [2, None, "招商", 20, "按完成比例得分", "乙局", None],
        )
    )
    assert [c.name for c in spec.indicators[0].children] == ["财政", "招商"]


def test_a_row_without_headings_goes_on_with_the_sentence() -> None:
    spec = spec_of(
        published(
            [1, "经济", "财政", 40, "每迟报1次扣0.5分", "甲局", None],
            [None, None, None, None, "每漏报1次扣1分", None, None],
        )
    )
    assert spec.indicators[0].children[0].criterion == "每迟报1次扣0.5分；每漏报1次扣1分"


def test_one_heading_over_rows_with_points_of_their_own_becomes_parts() -> None:
    spec = spec_of(
        published(
            [1, "经济", "财政", 40, "按完成比例得分", "甲局", None],
            [None, None, None, 20, "每迟报1次扣0.5分，扣完为止", "乙局", None],
            merges=("B3:B4", "C3:C4"),
        )
    )
    (part,) = spec.indicators[0].children
    assert [(c.name, c.points, c.owner) for c in part.children] == [
        ("财政（1）", {"*": 40}, "甲局"),
        ("财政（2）", {"*": 20}, "乙局"),
    ]


def test_a_header_of_two_rows_with_classes() -> None:
    rows = [
        ["某市2020年指标", None, None, None, None],
        ["一级指标", "二级指标", "分值", None, "评分标准"],
        [None, None, "工业镇", "农业镇", None],
        ["经济", "工业增加值", 30, 10, "按完成比例得分"],
        ["经济", "粮食产量", None, 20, "按完成比例得分"],
    ]
    spec = spec_of(read_xlsx(workbook(rows, ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "A4:A5")), "a.xlsx"))
    assert [c.name for c in spec.classes] == ["工业镇", "农业镇"]
    assert [c.points for c in spec.indicators[0].children] == [{"工业镇": 30, "农业镇": 10}, {"农业镇": 20}]


def test_a_heading_merged_across_the_levels_is_a_leaf_of_its_own() -> None:
    rows = [
        ["2020", None, None, None, None],
        ["一级指标", "二级指标", "三级指标", "分值", "评分标准"],
        ["经济", "工业", "增加值", 30, "按完成比例得分"],
        ["公众评价", None, None, 20, "按完成比例得分"],
    ]
    spec = spec_of(read_xlsx(workbook(rows, ("A1:E1", "A4:C4")), "a.xlsx"))
    assert [(n.name, len(n.children)) for n in spec.indicators] == [("经济", 1), ("公众评价", 0)]


def test_a_sentence_no_rule_can_be_read_from_is_scored_by_a_person_and_said() -> None:
    reading = published([1, "经济", "财政", 40, "根据综合表现研究确定", "甲局", None])
    assert spec_of(reading).indicators[0].children[0].text_only
    (finding,) = reading.findings
    assert (finding.code, finding.place.sheet, finding.place.line, finding.place.column) == (
        "K063",
        "2012年考核指标",
        3,
        5,
    )


def test_faults_name_sheet_row_and_column_all_at_once() -> None:
    reading = published(
        [1, "经济", "财政", "很多", "按完成比例得分", "甲局", None],
        [2, "党建", "生活", "1.2万", "按完成比例得分", "甲局", None],
    )
    places = [(f.code, f.place.sheet, f.place.line, f.place.column) for f in reading.findings]
    assert places == [("K022", "2012年考核指标", 3, 4), ("K022", "2012年考核指标", 4, 4)]
    assert "D3" in str(reading.findings[0])


def test_a_table_without_criteria_is_said() -> None:
    data = workbook([["一级指标", "二级指标", "分值"], ["经济", "财政", 40]])
    assert [f.code for f in read_xlsx(data, "a.xlsx").findings] == ["K011"]


def test_a_workbook_without_indicators_is_said() -> None:
    data = workbook([["姓名", "电话"], ["甲", "1"]])
    assert [f.code for f in read_xlsx(data, "a.xlsx").findings] == ["K012"]


@pytest.mark.parametrize("data", [b"", b"id: a", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_workbook_is_said(data: bytes) -> None:
    for read in (read_xlsx, read_docx):
        reading = read(data, "a.xlsx")
        assert reading.spec is None
        assert [f.severity for f in reading.findings] == ["error"]


def test_no_year_anywhere_is_asked_for() -> None:
    data = workbook([["一级指标", "分值", "评分标准"], ["经济", 40, "按完成比例得分"]], sheet="指标")
    assert [(f.code, f.message) for f in read_xlsx(data, "a.xlsx").findings] == [("K021", "缺少字段 cycle")]


def _changed_settings(change: Any) -> Reading:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(sample_spec())))
    change(book["设置"])
    out = io.BytesIO()
    book.save(out)
    return read_xlsx(out.getvalue(), "a.xlsx")


def test_settings_are_checked_where_they_stand() -> None:
    def change(page: Any) -> None:
        page.append(["指标", "Z9", "missing", "zero"])
        page.append(["不存在", "", "x", "1"])
        page.append(["等次", "9", "name", "[a"])
        page.append(["等次", "1", "name", "优良"])

    reading = _changed_settings(change)
    end = len(list(openpyxl.load_workbook(io.BytesIO(write_xlsx(sample_spec())))["设置"].iter_rows()))
    assert [(f.code, f.place.line - end, f.place.column) for f in reading.findings] == [
        ("K041", 1, 4),
        ("K024", 2, 4),
        ("K005", 3, 4),
        ("K025", 3, 4),
        ("K006", 4, 4),
    ]


def test_several_tables_of_a_document_are_one_scheme() -> None:
    document = docx.Document()
    for name, points in (("经济", "60"), ("党建", "40")):
        table = document.add_table(rows=2, cols=3)
        cells = ["一级指标", "分值", "评分标准", name, points, "按完成比例得分"]
        for cell, text in zip((c for row in table.rows for c in row.cells), cells, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    spec = spec_of(read_docx(out.getvalue(), "县2021.docx"))
    assert [(n.name, n.points) for n in spec.indicators] == [("经济", {"*": 60}), ("党建", {"*": 40})]


FLAT = ["编号", "上级编号", "名称", "分值", "评分标准", "数据来源"]


def flat(*rows: list[Any]) -> Reading:
    return read_xlsx(workbook([FLAT, *rows], sheet="2022"), "县2022.xlsx")


def test_a_table_with_a_column_for_the_parent() -> None:
    spec = spec_of(
        flat(
            ["A1", "A", "财政收入", 30, "按完成比例得分", "县财政局"],
            ["A", "", "经济", 40, "", ""],
            ["A2", "A", "招商引资", 10, "按完成比例得分", "县商务局"],
        )
    )
    assert [(n.code, [c.code for c in n.children]) for n in spec.indicators] == [("A", ["A1", "A2"])]
    assert spec.indicators[0].children[1].owner == "县商务局"


def test_circles_unknown_parents_and_repeated_codes_are_all_found() -> None:
    reading = flat(
        ["A", "B", "甲", 30, "按完成比例得分", ""],
        ["B", "C", "乙", 40, "", ""],
        ["C", "A", "丙", 10, "", ""],
        ["D", "Z", "丁", 10, "按完成比例得分", ""],
        ["E", "", "戊", 10, "按完成比例得分", ""],
        ["E", "", "己", 10, "按完成比例得分", ""],
        ["F", "F", "庚", 10, "按完成比例得分", ""],
    )
    found = [(f.code, f.place.line, f.place.column) for f in reading.findings]
    assert found == [("K043", 2, 2), ("K043", 3, 2), ("K043", 4, 2), ("K044", 5, 2), ("K040", 7, 1), ("K043", 8, 2)]
    assert "A → B → C → A" in reading.findings[0].message


def test_codes_say_how_deep_a_row_goes() -> None:
    rows = [
        ["2020", None, None, None, None],
        ["编号", "一级指标", "二级指标", "分值", "评分标准"],
        ["A / A1", "经济", "工业", 30, "按完成比例得分"],
        ["B", "评价", None, 20, "按完成比例得分"],
    ]
    spec = spec_of(read_xlsx(workbook(rows, ("A1:E1", "B4:C4")), "a.xlsx"))
    assert [(n.code, n.name, [c.code for c in n.children]) for n in spec.indicators] == [
        ("A", "经济", ["A1"]),
        ("B", "评价", []),
    ]


def test_the_one_row_without_points_gets_what_its_heading_leaves_and_is_marked() -> None:
    spec = spec_of(
        published(
            [1, "经济（60分）", "财政", 40, "按完成比例得分", "甲局", None],
            [2, None, "招商", None, "按完成比例得分", "乙局", None],
        )
    )
    first, second = spec.indicators[0].children
    assert (second.points, second.assumed, first.assumed) == ({"*": 20}, True, False)


def test_two_rows_without_points_stay_open() -> None:
    spec = spec_of(
        published(
            [1, "经济（60分）", "财政", None, "按完成比例得分", "甲局", None],
            [2, None, "招商", None, "按完成比例得分", "乙局", None],
        )
    )
    assert [c.points for c in spec.indicators[0].children] == [None, None]


def test_a_table_of_data_is_not_taken_for_a_scheme() -> None:
    text = "一级指标,二级指标,分值,评分标准\n" + "经济,财政,1,按完成比例得分\n" * 20_001
    assert [f.code for f in read_layout(text.encode(), "text", "县2020.csv").findings] == ["K008"]


def test_a_leaf_may_lack_points_for_every_class() -> None:
    spec = sample_spec(lambda p: leaf(p, "B1").pop("points"))
    assert read_xlsx(write_xlsx(spec)).spec == spec


def test_a_parent_column_that_is_not_in_the_header_is_said() -> None:
    reading = read_layout("编号,指标,考核办法\n编号,上级编号\n".encode(), "text", "县2026.csv")
    assert reading.spec is None
    assert any("parent" in f.message or "上级编号" in str(f) for f in reading.findings)
