"""Rewards: sharing money and quotas without losing a cent, ladders, prizes, pay."""

from kaohe.rewards.ladders import RankRung, ScoreRung, amount_by_grade, amount_by_rank, amount_by_score
from kaohe.rewards.money import CENT, RewardProblems
from kaohe.rewards.pay import pay
from kaohe.rewards.prizes import Prizes, Ties, award_prizes
from kaohe.rewards.quotas import QuotaRounding, places_by_unit_grade, quota_places, share_places
from kaohe.rewards.sharing import Claim, Share, Sharing, TwoStepSharing, explain_share, share_fund, share_in_two_steps

__all__ = [
    "CENT",
    "Claim",
    "Prizes",
    "QuotaRounding",
    "RankRung",
    "RewardProblems",
    "ScoreRung",
    "Share",
    "Sharing",
    "Ties",
    "TwoStepSharing",
    "amount_by_grade",
    "amount_by_rank",
    "amount_by_score",
    "award_prizes",
    "explain_share",
    "pay",
    "places_by_unit_grade",
    "quota_places",
    "share_fund",
    "share_in_two_steps",
    "share_places",
]
