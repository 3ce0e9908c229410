import pytest

from kaohe.tables.grid import Grid
from kaohe.tables.header import build_table
from kaohe.tables.place import Place
from kaohe.tables.problems import ProblemLog

ALIASES = {"unit": ("单位",), "actual": ("完成值", "实际值"), "target": ("目标值",)}


def table_of(rows, aliases=ALIASES, required=(), merges=(), is_delimited=False):
    log = ProblemLog()
    grid = Grid(Place("f", "s"), [list(r) for r in rows], list(merges), is_delimited=is_delimited)
    return build_table(grid, aliases, required, log), log


def test_titles_blank_rows_and_columns_totals_and_notes_are_kept_apart():
    table, log = table_of(
        [
            ["", "某县2024年完成情况"],
            [],
            ["", "单位：万元", "", "2024年12月"],
            ["", "单位", "", "完成值", "目标值"],
            [],
            ["", "甲", "", "1", "2"],
            ["", "乙", "", "3"],
            ["", "合 计", "", "4", "2"],
            ["", "单位", "", "完成值", "目标值"],
            ["", "丙", "x", "5", "6"],
            ["", "注：数据截至12月底"],
        ]
    )
    assert not log.problems
    assert [(c.key, c.number) for c in table.columns] == [("unit", 2), ("actual", 4), ("target", 5)]
    assert table.grid == ((6, ("甲", "1", "2")), (7, ("乙", "3", "")), (10, ("丙", "5", "6")))
    assert table.totals == ((8, ("合 计", "4", "2")),)
    assert table.notes == ("注：数据截至12月底",)
    assert table.titles == ("某县2024年完成情况", "单位：万元", "2024年12月")


@pytest.mark.parametrize("word", ["合计", "总计", "小计：", "平均", "Total", "平均分"])
def test_rows_of_sums_and_means_are_no_data(word):
    table, _ = table_of([["序号", "单位", "完成值"], ["1", "甲", "5"], ["", word, "5"], [word, "", "5"]])
    assert (len(table), len(table.totals)) == (1, 2)


def test_a_unit_whose_name_begins_like_a_total_stays():
    table, _ = table_of([["单位", "完成值"], ["合计镇", "5"], ["平均街道办事处", "6"], ["合作社", "7"]])
    assert len(table) == 3


def test_a_header_two_rows_deep_is_joined():
    rows = [["单位", "烤烟", "", "收入", ""], ["", "目标值", "完成值", "目标值", "完成值"], ["甲", "1", "2", "3", "4"]]
    merges = [(1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)]
    merged, _ = table_of(rows, merges=merges)
    as_text, _ = table_of(rows, is_delimited=True)
    names = ["单位", "烤烟:目标值", "烤烟:完成值", "收入:目标值", "收入:完成值"]
    assert [c.name for c in merged.columns] == [c.name for c in as_text.columns] == names
    assert merged.grid == as_text.grid == ((3, ("甲", "1", "2", "3", "4")),)


def test_a_header_three_rows_deep_under_a_merged_title():
    rows = [
        ["一览表", "", "", ""],
        ["单位", "经济", "", ""],
        ["", "烤烟", "", "收入"],
        ["", "目标", "完成", ""],
        ["甲", "1", "2", "3"],
    ]
    table, _ = table_of(rows, merges=[(1, 1, 1, 4), (2, 1, 4, 1), (2, 2, 2, 4), (3, 2, 3, 3), (3, 4, 4, 4)])
    assert [c.name for c in table.columns] == ["单位", "经济:烤烟:目标", "经济:烤烟:完成", "经济:收入"]
    assert table.titles == ("一览表",)


def test_merged_cells_are_filled_downward_and_marked():
    table, _ = table_of(
        [["一级指标", "二级指标", "分值"], ["经济", "烤烟", "10"], ["", "收入", "20"], ["党建", "学习", "5"]],
        aliases={}, merges=[(2, 1, 3, 1)],
    )  # fmt: skip
    assert [r.text("一级指标") for r in table] == ["经济", "经济", "党建"]
    assert [r["一级指标"].is_filled for r in table] == [False, True, False]


def test_without_merges_an_empty_cell_stays_empty():
    table, _ = table_of([["一级指标", "二级指标", "分值"], ["经济", "烤烟", "10"], ["", "收入", "20"]], aliases={})
    assert table.rows[1].text("一级指标") == ""


def test_a_first_data_row_of_words_is_not_a_header():
    table, _ = table_of([["单位", "事由", "日期"], ["甲", "获奖", ""]], aliases={}, is_delimited=True)
    assert [c.name for c in table.columns] == ["单位", "事由", "日期"]
    assert len(table) == 1


def test_cells_are_reached_by_key_name_and_position_with_their_place():
    table, _ = table_of([["", "单位", "实际值（万元）"], ["", "甲", "5"]])
    row = table.rows[0]
    assert row["actual"] == row["实际值（万元）"] == row[1]
    assert (row["actual"].text, str(row["actual"].place.row), row["actual"].place.column) == ("5", "2", 3)
    assert row.text("previous") == ""
    with pytest.raises(KeyError):
        row["previous"]


@pytest.mark.parametrize(
    ("rows", "delimited", "expected"),
    [
        ([["单位", "完成值"], ["甲", "1"]], False, [("T113", 1, 0)]),
        ([["单位", "完成值", "实际值", "目标值"]], False, [("T114", 1, 3)]),
        ([["单位", "目标值"], ["甲", "1", "234"]], True, [("T115", 2, 0)]),
        ([[], []], False, [("T104", 0, 0)]),
    ],
)
def test_what_makes_no_table_is_noted_with_its_place(rows, delimited, expected):
    table, log = table_of(rows, required=("target",), is_delimited=delimited)
    assert table is None
    assert [(p.code, p.place.row, p.place.column) for p in log.problems] == expected


def test_names_fold_width_case_blanks_and_asterisks():
    table, log = table_of([["*单 位", "完成\n值", "ＴＡＲＧＥＴ"], ["甲", "1", "2"]])
    assert [c.key for c in table.columns] == ["unit", "actual", "target"]
    assert not log.problems
