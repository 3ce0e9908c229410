"""Campaigns and rows for the tests of ballots."""

from decimal import Decimal

import pytest

from kaohe.ballots import BallotRow
from kaohe.scheme.model import Campaign, Scale, VoterClass

GRADES = Scale(
    {"优秀": Decimal(100), "称职": Decimal(80), "基本称职": Decimal(60), "不称职": Decimal(0), "不了解": None}
)


@pytest.fixture
def campaign():
    """Make a campaign: classes as id → weight, other settings by name."""

    def make(classes=None, scale=GRADES, **settings):
        weights = classes or {"leader": "100"}
        voters = tuple(VoterClass(id_, id_, Decimal(w)) for id_, w in weights.items())
        return Campaign("c1", "年度测评", None, voters, scale, **settings)

    return make


@pytest.fixture
def vote():
    """Make a row of the campaign."""

    def make(voter_class, subject, choice=None, **fields):
        return BallotRow("c1", voter_class, subject, choice=choice, **fields)

    return make
