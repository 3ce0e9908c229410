from decimal import Decimal

import pytest

from kaohe.ballots import BallotRow, Turnout
from kaohe.i18n import use_language
from kaohe.scheme.check import check
from kaohe.scheme.yaml_io import read_yaml
from kaohe.scoring.explain import explain
from kaohe.scoring.facts import Dataset, Fact, UnitRow
from kaohe.scoring.reference import score

SCHEME = """
id: vote
title: 民主测评
cycle: {year: 2026}
indicators:
  - {code: B, name: 测评得分, points: 40, criterion: 按测评得分计分, text_only: true}
  - {code: W, name: 工作实绩, points: 60, criterion: 考核组评分, text_only: true}
ballots:
  - id: year
    name: 年度测评
    feeds: B
    voter_classes: [{id: leader, name: 领导, weight: 40}, {id: peer, name: 同事, weight: 60}]
    scale: {优秀: 100, 称职: 80, 不称职: 0}
"""


@pytest.fixture
def sheet():
    scheme, findings = check(read_yaml(SCHEME).spec)
    assert scheme is not None, findings
    rows = (
        BallotRow("year", "leader", "甲", choice="优秀", count=6),
        BallotRow("year", "peer", "甲", choice="称职", count=9),
    )
    facts = tuple(Fact(unit, "W", "2026", Decimal(50)) for unit in "甲乙")
    units = (UnitRow("甲", "甲", "all"), UnitRow("乙", "乙", "all"))
    return score(scheme, Dataset(units, facts, ballots=rows, turnout=(Turnout("year", "leader", 8),)))


def test_a_leaf_fed_by_ballots_tells_turnout_classes_and_votes(sheet):
    with use_language("en"):
        told = explain(sheet, "甲", "B")
    assert told.score == "35.20"  # (100 × 40% + 80 × 60%) × 40%
    assert [line.text for line in told.lines if line.kind == "ballot"] == [
        "领导: issued 8, collected 6, void 0, valid 6",
        "同事: issued not reported, collected 9, void 0, valid 9",
        "领导, weight 40%: 100 points",
        "  6 votes, 0 abstentions; 优秀 6; 100 points",
        "同事, weight 60%: 80 points",
        "  9 votes, 0 abstentions; 称职 9; 80 points",
        "100 × 40% + 80 × 60%",
        "result 88 points",
    ]


def test_other_leaves_and_units_nobody_voted_on_tell_no_votes(sheet):
    kinds = [line.kind for _, line in explain(sheet, "甲", "W").walk()]
    kinds += [line.kind for _, line in explain(sheet, "乙").walk()]
    assert "ballot" not in kinds
