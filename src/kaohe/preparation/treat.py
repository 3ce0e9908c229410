"""Treating outliers (异常值处理) by winsorising, decided and computed exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaohe.exact import Ratio, to_ratio
from kaohe.i18n import translator
from kaohe.preparation.figures import in_whole_numbers

_ = translator("preparation")


@dataclass(frozen=True, slots=True)
class Shape:
    """Shape of a distribution.

    Attributes
    ----------
    skew_sign
        -1, 0 or 1.
    skew_squared
        Square of the sample skewness G₁, exact.
    kurtosis
        Sample excess kurtosis G₂, exact.
    """

    skew_sign: int
    skew_squared: Ratio
    kurtosis: Ratio

    def is_outlying(self, skew: Decimal, kurtosis: Decimal) -> bool:
        """Say whether |G₁| and G₂ are both above their bounds."""
        (sn, sd), (kn, kd) = to_ratio(skew), to_ratio(kurtosis)
        squared, excess = self.skew_squared, self.kurtosis
        return squared[0] * sd * sd > sn * sn * squared[1] and excess[0] * kd > kn * excess[1]


@dataclass(frozen=True, slots=True)
class Treated:
    """Figures after treatment.

    Attributes
    ----------
    low, high
        Points moved at the lower and the upper end.
    is_enough
        False: the most points were moved and the shape is still outlying; look at the figures.
    """

    figures: Mapping[str, Ratio]
    low: int
    high: int
    is_enough: bool


def shape(values: Sequence[int]) -> Shape | None:
    """Measure skewness and kurtosis.

    Parameters
    ----------
    values
        At least four whole numbers (figures over a common denominator).

    Returns
    -------
    Shape or None
        None when all values are the same.

    Notes
    -----
    G₁ = g₁ √(n(n-1)) ÷ (n-2) with g₁ = m₃ ÷ m₂^1.5; G₂ = (n-1) ÷ ((n-2)(n-3)) · ((n+1) g₂ + 6) with
    g₂ = m₄ ÷ m₂² - 3. Only G₁² is needed to compare, so that no root is taken. Source: Joanes & Gill 1998.

    Examples
    --------
    >>> shape([1, 2, 3, 14]).skew_sign
    1
    """
    n, total = len(values), sum(values)
    apart = [n * value - total for value in values]  # n x the distance from the mean
    s2, s3, s4 = (sum(x**p for x in apart) for p in (2, 3, 4))
    if s2 == 0:
        return None
    # sums of powers carry n to the power, which cancels but for the n of each mean
    squared = (n * s3 * s3 * n * (n - 1), s2**3 * (n - 2) ** 2)
    excess = ((n - 1) * ((n + 1) * (n * s4 - 3 * s2 * s2) + 6 * s2 * s2), (n - 2) * (n - 3) * s2 * s2)
    return Shape((s3 > 0) - (s3 < 0), squared, excess)


def winsorise(
    figures: Mapping[str, Ratio],
    most: int = 6,
    skew: Decimal = Decimal(2),
    kurtosis: Decimal = Decimal("3.5"),
) -> Treated:
    """Pull outlying figures in to their next neighbour, one at a time, until the shape is ordinary.

    Parameters
    ----------
    figures
        Unit → figure, at least four.
    most
        Most points that may be moved.
    skew, kurtosis
        A distribution is outlying while |skewness| and excess kurtosis are both above these.

    Raises
    ------
    ValueError
        With fewer than four units.

    Notes
    -----
    With positive skew the k highest figures take the value of the next lower one, otherwise the k lowest that of the
    next higher one; k grows by one until the shape is ordinary. Source: OECD/JRC Handbook on Constructing Composite
    Indicators 2008; the bounds 2 and 3.5 are those of the ASEM connectivity index.

    Examples
    --------
    >>> treated = winsorise({str(n): (n, 1) for n in [*range(1, 10), 1000]})
    >>> treated.figures["1000"], treated.high
    ((9, 1), 1)
    """
    if len(figures) < 4:
        raise ValueError(_("{n} figures are too few to judge outliers by: expected 4 or more.").format(n=len(figures)))
    whole, common = in_whole_numbers(figures)
    ordered = sorted(whole.values())
    low = high = 0
    current = ordered
    while is_outlying := _is_outlying(current, skew, kurtosis):
        if low + high >= min(most, len(ordered) - 2):
            break
        sign = _sign(current)
        low, high = (low, high + 1) if sign > 0 else (low + 1, high)
        current = _within(ordered, low, high)
    least, greatest = current[0], current[-1]
    moved = {unit: (min(max(n, least), greatest), common) for unit, n in whole.items()}
    return Treated(
        {u: figures[u] if moved[u][0] == whole[u] else moved[u] for u in figures}, low, high, not is_outlying
    )


def _is_outlying(values: Sequence[int], skew: Decimal, kurtosis: Decimal) -> bool:
    measured = shape(values)
    return measured is not None and measured.is_outlying(skew, kurtosis)


def _sign(values: Sequence[int]) -> int:
    measured = shape(values)
    return measured.skew_sign if measured else 0


def _within(ordered: Sequence[int], low: int, high: int) -> list[int]:
    least, greatest = ordered[low], ordered[len(ordered) - 1 - high]
    return [min(max(value, least), greatest) for value in ordered]
