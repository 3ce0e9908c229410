"""Weighting: AHP from comparisons, entropy, CRITIC and others from data, and percentages that add up to 100.

Weights are proposals that people adopt; once published they are fixed numbers of the scheme.
"""

from kaohe.weighting.rounding import published_weights

__all__ = ["published_weights"]
