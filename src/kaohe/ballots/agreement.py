"""How far raters agree: Kendall's W, intraclass correlation, Cronbach's alpha, Cohen's and Fleiss' kappa.

These describe a panel; they decide no score, so they are binary floats. Kendall's W needs only SciPy, the others come
from published libraries that the extra ``kaohe[stats]`` installs and that are loaded when first asked.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from math import isnan
from typing import Any, Literal, TypeAlias

import numpy as np
from scipy import stats

from kaohe.i18n import translator

_ = translator("ballots")

Scores: TypeAlias = Sequence[Sequence[float | None]]
"""One row a subject, one column a rater (or question); None: not rated."""


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's coefficient of concordance.

    Attributes
    ----------
    w
        0 (no agreement on the order) … 1 (all raters give the same order).
    chi_square, p_value
        Test of no agreement, with subjects - 1 degrees of freedom.
    """

    w: float
    chi_square: float
    p_value: float


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """The six coefficients of Shrout and Fleiss; ``k`` is the mean of all raters instead of a single one."""

    icc1: float
    """Every subject rated by other raters (one-way random)."""
    icc2: float
    """Same raters, a sample of many; absolute agreement."""
    icc3: float
    """Same raters, only these; consistency."""
    icc1k: float
    icc2k: float
    icc3k: float


def kendall_w(scores: Scores) -> Concordance:
    """Give Kendall's W, corrected for ties.

    Parameters
    ----------
    scores
        At least three subjects (rows) and two raters (columns), complete; only each rater's order counts.

    Raises
    ------
    ValueError
        When a score is missing, there are too few, or every rater gives everybody the same.

    Notes
    -----
    W = χ² ÷ (m · (n - 1)) with Friedman's χ² of m raters over n subjects, ties corrected
    (scipy.stats.friedmanchisquare). Source: Kendall & Babington Smith 1939.

    Examples
    --------
    >>> kendall_w([[9, 8], [7, 7], [5, 6]]).w
    1.0
    """
    table = _complete(scores, subjects=3)
    with np.errstate(all="ignore"):
        found = stats.friedmanchisquare(*table)
    if isnan(found.statistic):
        raise ValueError(_("Every rater gives all subjects the same score: there is no order to agree on."))
    subjects, raters = table.shape
    w = float(found.statistic) / (raters * (subjects - 1))
    return Concordance(w, float(found.statistic), float(found.pvalue))


def intraclass_correlation(scores: Scores) -> IntraclassCorrelation:
    """Give the six intraclass correlation coefficients.

    Parameters
    ----------
    scores
        At least two subjects (rows) and two raters (columns), complete.

    Raises
    ------
    ImportError
        When the extra ``kaohe[stats]`` is not installed.
    ValueError
        When a score is missing or there are too few.

    Notes
    -----
    Two-way analysis of variance by pingouin. Source: Shrout & Fleiss 1979, McGraw & Wong 1996.
    """
    table = _complete(scores, subjects=2)
    pingouin, pandas = _library("pingouin"), _library("pandas")
    subjects, raters = table.shape
    long = pandas.DataFrame(
        {
            "subject": np.repeat(np.arange(subjects), raters),
            "rater": np.tile(np.arange(raters), subjects),
            "score": table.ravel(),
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pingouin 0.7 uses calls that pandas 3 announces to remove
        found = pingouin.intraclass_corr(long, targets="subject", raters="rater", ratings="score")
    return IntraclassCorrelation(*(float(value) for value in found["ICC"]))


def cronbach_alpha(scores: Scores, missing: Literal["pairwise", "listwise"] = "pairwise") -> float:
    """Give Cronbach's alpha: do the questions of a ballot measure one thing?

    Parameters
    ----------
    scores
        One row a ballot, one column a question, None where left blank.
    missing
        ``pairwise`` uses every pair of answers there is; ``listwise`` only complete ballots.

    Raises
    ------
    ImportError
        When the extra ``kaohe[stats]`` is not installed.
    ValueError
        With fewer than two ballots or questions.

    Notes
    -----
    α = k ÷ (k - 1) · (1 - Σ variance of a question ÷ variance of the sum); pingouin. Source: Cronbach 1951.
    """
    table = _table(scores, subjects=2)
    pingouin, pandas = _library("pingouin"), _library("pandas")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pingouin 0.7 uses calls that pandas 3 announces to remove
        alpha, _interval = pingouin.cronbach_alpha(data=pandas.DataFrame(table), nan_policy=missing)
    return float(alpha)


def cohen_kappa(table: Sequence[Sequence[int]], weights: Literal["linear", "quadratic"] | None = None) -> float:
    """Give Cohen's kappa of two raters.

    Parameters
    ----------
    table
        Square table of counts: row = choice of the first rater, column = choice of the second, in the same order.
    weights
        How near misses count on an ordered scale; None: any difference counts fully.

    Raises
    ------
    ImportError
        When the extra ``kaohe[stats]`` is not installed.

    Notes
    -----
    κ = (p_o - p_e) ÷ (1 - p_e); statsmodels. Source: Cohen 1960, 1968.
    """
    raters = _library("statsmodels.stats.inter_rater")
    kappa = raters.cohens_kappa(np.asarray(table), wt=weights, return_results=False)
    return float(kappa)


def fleiss_kappa(counts: Sequence[Sequence[float]], *, free_marginal: bool = False) -> float:
    """Give Fleiss' kappa of several raters.

    Parameters
    ----------
    counts
        One row a subject, one column a choice: how many raters chose it; each row has the same sum.
    free_marginal
        True: Randolph's kappa, for raters who need not give each choice a fixed share.

    Raises
    ------
    ImportError
        When the extra ``kaohe[stats]`` is not installed.
    ValueError
        When all raters always make one and the same choice: Fleiss' kappa is not defined.

    Notes
    -----
    statsmodels. Source: Fleiss 1971, Randolph 2005.
    """
    raters = _library("statsmodels.stats.inter_rater")
    with np.errstate(all="ignore"):
        kappa = float(raters.fleiss_kappa(np.asarray(counts), method="randolph" if free_marginal else "fleiss"))
    if isnan(kappa):
        raise ValueError(_("All raters always make the same choice: kappa is not defined, agreement is complete."))
    return kappa


def _table(scores: Scores, subjects: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    widths = {len(row) for row in scores}
    if len(scores) < subjects or len(widths) != 1 or min(widths) < 2:
        message = _("Agreement needs at least {subjects} subjects and 2 raters, with as many scores in every row.")
        raise ValueError(message.format(subjects=subjects))
    return np.array([[np.nan if x is None else float(x) for x in row] for row in scores])


def _complete(scores: Scores, subjects: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    table = _table(scores, subjects)
    rows, columns = np.nonzero(~np.isfinite(table))
    if rows.size:
        message = _("Row {row}, rater {rater}: no score. Leave out subjects or raters that are incomplete.")
        raise ValueError(message.format(row=rows[0] + 1, rater=columns[0] + 1))
    return table


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        package = name.partition(".")[0]
        message = _("Agreement statistics need the package {package}. Install it with: pip install 'kaohe[stats]'")
        raise ImportError(message.format(package=package)) from None
