"""What moves the ranking: each weight alone, and all of them together by Sobol indices."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
from scipy import stats

from kaohe.exact import to_ratio
from kaohe.scoring.sheet import ScoreSheet
from kaohe.scoring.simulate.weighting import Weighting


@dataclass(frozen=True, slots=True)
class Effect:
    """What the change of one weight does to the ranking of a class.

    Attributes
    ----------
    code
        Top-level indicator whose weight (or points) is changed; the others make room in proportion.
    factor
        What its weight is multiplied by.
    moved
        Unit id → place before and after, for the units that change places.
    largest_move
        Places of the unit that moves furthest.
    """

    code: str
    factor: Decimal
    moved: dict[str, tuple[int, int]]

    @property
    def largest_move(self) -> int:
        """Places that the unit moves which moves furthest."""
        return max((abs(after - before) for before, after in self.moved.values()), default=0)


def one_at_a_time(sheet: ScoreSheet, class_id: str, *, step_pct: Decimal = Decimal(10)) -> tuple[Effect, ...]:
    """Raise and lower each top-level weight alone, in percent of itself, and rank exactly again.

    Parameters
    ----------
    class_id
        Class whose units are ranked; its own places, even where the scheme ranks all classes together.
    step_pct
        Change in percent of the weight, above 0 and below 100.

    Returns
    -------
    tuple of Effect
        Two per indicator, strongest first.
    """
    weighting = Weighting(sheet, class_id)
    before = weighting.places([1] * len(weighting.codes))
    share, scale = to_ratio(step_pct / 100)
    effects = []
    for at, code in enumerate(weighting.codes):
        for sign in (1, -1):
            factors = [scale] * len(weighting.codes)
            factors[at] = scale + sign * share
            after = weighting.places(factors)
            moved = {u: (before[u], after[u]) for u in before if before[u] != after[u]}
            effects.append(Effect(code, 1 + sign * step_pct / 100, moved))
    return tuple(sorted(effects, key=lambda e: (-e.largest_move, -len(e.moved), e.code, e.factor)))


@dataclass(frozen=True, slots=True)
class SobolShare:
    """How much of the variance of a unit's total one weight explains.

    Attributes
    ----------
    first_order
        Alone; ``total_order``: together with all others. Estimates, so small ones may fall below zero.
    """

    code: str
    first_order: float
    total_order: float


def sobol(
    sheet: ScoreSheet, unit: str, *, spread_pct: Decimal = Decimal(20), samples: int = 1024, seed: int = 2026
) -> tuple[SobolShare, ...]:
    """Share the variance of a unit's total among the top-level weights (Sobol indices).

    Parameters
    ----------
    spread_pct
        Each weight varies evenly by so many percent of itself, both ways; weights are brought to their old sum.
    samples
        A power of two; the total is computed (2 + number of weights) times as often.
    seed
        The same seed gives the same estimate.

    Returns
    -------
    tuple of SobolShare
        One per top-level indicator, in order; zeros where the total does not vary.

    Notes
    -----
    An analysis in floats, not a score. Source: Saltelli et al., Computer Physics Communications 181 (2010) 259-270;
    computed by `scipy.stats.sobol_indices`.
    """
    weighting = Weighting(sheet, sheet.by_unit[unit].class_id)
    scores, shares = weighting.floats(unit)
    spread = float(spread_pct) / 100

    def total(factors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        weighed = factors * shares[:, np.newaxis]
        return np.asarray((weighed * scores[:, np.newaxis]).sum(axis=0) / weighed.sum(axis=0) * shares.sum())

    if len(weighting.codes) < 2 or np.ptp(scores[shares > 0]) == 0:  # one mark in every part: weights cannot matter
        return tuple(SobolShare(code, 0.0, 0.0) for code in weighting.codes)
    even = [stats.uniform(1 - spread, 2 * spread) for _ in weighting.codes]
    rng = np.random.default_rng(seed)
    found = stats.sobol_indices(func=total, n=samples, dists=even, rng=rng)  # type: ignore[arg-type]  # stub is narrow
    return tuple(
        SobolShare(code, float(first), float(whole))
        for code, first, whole in zip(weighting.codes, found.first_order, found.total_order, strict=True)
    )
