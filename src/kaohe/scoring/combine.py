"""How a node's score comes from its children: sum, weighted sum, mean, geometric mean, least.

Scores inside the engine are ratios in score units (``10**-precision``): whole numbers when every step is rounded,
exact ratios when only the total is. Every aggregate grows in step with its inputs, so one integer formula, over a
common denominator, serves both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm
from operator import mul
from typing import TypeAlias

from kaohe.exact import Ratio, rdiv, reduced
from kaohe.scheme.model import Aggregate, Rounding
from kaohe.scoring.geometric import geometric_mean

Score: TypeAlias = "int | Ratio | None"
"""A score in score units: a whole number where every step is rounded, else exact; None: left out."""


class Arithmetic:
    """How numbers are carried from step to step: rounded half-up each time, or exact until the total."""

    def __init__(self, rounding: Rounding) -> None:
        self.is_exact = rounding is Rounding.FINAL

    def settle(self, ratio: Ratio) -> int | Ratio:
        """Round a step's result, or keep it."""
        if self.is_exact:
            return reduced(ratio)
        n, d = ratio
        return n if d == 1 else rdiv(n, d)


def as_ratio(score: int | Ratio) -> Ratio:
    """Write a score as a ratio."""
    return (score, 1) if isinstance(score, int) else score


def shown(score: Score) -> int | None:
    """Round a score to whole units, for display or as the final total."""
    if score is None or isinstance(score, int):
        return score
    return score[0] if score[1] == 1 else rdiv(*score)


@dataclass(frozen=True, slots=True)
class Combination:
    """An aggregate over children (or periods) in order.

    Attributes
    ----------
    shares
        What each child counts for when others are left out: its points for a sum, its weight for a weighted sum.
    divisor
        What a weighted sum is divided by: 100 % in units of the weights; 1 otherwise.
    """

    aggregate: Aggregate
    shares: tuple[int, ...]
    divisor: int = 1

    def of_columns(self, columns: Sequence[Sequence[int]]) -> list[int] | list[Ratio]:
        """Combine whole scores of many units at once, none of them left out: one column a child."""
        if self.aggregate is Aggregate.SUM:
            return list(map(sum, zip(*columns, strict=True)))
        return [self._formula(scores, self.shares) for scores in zip(*columns, strict=True)]

    def of_rounded(self, scores: Sequence[int | None]) -> Ratio | None:
        """Combine whole scores; points and weights of what is left out are spread over the rest.

        Returns
        -------
        Ratio or None
            In the same unit; None when every child is left out.
        """
        if None in scores:
            return self.of_exact([None if s is None else (s, 1) for s in scores])
        return self._formula(scores, self.shares)  # type: ignore[arg-type]  # no None among them

    def of_exact(self, scores: Sequence[Ratio | None]) -> Ratio | None:
        """Combine exact scores likewise, over their common denominator."""
        present = [(s, share) for s, share in zip(scores, self.shares, strict=True) if s is not None]
        if not present:
            return None
        shares = [share for _, share in present]
        scale = lcm(*(s[1] for s, _ in present))
        n, d = self._formula([s[0] * (scale // s[1]) for s, _ in present], shares)
        if self.aggregate in (Aggregate.SUM, Aggregate.WEIGHTED) and sum(shares) != 0:
            n, d = n * sum(self.shares), d * sum(shares)
        return (n, d * scale)

    def _formula(self, scores: Sequence[int], shares: Sequence[int]) -> Ratio:
        if self.aggregate is Aggregate.SUM:
            return (sum(scores), 1)
        if self.aggregate is Aggregate.WEIGHTED:
            return (sum(map(mul, scores, shares)), self.divisor)
        if self.aggregate is Aggregate.MEAN:
            return (sum(scores), len(scores))
        if self.aggregate is Aggregate.GEOMETRIC:
            return geometric_mean(scores, shares)
        return (min(scores), 1)


def whole_shares(shares: Sequence[Ratio]) -> tuple[tuple[int, ...], int]:
    """Write points or weights as whole numbers, with the scale they were brought to."""
    scale = lcm(*(d for _, d in shares)) if shares else 1
    return tuple(n * (scale // d) for n, d in shares), scale
