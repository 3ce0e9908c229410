"""One unit's total from its leaf scores, again and again: the tree, then what came after it, as in the sheet."""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.exact import Ratio
from kaohe.scheme.model import Scheme
from kaohe.scoring.cells import UnitScore
from kaohe.scoring.combine import Arithmetic, Score, as_ratio, shown
from kaohe.scoring.factors import apply_correction, multiply
from kaohe.scoring.plan import ClassPlan, NodePlan


class UnitRoll:
    """Rolls one unit up from supposed leaf scores.

    Bonus, deduction, coefficients and the amount of a correction stay as they are in the sheet. Where a scheme
    composes whole trees by period, composed leaf scores are rolled up instead, which may differ in the last digit.
    """

    def __init__(self, scheme: Scheme, plan: ClassPlan, unit: UnitScore) -> None:
        self._scheme, self._plan, self._unit = scheme, plan, unit
        self._arithmetic = Arithmetic(scheme.rounding)
        self._leaves: dict[str, Score] = {i.code: self._own(i.own, i.exact) for i in unit.indicators}

    def _own(self, own: int | None, exact: Ratio | None) -> Score:
        if own is None or exact is None or not self._arithmetic.is_exact:
            return own
        return (exact[0] * 10**self._scheme.precision, exact[1])

    def total(self, supposed: Mapping[str, Score]) -> int | None:
        """Give the total in score units with some leaves scored otherwise; None: nothing is scored."""
        base = self._node(self._plan.top, {**self._leaves, **supposed})
        if base is None:
            return None
        unit = self._unit
        based = self._multiplied(base, of=None, base_only=True)
        added = self._plus(based, None)
        total = self._multiplied(added, of=None, base_only=False)
        if unit.correction is not None:
            total = self._arithmetic.settle(apply_correction(unit.correction, as_ratio(total)))
        return shown(total)

    def _node(self, node: NodePlan, leaves: Mapping[str, Score]) -> Score:
        scores = [self._score(code, leaves) for code in node.children]
        if not scores:
            return None
        combine = node.combination.of_exact if self._arithmetic.is_exact else node.combination.of_rounded
        raw = combine(scores)  # type: ignore[arg-type]  # of the kind that the rounding gives
        return None if raw is None else self._arithmetic.settle(raw)

    def _score(self, code: str, leaves: Mapping[str, Score]) -> Score:
        node = self._plan.nodes.get(code)
        own = leaves.get(code) if node is None else self._node(node, leaves)
        if own is None:
            return None
        return self._multiplied(self._plus(own, code), of=code, base_only=False)

    def _plus(self, score: int | Ratio, of: str | None) -> int | Ratio:
        n, d = as_ratio(score)
        for item in self._unit.adjustments:
            if item.of == of:
                an, ad = item.counted_exact
                n, d = n * ad + an * d, d * ad
        return self._arithmetic.settle((n, d))

    def _multiplied(self, score: int | Ratio, *, of: str | None, base_only: bool) -> int | Ratio:
        found = tuple(
            c
            for c in self._unit.coefficients
            if (of in c.of if of is not None else not c.of and c.base_only is base_only)
        )
        return self._arithmetic.settle(multiply(as_ratio(score), found)) if found else score
