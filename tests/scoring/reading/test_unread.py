"""Columns that nobody reads: figures never vanish without a word."""

from decimal import Decimal


def test_a_long_table_without_a_column_of_figures_is_refused(found):
    assert found("facts.csv", "单位,指标,完成情况说明\n东山镇,A1,95\n") == [("D134", 1, 0)]


def test_the_message_names_the_columns_that_were_passed_over(folder):
    folder.write("facts.csv", "单位,指标,成果\n东山镇,A1,95\n")
    (problem,) = folder.problems()
    assert "成果" in problem.advice


def test_the_lower_of_two_header_rows_names_the_figures(folder):
    folder.write("facts.csv", "单位,指标,数据,\n,,完成值,目标值\n东山镇,A1,95,100\n")
    fact = folder.read().fact("东山镇", "A1", "2024")
    assert (fact.actual, fact.target) == (Decimal(95), Decimal(100))


def test_a_misspelt_column_is_said_and_remarks_are_not(folder):
    folder.write("facts.csv", "unit,indicator,actual,base,备注,责任单位\n东山镇,A7,95,90,好,统计局\n")
    folder.read()
    assert [(w.code, w.found, w.place.column) for w in folder.log.warnings] == [("D208", "base", 4)]


def test_a_misspelt_column_of_events_is_said(folder):
    folder.write("events.csv", "unit,item,date,level,cuont\n东山镇,J1,2024-03-01,省级,2\n")
    folder.read()
    assert [(w.code, w.found) for w in folder.log.warnings] == [("D208", "cuont")]


def test_a_table_of_targets_alone_is_read(folder):
    folder.write("facts-任务.csv", "unit,indicator,target\n东山镇,A1,100\n")
    assert folder.read().facts
    assert not folder.log.warnings
