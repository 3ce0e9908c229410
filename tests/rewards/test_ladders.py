from decimal import Decimal

import pytest

from kaohe.rewards import RankRung, RewardProblems, ScoreRung, amount_by_grade, amount_by_rank, amount_by_score

LADDER = [RankRung(1, 2, Decimal(3000)), RankRung(3, 5, Decimal(1000)), RankRung(-2, -1, Decimal(-500))]


@pytest.mark.parametrize(
    ("rank", "units", "amount"), [(2, 10, 3000), (5, 10, 1000), (6, 10, 0), (9, 10, -500), (10, 10, -500)]
)
def test_amount_by_rank(rank, units, amount):
    assert amount_by_rank(LADDER, rank, units) == amount


def test_a_rank_on_two_rungs_is_told():
    with pytest.raises(RewardProblems, match="2"):
        amount_by_rank(LADDER, 2, 2)


def test_a_forgotten_grade_is_no_zero():
    with pytest.raises(RewardProblems, match="良好"):
        amount_by_grade({"优秀": Decimal(1500)}, "良好")


def test_score_rungs_include_their_low_end():
    ladder = [ScoreRung(Decimal(90), None, Decimal("1.2")), ScoreRung(Decimal(60), Decimal(90), Decimal(1))]
    assert amount_by_score(ladder, Decimal(90)) == Decimal("1.2")
    assert amount_by_score(ladder, Decimal("89.99")) == 1
    with pytest.raises(RewardProblems, match=r"59\.9"):
        amount_by_score(ladder, Decimal("59.9"))
