"""How firm the ranking stands: places under uncertain weights, and the smallest change that swaps neighbours."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from kaohe.exact import Ratio, reduced, show, to_ratio
from kaohe.scoring.cells import UnitScore
from kaohe.scoring.sheet import ScoreSheet
from kaohe.scoring.simulate.weighting import Weighting

GRAIN = 10**6
"""Weights are drawn as whole millionths of themselves, so that every draw is scored exactly."""


@dataclass(frozen=True, slots=True)
class RankInterval:
    """Places of one unit over many draws of weights.

    Attributes
    ----------
    rank
        Place in the sheet's class.
    low, high
        Best and worst place in the middle ``cover`` of the draws; ``best``, ``worst`` over all.
    unchanged
        Share of the draws in which the place is that of the sheet.
    """

    unit: str
    name: str
    rank: int
    low: int
    high: int
    best: int
    worst: int
    unchanged: float


def rank_intervals(
    sheet: ScoreSheet,
    class_id: str,
    *,
    spread_pct: Decimal = Decimal(20),
    draws: int = 1000,
    cover_pct: int = 90,
    seed: int = 2026,
) -> tuple[RankInterval, ...]:
    """Draw top-level weights at random and rank exactly each time.

    Parameters
    ----------
    spread_pct
        Each weight varies evenly by so many percent of itself, both ways, and is brought to the old sum.
    cover_pct
        Share of the draws, in the middle, that ``low`` to ``high`` covers.
    seed
        The same seed gives the same intervals.

    Returns
    -------
    tuple of RankInterval
        In the order of the ranking.
    """
    weighting = Weighting(sheet, class_id)
    rng = random.Random(seed)  # noqa: S311  # a simulation, not a secret
    n, d = to_ratio(spread_pct / 100)
    reach = GRAIN * n // d
    seen: dict[str, list[int]] = {u.unit: [] for u in weighting.units}
    for _draw in range(draws):
        factors = [GRAIN + rng.randint(-reach, reach) for _code in weighting.codes]
        for unit, place in weighting.places(factors).items():
            seen[unit].append(place)
    now = weighting.places([1] * len(weighting.codes))
    return tuple(_interval(u, now[u.unit], sorted(seen[u.unit]), cover_pct) for u in weighting.units)


def _interval(unit: UnitScore, rank: int, places: Sequence[int], cover_pct: int) -> RankInterval:
    cut = len(places) * (100 - cover_pct) // 200
    return RankInterval(
        unit.unit,
        unit.name,
        rank,
        places[cut],
        places[-1 - cut],
        places[0],
        places[-1],
        places.count(rank) / len(places),
    )


@dataclass(frozen=True, slots=True)
class Swap:
    """What it takes to swap two neighbours of the ranking.

    Attributes
    ----------
    upper, lower
        Unit ids, as ranked.
    gap
        Points between them, decimal text; zero: they share the place.
    code, factor
        The top-level indicator whose weight, multiplied by ``factor`` with the others in proportion, makes their
        trees equal, where this is the smallest such change; None: no weight of a single indicator does it.
    """

    upper: str
    lower: str
    gap: str
    code: str | None
    factor: Ratio | None

    @property
    def change_pct(self) -> float | None:
        """Size of that change, in percent of the weight."""
        return None if self.factor is None else abs(100 * (self.factor[0] / self.factor[1] - 1))

    def to_json(self) -> dict[str, Any]:
        """Write the swap for machines."""
        change = None if self.change_pct is None else f"{self.change_pct:.2f}"
        return {"upper": self.upper, "lower": self.lower, "gap": self.gap, "code": self.code, "change_pct": change}


def swaps(sheet: ScoreSheet, class_id: str) -> tuple[Swap, ...]:
    """Find, for each pair of neighbours in a class, the gap in points and the smallest change of one weight.

    The weight is that at which the weighted marks of the two are equal, before rounding and with everything after
    the tree as it is (bonus and deduction count; coefficients and correction are taken as equal for both).
    """
    weighting = Weighting(sheet, class_id)
    ranked = sorted(weighting.units, key=lambda u: (u.rank or 0, u.unit))
    return tuple(_swap(sheet, weighting, a, b) for a, b in pairwise(ranked))


def _swap(sheet: ScoreSheet, weighting: Weighting, upper: UnitScore, lower: UnitScore) -> Swap:
    gap = show((upper.total or 0) - (lower.total or 0), sheet.precision)
    found = [
        (code, factor) for at, code in enumerate(weighting.codes) if (factor := weighting.tipping(upper, lower, at))
    ]
    if not found:
        return Swap(upper.unit, lower.unit, gap, None, None)
    code, factor = min(found, key=lambda f: abs(f[1][0] / f[1][1] - 1))
    return Swap(upper.unit, lower.unit, gap, code, reduced(factor))
