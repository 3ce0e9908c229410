"""What if: other weights, points or figures; how firm the ranking stands; where a unit's next points are.

A simulation never changes a score. Shares and indices of an analysis may be floats; every simulated score and place is
computed exactly.
"""

from kaohe.scoring.simulate.change import Changes, WhatIf, what_if
from kaohe.scoring.simulate.next_points import NextPoints, next_points
from kaohe.scoring.simulate.sensitivity import Effect, SobolShare, one_at_a_time, sobol
from kaohe.scoring.simulate.stability import RankInterval, Swap, rank_intervals, swaps

__all__ = [
    "Changes",
    "Effect",
    "NextPoints",
    "RankInterval",
    "SobolShare",
    "Swap",
    "WhatIf",
    "next_points",
    "one_at_a_time",
    "rank_intervals",
    "sobol",
    "swaps",
    "what_if",
]
