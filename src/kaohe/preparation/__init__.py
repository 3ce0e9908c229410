"""Preparation of raw figures for a composite index: denominate, impute, treat outliers, normalise.

Each stage is exact and returns what it changed, so that the path from a reported figure to a score stays open.
"""

from kaohe.preparation.denominate import denominate
from kaohe.preparation.figures import Figures, read_figures, to_figure
from kaohe.preparation.impute import Imputed, impute_group_mean
from kaohe.preparation.normalise import min_max
from kaohe.preparation.treat import Treated, winsorise

__all__ = [
    "Figures",
    "Imputed",
    "Treated",
    "denominate",
    "impute_group_mean",
    "min_max",
    "read_figures",
    "to_figure",
    "winsorise",
]
