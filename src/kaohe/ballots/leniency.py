"""Leniency correction: a rater who gives everybody much is brought to the common level, and one who gives little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaohe.exact import ONE, ZERO, Ratio, is_less, mean, reduced, times


def leniency_factors(
    scores: Mapping[str, Sequence[Ratio]], low: Ratio | None = None, high: Ratio | None = None
) -> dict[str, Ratio]:
    """Give each rater's correction factor.

    Parameters
    ----------
    scores
        Rater → all points this rater gave, out of 100; raters of one voter class, who judged the same subjects.
    low, high
        Bounds of the factor, such as 9/10 and 11/10; None: unbounded.

    Returns
    -------
    dict[str, Ratio]
        Factor of each rater; 1 for one whose scores are all zero, where no factor can help.

    Notes
    -----
    k = common mean ÷ rater's mean, clipped to [low, high]; the common mean is that of all scores given. Source:
    field practice of 互评 corrections; it assumes that raters judged the same subjects.

    Examples
    --------
    >>> leniency_factors({"mild": [(90, 1), (100, 1)], "strict": [(60, 1), (70, 1)]})["strict"]
    (16, 13)
    """
    given = {rater: values for rater, values in scores.items() if values}
    if not given:
        return {}
    common = mean([value for values in given.values() for value in values])
    return {rater: _clipped(_factor(common, mean(values)), low, high) for rater, values in given.items()}


def corrected(points: Ratio, factor: Ratio, top: Ratio) -> Ratio:
    """Apply a factor to one score; no vote rises above the best one the scale allows."""
    value = reduced(times(points, factor))
    return top if is_less(top, value) else value


def _factor(common: Ratio, own: Ratio) -> Ratio:
    if own == ZERO:
        return ONE
    return reduced((common[0] * own[1], common[1] * own[0]))


def _clipped(value: Ratio, low: Ratio | None, high: Ratio | None) -> Ratio:
    if low is not None and is_less(value, low):
        return low
    return high if high is not None and is_less(high, value) else value
