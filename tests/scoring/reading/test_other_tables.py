"""Units, events, ballots, turnout and decisions."""

from decimal import Decimal

import pytest

from kaohe.ballots.rows import Turnout
from kaohe.scoring.facts import DecisionKind


@pytest.fixture
def with_figures(folder):
    folder.write("facts.csv", "unit,indicator,actual\n东山镇,A7,1\n")
    return folder


def test_units_keep_their_other_columns_as_attributes(with_figures):
    with_figures.write("units.csv", "序号,编号,单位,类别,人口,备注\n1,001,东山镇,乡镇,1500,\n2,002,南街,街道,,x\n")
    first, second = with_figures.read().units
    assert (first.id, first.name, first.class_id, dict(first.attributes)) == ("001", "东山镇", "town", {"人口": "1500"})
    assert dict(second.attributes) == {"备注": "x"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("unit,class\n东山镇,town\n东山镇,town\n", [("D113", 3, 1)]),
        ("unit,class\n东山镇,村\n", [("D105", 2, 2)]),
        ("unit,class\n东山镇,town\n,town\n", [("D103", 3, 1)]),
        ("unit\n东山镇\n", [("T113", 1, 0)]),
        ("人口,class\n1,town\n", [("T113", 1, 0)]),
    ],
)
def test_bad_units(with_figures, content, expected):
    with_figures.write("units.csv", content)
    assert [(p.code, p.place.row, p.place.column) for p in with_figures.problems()] == expected


def test_events(folder):
    folder.write(
        "events.csv",
        "单位,事项,日期,次数,级别,输入项,事由\n东山镇,J1,2024/3/5,1,国家级,,获奖\n南街,A3,45356,２,,漏报,通报\n西山镇,A3,,,,迟报,\n",
    )
    award, late, undated = folder.read().events
    assert (award.item, award.date, award.level, award.grounds) == ("J1", "2024-03-05", "国家级", "获奖")
    assert (late.date, late.count, late.input) == ("2024-03-05", Decimal(2), "漏报")
    assert (undated.date, undated.count, undated.place.row) == (None, Decimal(1), 4)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("unit,item\n东山镇,J7\n", [("D106", 2, 2)]),
        ("unit,item,level\n东山镇,J1,县级\n", [("D111", 2, 3)]),
        ("unit,item,input\n东山镇,A3,早报\n", [("D109", 2, 3)]),
        ("unit,item,level\n南街,J1,省级\n", [("D116", 2, 2)]),
        ("unit,item,date\n东山镇,J1,3/5/2024\n", [("T216", 2, 3)]),
        ("unit,item,date\n东山镇,J1,2024年13月1日\n", [("T215", 2, 3)]),
        ("unit,item,count\n东山镇,J1,1.5\n", [("T214", 2, 3)]),
        ("unit,item,points\n东山镇,A6,若干\n", [("T201", 2, 3)]),
    ],
)
def test_bad_events(found, content, expected):
    assert found("events.csv", content) == expected


def test_the_same_event_twice_is_said(folder):
    folder.write("events.csv", "unit,item,date\n东山镇,J1,2023-12-31\n东山镇,J1,2023-12-31\n")
    assert len(folder.read().events) == 2
    assert [w.code for w in folder.log.warnings] == ["D205", "D205", "D204"]


def test_ballots_one_vote_a_row(folder):
    folder.write(
        "ballots.csv",
        "campaign,voter_class,subject,item,choice,ballot\nc1,领导,东山镇,德,优秀,1\n年终测评,people,南街,q2,,2\n",
    )
    vote, blank = folder.read().ballots
    assert (vote.campaign, vote.voter_class, vote.item, vote.choice, vote.ballot) == (
        "c1",
        "leaders",
        "q1",
        "优秀",
        "1",
    )
    assert (blank.choice, blank.value, blank.count) == (None, None, 1)


def test_ballots_tallied_with_a_column_a_choice(folder):
    folder.write("测评.csv", "测评活动,主体类别,单位,测评项目,优秀,良好,弃权\nc1,领导,东山镇,德,5,3,0\n")
    assert [(b.choice, b.count, b.place.column) for b in folder.read().ballots] == [("优秀", 5, 5), ("良好", 3, 6)]


