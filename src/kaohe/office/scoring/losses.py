"""Where points were lost: by indicator, unit and class, in points of the total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kaohe.scheme.model import Aggregate, Indicator, Scheme
from kaohe.scoring.cells import IndicatorScore, State
from kaohe.scoring.sheet import ScoreSheet


@dataclass(frozen=True, slots=True)
class Loss:
    """Points that one unit is short of full points on one leaf.

    Attributes
    ----------
    points
        In points of the total, where the tree adds up in proportion; on the leaf's own scale below a geometric mean or
        a least value, which have no proportion.
    """

    unit: str
    class_id: str
    code: str
    points: Decimal
    is_missing: bool = False
    """Lost because nothing was reported, not because of what was."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one indicator, unit or class lost together.

    Attributes
    ----------
    missing
        Those of ``points`` that were lost because nothing was reported.
    units
        How many units lost something there.
    share_pct, running_pct
        Share in all losses, and that of this line and all greater ones together.
    """

    key: str
    points: Decimal
    missing: Decimal
    units: int
    share_pct: Decimal
    running_pct: Decimal


def losses(sheet: ScoreSheet) -> Iterator[Loss]:
    """Give every loss; leaves that were left out, and what lies above full points, are none."""
    weights = {c.id: effective_weights(sheet.scheme, c.id) for c in sheet.scheme.classes}
    scale = Decimal(10) ** -sheet.precision
    for unit, leaf in sheet.cells():
        lost = _lost(leaf, scale)
        if lost > 0:
            weight = weights[unit.class_id].get(leaf.code, Fraction(1))
            exact = lost * weight.numerator / weight.denominator
            yield Loss(unit.unit, unit.class_id, leaf.code, exact, leaf.state is State.NOT_REPORTED)


def _lost(leaf: IndicatorScore, scale: Decimal) -> Decimal:
    return Decimal(0) if leaf.score is None else leaf.points - leaf.score * scale


def effective_weights(scheme: Scheme, class_id: str) -> dict[str, Fraction]:
    """Give what a point on each leaf is worth in the total of one class."""
    found: dict[str, Fraction] = {}

    def descend(level: Iterable[Indicator], aggregate: Aggregate, above: Fraction) -> None:
        here = [node for node in level if class_id in node.points or class_id in node.weights]
        for node in here:
            worth = above * _worth(node, aggregate, class_id, len(here))
            if node.is_leaf:
                found[node.code] = worth
            descend((scheme.by_code[c] for c in node.children), node.aggregate, worth)

    descend(scheme.roots, scheme.aggregate, Fraction(1))
    return found


def _worth(node: Indicator, aggregate: Aggregate, class_id: str, sisters: int) -> Fraction:
    if aggregate is Aggregate.WEIGHTED:
        return Fraction(node.weights.get(class_id, Decimal(0))) / 100
    return Fraction(1, sisters) if aggregate is Aggregate.MEAN else Fraction(1)


def by(found: Iterable[Loss], key: Callable[[Loss], str]) -> tuple[Share, ...]:
    """Add losses up, greatest first, each with its share and the running share (Pareto)."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    missing: defaultdict[str, Decimal] = defaultdict(Decimal)
    units: defaultdict[str, set[str]] = defaultdict(set)
    for loss in found:
        sums[key(loss)] += loss.points
        units[key(loss)].add(loss.unit)
        if loss.is_missing:
            missing[key(loss)] += loss.points
    whole, running = sum(sums.values(), Decimal(0)), Decimal(0)
    shares = []
    for name, points in sorted(sums.items(), key=lambda item: (-item[1], item[0])):
        running += points
        shares.append(Share(name, points, missing[name], len(units[name]), _pct(points, whole), _pct(running, whole)))
    return tuple(shares)


def _pct(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(Decimal("0.1")) if whole else Decimal(0)
