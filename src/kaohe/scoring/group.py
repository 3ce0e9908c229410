"""The comparison group of a relative criterion: places, best, mean and size over the units of one class.

The group is the class as frozen when the plan was published, without units that are evaluated outside the ranking.
Whoever has not reported counts in the size, never in a mean or a best.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import lcm

from kaohe.exact import Ratio, mean


class Group:
    """Statistics over the reported figures of one indicator in one class and period.

    Parameters
    ----------
    figures
        Reported figures of the group's units; a reported zero is among them.
    size
        Number of units in the group, reported or not.
    """

    def __init__(self, figures: Sequence[Ratio], size: int) -> None:
        self.figures = tuple(figures)
        self.size: Ratio = (size, 1)
        self._scale = lcm(*(d for _, d in figures)) if figures else 1
        self._sorted = sorted(n * (self._scale // d) for n, d in figures)

    def place(self, figure: Ratio, *, ascending: bool = False) -> Ratio:
        """Give the place of a figure: 1 + how many of the group are better; equal figures share a place."""
        n, d = figure
        # Compare n/d with k/scale as integers: k better when k·d > n·scale.
        scaled = n * self._scale
        if ascending:
            return (1 + bisect_left(self._sorted, scaled, key=lambda k: k * d), 1)
        return (1 + len(self._sorted) - bisect_right(self._sorted, scaled, key=lambda k: k * d), 1)

    @property
    def best(self) -> Ratio | None:
        """Largest figure; None when nobody reported."""
        return (self._sorted[-1], self._scale) if self._sorted else None

    @property
    def least(self) -> Ratio | None:
        """Smallest figure; None when nobody reported."""
        return (self._sorted[0], self._scale) if self._sorted else None

    @property
    def mean(self) -> Ratio | None:
        """Exact mean of the reported figures; None when nobody reported."""
        return mean(self.figures) if self.figures else None

    @property
    def variance(self) -> Ratio | None:
        """Exact population variance of the reported figures; None when nobody reported."""
        if not self.figures:
            return None
        n, squares, total = len(self._sorted), sum(k * k for k in self._sorted), sum(self._sorted)
        return (n * squares - total * total, n * n * self._scale * self._scale)
