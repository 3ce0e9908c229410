"""From a vote to points out of 100, and from the rate of a choice to points (优秀率, 满意率)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kaohe.ballots.rows import BallotRow
from kaohe.exact import Ratio, rdiv, reduced, show, to_decimal, to_ratio
from kaohe.i18n import translator
from kaohe.scheme.model import Scale

_ = translator("ballots")

FULL: Ratio = (100, 1)


def is_blank(scale: Scale, row: BallotRow) -> bool:
    """Say whether the vote is an abstention (弃权): left blank, or a choice that stands for no opinion (不了解)."""
    if row.value is not None:
        return False
    if row.choice is None or not row.choice.strip():
        return True
    return bool(scale.choices) and scale.choices.get(row.choice, Decimal(0)) is None


def points(scale: Scale, row: BallotRow) -> Ratio:
    """Convert one vote that is no abstention to points out of 100.

    Raises
    ------
    ValueError
        When the choice is none of the scale's, or the number written is no number or outside its bounds.

    Notes
    -----
    A choice has the value the campaign gives it (100/80/60/40, 100/80/60/0 …); a written number x counts
    x ÷ ``high`` x 100.

    Examples
    --------
    >>> from kaohe.scheme.model import Scale
    >>> scale = Scale({"优秀": Decimal(100), "称职": Decimal(80)})
    >>> points(scale, BallotRow("c", "peer", "unit", choice="称职"))
    (80, 1)
    """
    if scale.choices:
        value = scale.choices.get(row.choice or "")
        if value is None or row.value is not None:
            raise ValueError(f"no such choice: {row.choice!r}")
        return reduced(to_ratio(value))
    number = to_decimal((row.choice or "").strip() if row.value is None else row.value)
    if not scale.low <= number <= scale.high:
        raise ValueError(f"not from {scale.low} to {scale.high}: {number}")
    (n, d), (top, below) = to_ratio(number), to_ratio(scale.high)
    return reduced((100 * n * below, d * top))


class VoteReader:
    """Gives the points of votes, converting each distinct vote once; None: an abstention."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self._known: dict[tuple[str | None, Decimal | None], Ratio | None] = {}

    def __call__(self, row: BallotRow) -> Ratio | None:
        """Convert one vote; errors as in `points`."""
        vote = (row.choice, row.value)
        if vote not in self._known:
            self._known[vote] = None if is_blank(self.scale, row) else points(self.scale, row)
        return self._known[vote]


def best(scale: Scale) -> Ratio:
    """Points of the best vote the scale allows."""
    values = [to_ratio(value) for value in scale.choices.values() if value is not None]
    return reduced(max(values, key=lambda r: Decimal(r[0]) / r[1])) if values else FULL


def rate(scale: Scale, counts: Mapping[str, int]) -> Ratio | None:
    """Give the share of votes for the choices that ``scale.rate_of`` names, in percent.

    Parameters
    ----------
    counts
        Choice → valid votes, abstentions left out.

    Returns
    -------
    Ratio or None
        None when there is no valid vote.

    Examples
    --------
    >>> from kaohe.scheme.model import Scale
    >>> rate(Scale({"满意": Decimal(100), "不满意": Decimal(0)}, rate_of=("满意",)), {"满意": 9, "不满意": 1})
    (90, 1)
    """
    votes = sum(counts.values())
    return reduced((100 * sum(counts.get(c, 0) for c in scale.rate_of), votes)) if votes else None


def by_rate(scale: Scale, percent: Ratio) -> Ratio:
    """Convert a rate in percent to points out of 100: by the scale's bands, or the rate itself without bands.

    Raises
    ------
    ValueError
        When no band holds the rate.

    Examples
    --------
    >>> from kaohe.scheme.model import RateBand, Scale
    >>> bands = (RateBand(Decimal(90), None, Decimal(100)), RateBand(None, Decimal(90), Decimal(80)))
    >>> by_rate(Scale(rate_of=("优秀",), bands=bands), (89, 1))
    (80, 1)
    """
    if not scale.bands:
        return percent
    for band in scale.bands:
        if _at_least(percent, band.low) and not (band.high is not None and _at_least(percent, band.high)):
            return to_ratio(band.value)
    raise ValueError(
        _("no band holds the rate {rate}%: let the bands of the scale cover everything from 0 to 100.").format(
            rate=show(rdiv(100 * percent[0], percent[1]), 2)
        )
    )


def _at_least(value: Ratio, bound: Decimal | None) -> bool:
    if bound is None:
        return True
    n, d = to_ratio(bound)
    return value[0] * d >= n * value[1]
