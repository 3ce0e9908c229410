"""A scheme made ready to score: each rule compiled once per indicator and class, each aggregate in integers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaohe.exact import Ratio, to_ratio
from kaohe.scheme.model import Adjustment, Aggregate, Coefficient, Composition, Indicator, PeriodMethod, Scheme
from kaohe.scoring.combine import Combination, whole_shares
from kaohe.scoring.leaf import LeafPlan, plan_leaf
from kaohe.scoring.periods import Span, window


@dataclass(frozen=True, slots=True)
class NodePlan:
    """A node ready for one class: children that apply to it, in order, and how they combine.

    ``code`` is None for the whole tree.
    """

    code: str | None
    children: tuple[str, ...]
    combination: Combination
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """The part of a scheme that applies to one class.

    Attributes
    ----------
    leaves, nodes
        By code, in the scheme's order; the whole tree is ``top``.
    adjustments
        Those that apply to the class, in order.
    coefficients_of
        Code of an indicator → coefficients that multiply it.
    """

    id: str
    leaves: Mapping[str, LeafPlan]
    nodes: Mapping[str, NodePlan]
    top: NodePlan
    adjustments: tuple[Adjustment, ...]
    coefficients_of: Mapping[str, tuple[Coefficient, ...]]


def plan_class(scheme: Scheme, class_id: str) -> ClassPlan:
    """Make a scheme ready for one class."""
    leaves = {i.code: plan_leaf(scheme, i, class_id) for i in scheme.leaves if class_id in i.points}
    applies = set(leaves)
    nodes: dict[str, NodePlan] = {}
    for node in reversed([i for i in scheme.indicators if not i.is_leaf]):
        children = [scheme.by_code[c] for c in node.children if c in applies]
        if children:
            applies.add(node.code)
            combination = _combination(node.aggregate, children, class_id)
            codes = tuple(c.code for c in children)
            nodes[node.code] = NodePlan(node.code, codes, combination, node.points.get(class_id))
    roots = [i for i in scheme.roots if i.code in applies]
    top = NodePlan(None, tuple(i.code for i in roots), _combination(scheme.aggregate, roots, class_id), None)
    of: defaultdict[str, tuple[Coefficient, ...]] = defaultdict(tuple)
    for coefficient in scheme.coefficients:
        for code in coefficient.of:
            of[code] += (coefficient,)
    return ClassPlan(
        class_id,
        leaves,
        dict(reversed(nodes.items())),
        top,
        tuple(a for a in scheme.adjustments if not a.classes or class_id in a.classes),
        dict(of),
    )


def _combination(aggregate: Aggregate, children: Sequence[Indicator], class_id: str) -> Combination:
    if aggregate is Aggregate.WEIGHTED or (aggregate is Aggregate.GEOMETRIC and _all_weighted(children, class_id)):
        shares, scale = whole_shares([to_ratio(c.weights.get(class_id, Decimal(0))) for c in children])
        return Combination(aggregate, shares, 100 * scale)
    if aggregate is Aggregate.SUM:
        # points that come from weights may carry all 28 digits of a division
        shares, _ = whole_shares([c.points.get(class_id, Decimal(0)).as_integer_ratio() for c in children])
        return Combination(aggregate, shares)
    return Combination(aggregate, (1,) * len(children))


def _all_weighted(children: Sequence[Indicator], class_id: str) -> bool:
    return all(class_id in c.weights for c in children)


def over_periods(composition: Composition, year: int, windows: Sequence[Span]) -> Combination:
    """Say how the scores of a year's windows become one.

    Weights of windows that are not due yet are spread over those that are, so a score to date is on the full scale.
    """
    if composition.method is PeriodMethod.WEIGHTED:
        by_window: dict[Span, Ratio] = {window(year, p): to_ratio(w) for p, w in composition.weights.items()}
        shares, _ = whole_shares([by_window[w] for w in windows])
        return Combination(Aggregate.WEIGHTED, shares, sum(shares))
    method = Aggregate.SUM if composition.method is PeriodMethod.SUM else Aggregate.MEAN
    return Combination(method, (1,) * len(windows))
