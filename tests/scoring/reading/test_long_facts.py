"""Facts with one row a figure: what is read, and every way a row can be wrong."""

from decimal import Decimal

import pytest

from kaohe.scoring.facts import FactState


def test_figures_targets_and_last_years_figures_are_exact_decimals(folder):
    folder.write("facts.csv", "unit,indicator,actual,target,previous\n东山镇,A1,95.10,100,\n东山镇,A2,1.2亿元,,11000\n")
    dataset = folder.read()
    area, income = dataset.fact("东山镇", "A1", "2024"), dataset.fact("东山镇", "A2", "2024")
    assert (area.actual, area.target, area.previous) == (Decimal("95.10"), Decimal(100), None)
    assert str(area.actual) == "95.10"
    assert (income.actual, income.previous) == (Decimal(12000), Decimal(11000))


def test_units_and_indicators_go_by_code_or_name_in_any_width(folder):
    folder.write("facts.csv", "单位,指标,完成值,目标值\n 东山镇 ,烤烟面积,95,100\n西山镇,ａ１,90,100\n")
    dataset = folder.read()
    assert [(f.unit, f.indicator) for f in dataset.facts] == [("东山镇", "A1"), ("西山镇", "A1")]


def test_where_a_sheet_has_code_and_name_the_code_counts(folder):
    folder.write("facts.csv", "指标名称,指标代码,单位,单位代码,完成值\n旧名称,A7,别名,东山镇,5\n")
    assert [(f.unit, f.indicator) for f in folder.read().facts] == [("东山镇", "A7")]


def test_zero_not_reported_and_not_applicable_stay_apart(folder):
    folder.write(
        "facts.csv",
        "unit,indicator,actual,target\n东山镇,A1,0,100\n西山镇,A1,,100\n南街,A1,不适用,\n东山镇,A7,未报,\n西山镇,A7,—,\n",
    )
    states = {(f.unit, f.indicator): f.state for f in folder.read().facts}
    assert states == {
        ("东山镇", "A1"): FactState.REPORTED,
        ("西山镇", "A1"): FactState.NOT_REPORTED,
        ("南街", "A1"): FactState.NOT_APPLICABLE,
        ("东山镇", "A7"): FactState.NOT_REPORTED,
        ("西山镇", "A7"): FactState.NOT_APPLICABLE,
    }


def test_several_inputs_have_a_row_each_and_become_one_fact(folder):
    folder.write("facts.csv", "unit,indicator,input,value\n东山镇,A3,迟报,2\n东山镇,A3,漏报,１次\n南街,A3,漏报,0\n")
    dataset = folder.read()
    assert [dict(f.inputs) for f in dataset.facts] == [{"迟报": 2, "漏报": 1}, {"漏报": 0}]
    assert dataset.facts[0].place.row == 2


def test_a_flag_or_choice_is_an_input_even_in_the_column_of_figures(folder):
    folder.write("facts.csv", "unit,indicator,actual\n东山镇,A4,是\n西山镇,A4,×\n东山镇,A5,省级\n")
    assert [dict(f.inputs) for f in folder.read().facts] == [
        {"召开会议": True},
        {"召开会议": False},
        {"表彰级别": "省级"},
    ]


def test_a_target_may_stand_in_another_file_or_period(folder):
    folder.write("facts-targets.csv", "unit,indicator,period,target\n东山镇,A1,2024,100\n")
    folder.write("facts.csv", "unit,indicator,period,actual\n东山镇,A1,2024Q1,20\n")
    assert len(folder.read().facts) == 2


