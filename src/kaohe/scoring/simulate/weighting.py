"""Totals and places of one class under other top-level weights, exactly, with everything after the tree as it was."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kaohe.exact import Ratio, rdiv, to_ratio
from kaohe.i18n import translator
from kaohe.scheme.model import Aggregate
from kaohe.scoring.cells import UnitScore
from kaohe.scoring.combine import whole_shares
from kaohe.scoring.factors import apply_correction, multiply
from kaohe.scoring.rank import places
from kaohe.scoring.sheet import ScoreSheet

_ = translator("scoring")


class Weighting:
    """The top level of one class: parts, their scores by unit, and what each part weighs.

    Where the top level is weighted, a part weighs its weight; where it adds points, all parts weigh alike and a
    changed part brings its points along, so the full marks stay the same.

    Attributes
    ----------
    codes
        Codes of the parts, in order.
    units
        Units of the class that have a place.

    Raises
    ------
    ValueError
        When the top level is neither weighted nor a sum, or there is nobody to rank.
    """

    def __init__(self, sheet: ScoreSheet, class_id: str) -> None:
        scheme = sheet.scheme
        if scheme.aggregate not in (Aggregate.SUM, Aggregate.WEIGHTED):
            raise ValueError(_("weights of the top level only matter where it is weighted or adds points"))
        roots = [i for i in scheme.roots if class_id in i.points or class_id in i.weights]
        self.codes = tuple(r.code for r in roots)
        self.units: list[UnitScore] = [u for u in sheet.units if u.class_id == class_id and u.rank is not None]
        if not self.units or not roots:
            raise ValueError(_("nobody is ranked in the class “{class_id}”").format(class_id=class_id))
        self._sheet = sheet
        self._is_weighted = scheme.aggregate is Aggregate.WEIGHTED
        weights = [to_ratio(r.weights[class_id]) if self._is_weighted else (1, 1) for r in roots]
        points = [(1, 1) if self._is_weighted else to_ratio(r.points[class_id]) for r in roots]
        self._weights, self._weight_scale = whole_shares(weights)
        self._full, _scale = whole_shares(points)

    def scores(self, unit: UnitScore) -> list[int]:
        """Scores of the parts in score units; a part that was left out counts nothing here."""
        found = {i.code: i.score for i in unit.indicators} | {n.code: n.score for n in unit.nodes}
        return [found.get(code) or 0 for code in self.codes]

    def total(self, unit: UnitScore, factors: Sequence[int]) -> int:
        """Total in score units when part *i* weighs ``factors[i]`` times as much, all brought to the old sum."""
        weighed = [w * f for w, f in zip(self._weights, factors, strict=True)]
        kept = [w if unit_has else 0 for w, unit_has in zip(weighed, self._present(unit), strict=True)]
        top = sum(s * w for s, w in zip(self.scores(unit), kept, strict=True))
        old, new = self._sum(self._weights), self._sum(kept)
        divisor = 100 * self._weight_scale if self._is_weighted else 1
        base = rdiv(top * old, new * divisor) if new else 0
        return self._after(unit, (base, 1))

    def _present(self, unit: UnitScore) -> list[bool]:
        return [code not in unit.excluded for code in self.codes]

    def _sum(self, weights: Sequence[int]) -> int:
        return sum(w * p for w, p in zip(weights, self._full, strict=True))

    def _after(self, unit: UnitScore, base: Ratio) -> int:
        """Apply coefficients, bonus and deduction, and the correction, as the sheet has them."""
        n, d = multiply(base, tuple(c for c in unit.coefficients if not c.of and c.base_only))
        total = rdiv(n, d)
        total += sum(a.counted for a in unit.adjustments if a.of is None)
        n, d = multiply((total, 1), tuple(c for c in unit.coefficients if not c.of and not c.base_only))
        total = rdiv(n, d)
        return total if unit.correction is None else rdiv(*apply_correction(unit.correction, (total, 1)))

    def places(self, factors: Sequence[int]) -> dict[str, int]:
        """Rank the class under changed weights."""
        keys = {u.unit: (self.total(u, factors),) for u in self.units}
        return places(keys, self._sheet.scheme.ranking.method)

    def floats(self, unit: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Marks of a unit's parts as shares of full marks, and the weight of each part, for an analysis."""
        score = next(u for u in self.units if u.unit == unit)
        marks = np.array(self.scores(score), dtype=float) / np.array(self._full, dtype=float)
        return marks, np.array(self._weights, dtype=float) * np.array(self._full, dtype=float)

    def tipping(self, upper: UnitScore, lower: UnitScore, at: int) -> Ratio | None:
        """Find what to multiply the weight of part ``at`` by so that two units' trees and bonuses come out equal.

        Returns
        -------
        Ratio or None
            Zero or more; None when no weight of this part does it.

        Notes
        -----
        With weights w, full marks p, score differences s, bonus difference a and divisor g, the totals are equal at
        f = -(Σ' w·s·W + a·g·Σ' w·p) ÷ (w_k·s_k·W + a·g·w_k·p_k), Σ' over the other parts, W = Σ w·p.
        """
        gaps = [a - b for a, b in zip(self.scores(upper), self.scores(lower), strict=True)]
        marks = [w * s for w, s in zip(self._weights, gaps, strict=True)]
        fulls = [w * p for w, p in zip(self._weights, self._full, strict=True)]
        bonus = _bonus(upper) - _bonus(lower)
        divisor = 100 * self._weight_scale if self._is_weighted else 1
        terms = [m * sum(fulls) + bonus * divisor * p for m, p in zip(marks, fulls, strict=True)]
        top, bottom = -(sum(terms) - terms[at]), terms[at]
        if bottom < 0:
            top, bottom = -top, -bottom
        return (top, bottom) if bottom and top >= 0 else None


def _bonus(unit: UnitScore) -> int:
    return sum(a.counted for a in unit.adjustments if a.of is None)
