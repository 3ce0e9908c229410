"""An independent reading of the semantics in `fractions.Fraction`: unit by unit, straight from the regulation's words.

Nothing here is shared with the engine but the scheme model and the rows of data.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from kaohe.scheme.model import Aggregate, Grade, Indicator, Missing, RankMethod, Rounding, Scheme
from kaohe.scoring.facts import Dataset, UnitRow


def half_up(x: Fraction, places: int) -> Fraction:
    scaled = abs(x) * 10**places
    whole = floor(scaled + Fraction(1, 2))
    return Fraction(whole if x >= 0 else -whole, 10**places)


@dataclass
class Oracle:
    """Scores of every unit; only scores given by a person, sums, weights, means and least values."""

    scheme: Scheme
    data: Dataset

    def step(self, x: Fraction | None) -> Fraction | None:
        if x is None or self.scheme.rounding is Rounding.FINAL:
            return x
        return half_up(x, self.scheme.precision)

    def leaf(self, unit: UnitRow, leaf: Indicator) -> Fraction | None:
        fact = next((f for f in self.data.facts if (f.unit, f.indicator) == (unit.id, leaf.code)), None)
        points = Fraction(leaf.points[unit.class_id])
        if fact is not None and not fact.applicable:
            return None
        if fact is not None and fact.actual is not None:
            return self.step(Fraction(fact.actual))
        if leaf.missing is Missing.EXCLUDE:
            return None
        return Fraction(0) if leaf.missing is Missing.ZERO else self.step(points)

    def node(self, unit: UnitRow, node: Indicator) -> Fraction | None:
        if node.is_leaf:
            own = self.leaf(unit, node)
        else:
            below = [self.scheme.by_code[c] for c in node.children]
            own = self.step(self.combine(unit, node.aggregate, below))
        return self.changed(unit, node.code, own)

    def applies(self, unit: UnitRow, node: Indicator) -> bool:
        if node.is_leaf:
            return unit.class_id in node.points
        return any(self.applies(unit, self.scheme.by_code[c]) for c in node.children)

    def combine(self, unit: UnitRow, how: Aggregate, nodes: list[Indicator]) -> Fraction | None:
        c = unit.class_id
        there = [n for n in nodes if self.applies(unit, n)]
        scores = [(n, s) for n in there if (s := self.node(unit, n)) is not None]
        if not scores:
            return None
        values = [s for _, s in scores]
        if how is Aggregate.SUM:
            all_points = sum(Fraction(n.points.get(c, 0)) for n in there)
            present = sum(Fraction(n.points.get(c, 0)) for n, _ in scores)
            return sum(values) * (all_points / present if present and len(scores) < len(there) else 1)
        if how is Aggregate.WEIGHTED:
            weights = sum(Fraction(n.weights[c]) for n in there)
            present = sum(Fraction(n.weights[c]) for n, _ in scores)
            plain = sum(s * Fraction(n.weights[c]) for n, s in scores) / 100
            return plain * (weights / present if present and len(scores) < len(there) else 1)
        return sum(values) / len(values) if how is Aggregate.MEAN else min(values)

    def changed(self, unit: UnitRow, code: str, score: Fraction | None) -> Fraction | None:
        if score is None:
            return None
        score += sum(amount for item, amount in self.adjustments(unit) if item.of == code)
        factors = [self.factor(unit, c) for c in self.scheme.coefficients if code in c.of]
        for factor in factors:
            score *= factor
        return self.step(score) if factors else score

    def factor(self, unit: UnitRow, coefficient) -> Fraction:
        value = Fraction(unit.attributes[coefficient.by])
        if not coefficient.bands:
            return value
        (band,) = [
            b
            for b in coefficient.bands
            if (b.low is None or value >= Fraction(b.low)) and (b.high is None or value < Fraction(b.high))
        ]
        return Fraction(band.factor)

    def adjustments(self, unit: UnitRow):
        """Points a person settled on entries, cut by item, then group, then total, first come first served."""
        items = [a for a in self.scheme.adjustments if not a.classes or unit.class_id in a.classes]
        amounts = []
        for item in items:
            entries = [e for e in self.data.events if (e.unit, e.item) == (unit.id, item.code)]
            x = self.step(sum((Fraction(e.points) * Fraction(e.count) for e in entries), Fraction(0)))
            if item.cap is not None:
                x = min(x, self.step(Fraction(item.cap)))
            if item.floor is not None:
                x = max(x, -self.step(Fraction(item.floor)))
            amounts.append(x)
        for group in sorted((g for g in self.scheme.adjustment_groups if g.id != "total"), key=lambda g: g.id):
            self.cut(group, [i for i, a in enumerate(items) if a.group == group.id], amounts)
        for group in self.scheme.adjustment_groups:
            if group.id == "total":
                self.cut(group, list(range(len(items))), amounts)
        return list(zip(items, amounts, strict=True))

    def cut(self, group, members: list[int], amounts: list[Fraction]) -> None:
        up = None if group.cap_add is None else self.step(Fraction(group.cap_add))
        down = None if group.cap_deduct is None else self.step(Fraction(group.cap_deduct))
        for i in members:
            if amounts[i] > 0 and up is not None:
                amounts[i] = min(amounts[i], up)
                up -= amounts[i]
            elif amounts[i] < 0 and down is not None:
                amounts[i] = max(amounts[i], -down)
                down += amounts[i]

    def total(self, unit: UnitRow) -> Fraction | None:
        base = self.step(self.combine(unit, self.scheme.aggregate, list(self.scheme.roots)))
        if base is None:
            return None
        early = [c for c in self.scheme.coefficients if not c.of and c.base_only]
        late = [c for c in self.scheme.coefficients if not c.of and not c.base_only]
        for c in early:
            base *= self.factor(unit, c)
        base = self.step(base) if early else base
        base += sum(amount for item, amount in self.adjustments(unit) if item.of is None)
        for c in late:
            base *= self.factor(unit, c)
        return half_up(base, self.scheme.precision)


def ranks(totals: dict[str, Fraction], method: RankMethod) -> dict[str, int]:
    if method is RankMethod.DENSE:
        return {u: 1 + len({t for t in totals.values() if t > total}) for u, total in totals.items()}
    return {u: 1 + sum(t > total for t in totals.values()) for u, total in totals.items()}


def places_of(grade: Grade, count: int) -> int | None:
    if grade.quota_count is not None:
        return grade.quota_count
    return None if grade.quota_pct is None else floor(Fraction(grade.quota_pct) * count / 100)
