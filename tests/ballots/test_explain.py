from decimal import Decimal

import pytest

from kaohe.ballots import Turnout, tally
from kaohe.ballots.explain import explain_subject, explain_turnout
from kaohe.i18n import use_language
from kaohe.scheme.model import BallotItem, Scale


@pytest.fixture
def rows(vote):
    return [vote("leader", "u", "优秀", count=6), vote("peer", "u", "称职", count=5), vote("peer", "u")]


def test_says_each_class_and_the_roll_up(campaign, rows):
    counted = tally(campaign({"leader": "30", "peer": "50", "public": "20"}), rows)
    with use_language("en"):
        lines = explain_subject(counted, "u")
    assert lines == [
        "leader, weight 30%: 100 points",
        "  6 votes, 0 abstentions; 优秀 6; 100 points",
        "peer, weight 50%: 80 points",
        "  5 votes, 1 abstentions; 称职 5; 80 points",
        "public: no valid vote, its weight of 20% goes to the other classes",
        "(100 × 30% + 80 × 50%) ÷ 80%",
        "result 87.5 points",
    ]


def test_says_the_same_in_chinese(campaign, rows):
    counted = tally(campaign({"leader": "30", "public": "70"}, absent_class_is_zero=True), rows[:1])
    with use_language("zh"):
        lines = explain_subject(counted, "u")
    assert lines[0] == "leader，权重30%：100分"
    assert lines[2] == "public：没有有效票，按权重70%计0分"
    assert lines[-2:] == ["100 × 30% + 0 × 70%", "结果30分"]


def test_withholds_small_classes_and_what_would_give_them_away(campaign, vote):
    c = campaign({"leader": "30", "peer": "50", "public": "20"})
    rows = [
        vote("leader", "u", "优秀", count=4),
        vote("peer", "u", "称职", count=9),
        vote("public", "u", "称职", count=7),
    ]
    counted = tally(c, rows)
    with use_language("en"):
        shown = explain_subject(counted, "u")
        everything = explain_subject(counted, "u", withhold=False)
    assert shown == [
        "leader, weight 30%: counted, its own figure withheld (fewer than 5 votes in a class)",
        "peer, weight 50%: 80 points",
        "  9 votes, 0 abstentions; 称职 9; 80 points",
        "public, weight 20%: counted, its own figure withheld (fewer than 5 votes in a class)",
        "result 86 points",
    ]
    assert "100 × 30% + 80 × 50% + 80 × 20%" in everything


def test_says_what_was_dropped(campaign, vote):
    c = campaign(scale=Scale(), trim=Decimal(1), items=(BallotItem("d", "德", Decimal(100)),))
    counted = tally(c, [vote("leader", "u", value=Decimal(v), item="d") for v in (60, 90, 91, 92, 93, 99)])
    with use_language("en"):
        assert (
            "德 100%: 6 votes, 0 abstentions; dropped lowest 60 and highest 99; 91.5 points"
            in explain_subject(counted, "u")[1]
        )


def test_says_the_rate(campaign, vote):
    scale = Scale({"满意": Decimal(100), "不满意": Decimal(0)}, rate_of=("满意",))
    rows = [vote("leader", "u", "满意", count=4), vote("leader", "u", "不满意", count=4)]
    counted = tally(campaign(scale=scale), rows)
    with use_language("zh"):
        assert "比率50%" in explain_subject(counted, "u")[1]


def test_says_why_a_campaign_is_void(campaign, rows):
    c = campaign({"leader": "50", "peer": "50"}, min_turnout=Decimal(50), turnout_must_exceed=True)
    few = tally(c, rows, [Turnout("c1", "leader", 12), Turnout("c1", "peer", 12)])
    many = tally(c, rows, [Turnout("c1", "leader", 5), Turnout("c1", "peer", 12)])
    with use_language("en"):
        assert explain_turnout(few)[-2:] == [
            "turnout 50%",
            "the campaign is void: the scheme asks for a turnout of above 50%",
        ]
        assert explain_turnout(many)[-1] == "the campaign is void: more ballots were collected than issued"
        assert explain_subject(many, "u")[-1] == "no result"
    with use_language("zh"):
        assert explain_turnout(few)[0] == "leader：发出12张，收回6张，作废0张，有效6张"
