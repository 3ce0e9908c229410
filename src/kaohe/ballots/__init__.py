"""Ballots: from votes to exact results, with turnout, validity and derivation; statistics of raters.

`tally` counts a campaign, `tally_results` gives only the results that scoring needs. Statistics live in
`kaohe.ballots.agreement`, `kaohe.ballots.comparison` and `kaohe.ballots.quality` and are imported from there, so that
counting does not load SciPy.
"""

from kaohe.ballots.results import SubjectTally, Tally, tally, tally_results
from kaohe.ballots.rows import BallotRow, Turnout
from kaohe.ballots.trimming import Trim, TrimmedMean, trimmed_mean

__all__ = [
    "BallotRow",
    "SubjectTally",
    "Tally",
    "Trim",
    "TrimmedMean",
    "Turnout",
    "tally",
    "tally_results",
    "trimmed_mean",
]