def test_last_years_figure_may_be_a_row_of_its_own(folder):
    folder.write("facts.csv", "unit,indicator,period,actual\n东山镇,A2,2023,90\n东山镇,A2,2024,100\n")
    assert [f.period for f in folder.read().facts] == ["2023", "2024"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("unit,indicator,actual,target\n东山真,A1,1,2\n", [("D104", 2, 1)]),
        ("unit,indicator,actual,target\n,A1,1,2\n", [("D103", 2, 1)]),
        ("unit,indicator,actual,target\n东山镇,A0,1,2\n", [("D106", 2, 2)]),
        ("unit,indicator,actual,target\n东山镇,A,1,2\n", [("D107", 2, 2)]),
        ("unit,indicator,actual,target\n东山镇,A1,1,2\n东山镇,烤烟面积,3,2\n", [("D114", 3, 3)]),
        ("unit,indicator,input,value\n东山镇,A3,迟报,1\n东山镇,A3,迟报,1\n", [("D114", 3, 4)]),
        ("unit,indicator,input,value\n东山镇,A3,迟到,1\n", [("D109", 2, 3)]),
        ("unit,indicator,actual\n东山镇,A3,1\n", [("D110", 2, 3)]),
        ("unit,indicator,actual\n东山镇,A5,县级\n", [("D111", 2, 3)]),
        ("unit,indicator,actual\n东山镇,A6,5\n", [("D112", 2, 3)]),
        ("unit,indicator,input,value\n东山镇,A3,迟报,-1\n", [("D112", 2, 4)]),
        ("unit,indicator,input,value\n东山镇,A3,迟报,1.5\n", [("T214", 2, 4)]),
        ("unit,indicator,actual\n东山镇,A4,大概\n", [("T217", 2, 3)]),
        ("unit,class,indicator,actual,target\n东山镇,街道,A1,1,2\n", [("D115", 2, 2)]),
        ("unit,indicator,actual\n南街,A8,5\n", [("D116", 2, 3)]),
        ("unit,indicator,actual,target\n东山镇,A1,1,\n", [("D117", 2, 4)]),
        ("unit,indicator,actual\n东山镇,A1,1\n", [("D117", 2, 3)]),
        ("unit,indicator,actual,target\n东山镇,A1,1,0\n", [("D118", 2, 4)]),
        ("unit,indicator,actual,target\n东山镇,A1,1,-5\n", [("D118", 2, 4)]),
        ("unit,indicator,actual\n东山镇,A2,1\n", [("D119", 2, 3)]),
        ("unit,indicator,period,actual\n东山镇,A7,2024Q5,1\n", [("D120", 2, 3)]),
        ("unit,indicator,actual,value\n东山镇,A7,1,2\n", [("D128", 2, 4)]),
        ("unit,indicator,input,value,target\n东山镇,A3,迟报,1,5\n东山镇,A3,漏报,1,6\n", [("D129", 3, 5)]),
        ("unit,indicator,actual,target\n东山镇,A1,NaN,100\n", [("T204", 2, 3)]),
        ("unit,indicator,actual,target\n东山镇,A1,inf,100\n", [("T204", 2, 3)]),
        ("unit,indicator,actual,target\n东山镇,A1,1" + "0" * 40 + ",100\n", [("T205", 2, 3)]),
        ("unit,indicator,actual,target\n东山镇,A1,0.12345678901,100\n", [("T206", 2, 3)]),
        ("unit,indicator,actual,target\n东山镇,A1,12人,100\n", [("T207", 2, 3)]),
        ("unit,indicator,actual,previous\n东山镇,A2,1.2万,1\n", [("T208", 2, 3)]),
        ("unit,indicator,actual,target\n东山镇,A1,很多,100\n", [("T212", 2, 3)]),
        ("unit,indicator,actual,target\n东山镇,A1,abc,100\n", [("T201", 2, 3)]),
        ("unit,indicator,actual,target\n东山镇,A1,1,2,3\n", [("T115", 2, 0)]),
        ("indicator,actual\nA1,1\n", [("T113", 1, 0)]),
    ],
)
def test_each_bad_row_is_named_by_code_row_and_column(found, content, expected):
    assert found("facts.csv", content) == expected


def test_all_problems_of_all_files_come_at_once_and_nothing_is_read(folder):
    folder.write("units.csv", "unit,class\n东山镇,town\n东山镇,town\n北镇,village\n")
    folder.write("facts.csv", "unit,indicator,actual\n东山镇,A1,x\n北镇,A9,1\n无名,A7,1\n")
    folder.write("events.csv", "unit,item\n东山镇,J9\n")
    problems = folder.problems()
    assert {(p.code, p.place.file.rpartition("/")[2]) for p in problems} == {
        ("D113", "units.csv"),
        ("D105", "units.csv"),
        ("T201", "facts.csv"),
        ("D104", "facts.csv"),
        ("D106", "events.csv"),
    }


def test_the_nearest_name_is_proposed(folder):
    folder.write("facts.csv", "unit,indicator,actual\n东山县,A7,1\n东山镇,满意渡,1\n")
    unit, indicator = folder.problems()
    assert "东山镇" in unit.expected
    assert "满意度" in indicator.expected


def test_a_name_that_two_units_bear_means_neither(folder):
    folder.write("units.csv", "编号,单位,类别\n01,城关镇,乡镇\n02,城关镇,乡镇\n")
    folder.write("facts.csv", "unit,indicator,actual\n城关镇,A7,1\n02,A7,1\n")
    (problem,) = folder.problems()
    assert (problem.code, problem.place.row, "01 / 02" in problem.expected) == ("D133", 2, True)


def test_a_column_of_strangers_is_told_quickly_and_wholly(folder):
    folder.write("units.csv", "单位,类别\n" + "".join(f"村{n}号村,乡镇\n" for n in range(3000)))
    folder.write("facts.csv", "unit,indicator,actual\n" + "".join(f"村{n}号林,A7,1\n" for n in range(3000)))
    problems = folder.problems()
    assert len(problems) == 3000
    assert {p.code for p in problems} == {"D104"}
    assert 0 < sum("号村" in p.expected for p in problems) < 50


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("unit,indicator,actual\n东山镇,A7,9800\n", "D201"),
        ("unit,indicator,actual,target\n东山镇,A7,0.98,95\n", "D202"),
        ("unit,indicator,actual,previous\n东山镇,A2,5,-3\n", "D203"),
        ("unit,indicator,actual,previous\n东山镇,A2,5,0\n", "D203"),
    ],
)
def test_what_is_odd_but_readable_is_only_said(folder, content, code):
    folder.write("facts.csv", content)
    assert len(folder.read().facts) == 1
    (warning,) = folder.log.warnings
    assert (warning.code, warning.place.row) == (code, 2)


def test_an_accident_free_year_needs_no_positive_control_number_to_be_reported_as_zero(folder):
    folder.write("facts.csv", "unit,indicator,actual,target\n东山镇,A1,0,100\n")
    assert folder.read().facts[0].actual == 0