def test_ballots_with_written_scores(folder):
    folder.write("ballots.csv", "campaign,subject,value\nc2,东山镇,96.5\nc2,东山镇,0\nc2,南街,\n")
    assert [b.value for b in folder.read().ballots] == [Decimal("96.5"), Decimal(0), None]


def test_turnout(folder):
    folder.write("ballots.csv", "campaign,subject,value\nc2,东山镇,96.5\n")
    folder.write("turnout.csv", "活动,主体类别,发出票数\nc1,群众,120张\n")
    (turnout,) = folder.read().turnout
    assert (turnout.campaign, turnout.voter_class, turnout.issued) == ("c1", "people", 120)
    assert isinstance(turnout, Turnout)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("campaign,voter_class,subject,item,choice\nc9,领导,东山镇,德,优秀\n", [("D121", 2, 1)]),
        ("campaign,voter_class,subject,item,choice\nc1,专家,东山镇,德,优秀\n", [("D122", 2, 2)]),
        ("campaign,voter_class,subject,item,choice\nc1,领导,东山,德,优秀\n", [("D104", 2, 3)]),
        ("campaign,voter_class,subject,item,choice\nc1,领导,东山镇,廉,优秀\n", [("D123", 2, 4)]),
        ("campaign,voter_class,subject,item,choice\nc1,领导,东山镇,德,差\n", [("D111", 2, 5)]),
        ("campaign,subject,value\nc2,东山镇,101\n", [("D112", 2, 3)]),
        ("campaign,subject,value\nc2,东山镇,高\n", [("T201", 2, 3)]),
        ("campaign,voter_class,subject,item,choice,count\nc1,领导,东山镇,德,优秀,-1\n", [("T214", 2, 6)]),
        ("campaign,voter_class,subject,item\nc1,领导,东山镇,德\n", [("D130", 2, 0)]),
    ],
)
def test_bad_ballots(found, content, expected):
    assert found("ballots.csv", content) == expected


def test_decisions(folder):
    folder.write(
        "审定.csv",
        "单位,类型,事项,结果,理由,决定人,依据,日期\n东山镇,一票否决,安全生产,,事故,县委常委会,安发1号,2024-05-01\n"
        "南街,等次,,优秀,突出,领导小组,,\n西山镇,得分,A7,８８.5分,核定,考核办,,\n南街,不排名,,,新设,领导小组,,\n",
    )
    veto, grade, score, excluded = folder.read().decisions
    assert (veto.kind, veto.item, veto.date, veto.by) == (DecisionKind.VETO, "V1", "2024-05-01", "县委常委会")
    assert (grade.kind, grade.value) == (DecisionKind.GRADE, "优秀")
    assert (score.item, score.value) == ("A7", Decimal("88.5"))
    assert excluded.kind is DecisionKind.EXCLUDE


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("unit,kind,value\n东山镇,表扬,\n", [("D124", 2, 2)]),
        ("unit,kind,item\n东山镇,veto,V2\n", [("D125", 2, 3)]),
        ("unit,kind,item,date\n东山镇,veto,V1,2024-07-01\n", [("D126", 2, 4)]),
        ("unit,kind,value\n东山镇,grade,良\n", [("D127", 2, 3)]),
        ("unit,kind,value\n东山镇,score,高分\n", [("T201", 2, 3)]),
        ("unit,kind,value\n东山镇,score,\n", [("T218", 2, 3)]),
        ("unit,kind,item,value\n东山镇,score,B1,5\n", [("D106", 2, 3)]),
    ],
)
def test_bad_decisions(found, content, expected):
    assert found("decisions.csv", content) == expected


def test_a_decision_without_reason_or_author_is_said(folder):
    folder.write("decisions.csv", "unit,kind,value\n东山镇,grade,优秀\n")
    folder.read()
    assert [w.code for w in folder.log.warnings] == ["D207", "D207"]
