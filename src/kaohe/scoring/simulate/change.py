"""Other weights, points or figures → a new sheet, compared with the old one cell by cell."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kaohe.exact import apportion, show_decimal, to_scaled
from kaohe.i18n import translator
from kaohe.scheme.model import Aggregate, Indicator, Scheme
from kaohe.scoring.compare import Difference, compare
from kaohe.scoring.facts import Dataset, Fact, InputValue
from kaohe.scoring.periods import span
from kaohe.scoring.reference import score
from kaohe.scoring.sheet import ScoreSheet

_ = translator("scoring")

WEIGHT_PLACES = 6
"""Decimal places of a weight that makes room for a changed one; together they still are exactly what they were."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is supposed.

    Attributes
    ----------
    weights
        Indicator code → weight in percent; its sisters share the rest in their old proportion.
    points
        Leaf code → full points; the points of the nodes above follow where they add up.
    figures
        (unit, indicator) → the figure ``actual`` of the latest period.
    inputs
        (unit, indicator, input) → value of one input of the latest period.
    classes
        Class ids that weights and points change for; empty: all.
    """

    weights: Mapping[str, Decimal] = field(default_factory=dict)
    points: Mapping[str, Decimal] = field(default_factory=dict)
    figures: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    inputs: Mapping[tuple[str, str, str], InputValue] = field(default_factory=dict)
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The supposed sheet and what differs from the real one."""

    sheet: ScoreSheet
    differences: tuple[Difference, ...]


def what_if(sheet: ScoreSheet, changes: Changes) -> WhatIf:
    """Score again under other weights, points or figures.

    Raises
    ------
    ValueError
        When a change names an indicator that is unknown, has no weight, or is no leaf.
    """
    scheme = changed_scheme(sheet.scheme, changes)
    dataset = changed_dataset(scheme, sheet.dataset, changes)
    supposed = score(scheme, dataset, as_of=sheet.as_of)
    return WhatIf(supposed, compare(sheet, supposed))


def changed_scheme(scheme: Scheme, changes: Changes) -> Scheme:
    """Give the scheme with other weights and points, under a hash of its own: nothing takes it for the real one."""
    if not changes.weights and not changes.points:
        return scheme
    nodes = {i.code: i for i in scheme.indicators}
    for code, weight in changes.weights.items():
        _require(scheme, code, has_weight=True)
        nodes.update(_reweighted(nodes, scheme, code, weight, changes.classes))
    for code, points in changes.points.items():
        _require(scheme, code, is_leaf=True)
        nodes.update(_repointed(nodes, scheme, code, points, changes.classes))
    told = json.dumps([scheme.hash, _text(changes.weights), _text(changes.points), changes.classes])
    digest = hashlib.sha256(told.encode()).hexdigest()
    return replace(scheme, hash=f"what-if-{digest}", indicators=tuple(nodes[i.code] for i in scheme.indicators))


def _text(numbers: Mapping[str, Decimal]) -> dict[str, str]:
    return {code: show_decimal(number) for code, number in sorted(numbers.items())}


def _require(scheme: Scheme, code: str, *, has_weight: bool = False, is_leaf: bool = False) -> None:
    known = scheme.by_code.get(code)
    if known is None:
        raise ValueError(_("there is no indicator “{code}” in the scheme").format(code=code))
    if has_weight and not known.weights:
        raise ValueError(_("{code} has no weight: its level adds points; change points instead").format(code=code))
    if is_leaf and not known.is_leaf:
        raise ValueError(
            _("{code} is no leaf: its points follow from those below; change one of them").format(code=code)
        )


def _reweighted(
    nodes: Mapping[str, Indicator], scheme: Scheme, code: str, weight: Decimal, classes: Sequence[str]
) -> dict[str, Indicator]:
    """Set one weight and let its sisters share the rest in their old proportion, exactly."""
    node = nodes[code]
    level = [nodes[i.code] for i in scheme.indicators if i.parent == node.parent and i.code != code]
    weights = {n.code: dict(n.weights) for n in (node, *level)}
    for class_id in classes or node.weights:
        sisters = [n for n in level if class_id in n.weights]
        whole = sum((n.weights[class_id] for n in (node, *sisters)), Decimal(0))
        if not 0 <= weight <= whole:
            raise ValueError(_("a weight lies between 0 and {whole}").format(whole=show_decimal(whole)))
        claims = [to_scaled(n.weights[class_id], WEIGHT_PLACES) for n in sisters]
        weights[code][class_id] = weight
        if any(claims):
            rest = apportion(to_scaled(whole - weight, WEIGHT_PLACES), claims)
            for sister, share in zip(sisters, rest, strict=True):
                weights[sister.code][class_id] = Decimal(share).scaleb(-WEIGHT_PLACES)
    return {c: replace(nodes[c], weights=w) for c, w in weights.items()}


def _repointed(
    nodes: Mapping[str, Indicator], scheme: Scheme, code: str, points: Decimal, classes: Sequence[str]
) -> dict[str, Indicator]:
    """Set a leaf's points, and those of the nodes above as long as they add up from below."""
    if points < 0:
        raise ValueError(_("points are not negative"))
    leaf = nodes[code]
    rise = {c: points - leaf.points[c] for c in classes or leaf.points if c in leaf.points}
    out = {code: replace(leaf, points={**leaf.points, **{c: leaf.points[c] + r for c, r in rise.items()}})}
    above = leaf.parent
    while above is not None and nodes[above].aggregate is Aggregate.SUM:
        node = nodes[above]
        out[above] = replace(node, points={c: p + rise.get(c, Decimal(0)) for c, p in node.points.items()})
        above = node.parent
    return out


def _moment(fact: Fact) -> tuple[int, int]:
    """Order figures as scoring does: by the end of the period, of equal ends the longest last."""
    period = span(fact.period)
    return (period.last, period.months)


def changed_dataset(scheme: Scheme, dataset: Dataset, changes: Changes) -> Dataset:
    """Give the data with other figures, in the latest period of each; a figure that was missing is added."""
    cells = {(u, i) for u, i in changes.figures} | {(u, i) for u, i, _name in changes.inputs}
    if not cells:
        return dataset
    supposed: dict[tuple[str, str], Fact] = {}
    for unit, code in cells:
        if unit not in dataset.unit_by_id or code not in scheme.by_code:
            raise ValueError(_("there is no unit “{unit}” or no indicator “{code}”").format(unit=unit, code=code))
        known = [f for f in dataset.facts_by_cell.get((unit, code), ()) if f.period.startswith(str(scheme.year))]
        fact = max(known, key=_moment, default=Fact(unit, code, str(scheme.year)))
        inputs = {name: value for (u, i, name), value in changes.inputs.items() if (u, i) == (unit, code)}
        actual = changes.figures.get((unit, code), fact.actual)
        supposed[unit, code] = replace(fact, actual=actual, inputs={**fact.inputs, **inputs}, applicable=True)
    replaced = {(f.unit, f.indicator, f.period) for f in supposed.values()}
    kept = (f for f in dataset.facts if (f.unit, f.indicator, f.period) not in replaced)
    return replace(dataset, facts=(*kept, *supposed.values()))
