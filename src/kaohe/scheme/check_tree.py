"""The indicator tree: which classes an indicator applies to, its full points and weights, its rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.fields import ALL
from kaohe.scheme.findings import Path
from kaohe.scheme.inherit import Inherited, inherited
from kaohe.scheme.model import Aggregate, Composition, Indicator
from kaohe.scheme.percent import Percent
from kaohe.scheme.reading import read_criterion
from kaohe.scheme.report import Report
from kaohe.scheme.spec_indicator import CompositionSpec, IndicatorSpec

_ = translator("scheme")
V = TypeVar("V")

PLACES = 10

HUNDRED = Decimal(100)
"""Full points of a leaf that has a weight and no points of its own: scores out of 100 are what is weighted."""


@dataclass
class TreeCheck:
    """Walks the tree once and builds the checked indicators in published order."""

    report: Report
    classes: tuple[str, ...]
    fed: frozenset[str] = frozenset()
    inherited: dict[Path, Inherited] = field(default_factory=dict)
    indicators: dict[int, Indicator] = field(default_factory=dict)
    _count: int = 0

    def run(self) -> tuple[tuple[Indicator, ...], Aggregate]:
        """Check the whole tree; gives the indicators, parents first, and how the top level adds up."""
        spec = self.report.spec
        if not spec.indicators:
            self.report.add("K051", ("indicators",), _("the scheme has no indicators"), _("Add at least one."))
        self.inherited = inherited(spec)
        top = aggregate_of(spec.aggregate, spec.indicators)
        for position, root in enumerate(spec.indicators):
            self._node(("indicators", position), root, None, top, self.classes)
        return tuple(self.indicators[i] for i in sorted(self.indicators)), top

    def _node(
        self, path: Path, spec: IndicatorSpec, parent: str | None, above: Aggregate, around: tuple[str, ...]
    ) -> Mapping[str, Decimal]:
        """Check one indicator and everything below it; gives its full points by class."""
        number, self._count = self._count, self._count + 1
        applies = self._applies(path, spec, around)
        weights = self._weights(path, spec, above, applies)
        aggregate = aggregate_of(spec.aggregate, spec.children)
        below = [
            self._node((*path, "children", i), child, spec.code, aggregate, applies)
            for i, child in enumerate(spec.children)
        ]
        points = self._points(path, spec, applies, weighted=bool(weights))
        if spec.children:
            points = {**_derived(spec, aggregate, below, applies), **points}
        full = {c: points[c] for c in applies if c in points}
        self.indicators[number] = self._checked(path, spec, parent, aggregate, full, weights)
        return full

    def _checked(
        self,
        path: Path,
        spec: IndicatorSpec,
        parent: str | None,
        aggregate: Aggregate,
        points: dict[str, Decimal],
        weights: dict[str, Decimal],
    ) -> Indicator:
        self._sentence_placed(path, spec)
        said = self.inherited[path]
        return Indicator(
            code=spec.code,
            name=spec.name,
            parent=parent,
            children=tuple(child.code for child in spec.children),
            points=points,
            weights=weights,
            aggregate=aggregate,
            criterion=None if spec.children else spec.criterion,
            rule=None if spec.children else read_criterion(self.report, path, spec, _one(points), spec.name),
            text_only=spec.text_only,
            unit=spec.unit,
            owner=said.owner,
            lead=said.lead,
            frequency=said.frequency,
            missing=spec.missing,
            smaller_is_better=spec.smaller_is_better,
            target=spread(spec.target or {}, tuple(points)),
            composition=composition(self.report, (*path, "composition"), spec.composition),
        )

    def _applies(self, path: Path, spec: IndicatorSpec, around: tuple[str, ...]) -> tuple[str, ...]:
        """Classes the indicator applies to, in the scheme's order."""
        for name in ("points", "weight", "target"):
            for class_id in getattr(spec, name) or {}:
                self._known(path, name, class_id)
        for class_id in spec.classes:
            self._known(path, "classes", class_id)
        named: set[str] = set(spec.classes or around)
        if spec.points and ALL not in spec.points:
            named &= set(spec.points)
        applies = tuple(c for c in around if c in named)
        if around and not applies:
            self.report.add(
                "K050",
                path,
                _("the indicator applies to no class that its parent applies to"),
                _("Compare `classes` and the classes under `points` with those of the indicator above."),
            )
        return applies

    def _known(self, path: Path, name: str, class_id: str) -> None:
        if class_id != ALL and class_id not in self.classes:
            self.report.add(
                "K042",
                (*path, name, class_id) if name != "classes" else (*path, name),
                _("there is no class {found}").format(found=repr(class_id)),
                _("Use one of {known}, or add the class under `classes`.").format(known=", ".join(self.classes)),
            )

    def _weights(
        self, path: Path, spec: IndicatorSpec, above: Aggregate, applies: tuple[str, ...]
    ) -> dict[str, Decimal]:
        if above is not Aggregate.WEIGHTED:
            if spec.weight:
                self.report.add(
                    "K049",
                    (*path, "weight"),
                    _("a weight stands here, but the level above is combined by `{how}`").format(how=above.value),
                    _("Write `aggregate: weighted` above, or give points instead of a weight."),
                )
            return {}
        shares = spread(spec.weight or {}, applies)
        missing = [c for c in applies if c not in shares]
        if missing:
            self.report.add(
                "K048",
                path,
                _("the level above is weighted, but there is no weight for {classes}").format(
                    classes=", ".join(missing)
                ),
                _("Add `weight:`, for example `weight: 20%`."),
            )
        return {c: w.value for c, w in shares.items()}

    def _points(
        self, path: Path, spec: IndicatorSpec, applies: tuple[str, ...], *, weighted: bool
    ) -> dict[str, Decimal]:
        points = spread(spec.points or {}, applies)
        for class_id, value in points.items():
            if value < 0:
                self.report.add(
                    "K052",
                    (*path, "points", class_id),
                    _("full points are negative: {found}").format(found=show_decimal(value)),
                    _("Full points are what can be earned; write a deduction as an adjustment or as a criterion."),
                )
        if spec.children or points:
            return points
        if weighted:
            return dict.fromkeys(applies, HUNDRED)
        self.report.add(
            "K047", path, _("the indicator has no points"), _("Add `points:`, or a weight under a weighted level.")
        )
        return points

    def _sentence_placed(self, path: Path, spec: IndicatorSpec) -> None:
        has_own = spec.criterion is not None or spec.rule is not None
        if spec.children and (has_own or spec.text_only):
            self.report.add(
                "K046",
                (*path, "criterion"),
                _("an indicator with children is scored from them and cannot have a criterion of its own"),
                _("Move the sentence to a child, or to an adjustment with `of: {code}`.").format(code=spec.code),
            )
        if not spec.children and not has_own and spec.code not in self.fed:
            self.report.add(
                "K045",
                path,
                _("the indicator has neither a criterion nor children"),
                _("Add `criterion:` with the published sentence (and `text_only: true` if a person scores by it)."),
            )


def aggregate_of(written: Aggregate | None, children: tuple[IndicatorSpec, ...]) -> Aggregate:
    """How children combine: as written, else weighted when any of them carries a weight, else by adding points."""
    if written is not None:
        return written
    return Aggregate.WEIGHTED if any(child.weight for child in children) else Aggregate.SUM


def spread(values: Mapping[str, V], applies: tuple[str, ...]) -> dict[str, V]:
    """Give each class its own value, or the one for all."""
    own = {c: values.get(c, values.get(ALL)) for c in applies}
    return {c: v for c, v in own.items() if v is not None}


def _one(points: Mapping[str, Decimal]) -> Decimal | None:
    """Full points when all classes share them: a sentence may rest on them (本项满分)."""
    distinct = set(points.values())
    return distinct.pop() if len(distinct) == 1 else None


def _derived(
    spec: IndicatorSpec, aggregate: Aggregate, below: list[Mapping[str, Decimal]], applies: tuple[str, ...]
) -> dict[str, Decimal]:
    """Full points of a node that writes none, by class: what its children can reach together."""
    out: dict[str, Decimal] = {}
    for class_id in applies:
        pairs = [
            (points[class_id], child.weight)
            for points, child in zip(below, spec.children, strict=True)
            if class_id in points
        ]
        if pairs:
            out[class_id] = combined(aggregate, [p for p, _w in pairs], [_share(w, class_id) for _p, w in pairs])
    return out


def _share(weight: Mapping[str, Percent] | None, class_id: str) -> Decimal:
    found = (weight or {}).get(class_id) or (weight or {}).get(ALL)
    return found.value if found else Decimal(0)


def combined(aggregate: Aggregate, points: list[Decimal], weights: list[Decimal]) -> Decimal:
    """Full points of a level from those of its parts; a geometric mean of unequal parts counts as their mean."""
    match aggregate:
        case Aggregate.SUM:
            return sum(points, Decimal(0))
        case Aggregate.WEIGHTED:
            return sum((p * w for p, w in zip(points, weights, strict=True)), Decimal(0)) / HUNDRED
        case Aggregate.MIN:
            return min(points)
    return points[0] if len(set(points)) == 1 else _shortened(sum(points, Decimal(0)) / len(points))


def _shortened(value: Decimal) -> Decimal:
    """A third of ten is no decimal: ten places are plenty for full points that nobody wrote."""
    return value if len(value.as_tuple().digits) < PLACES else value.quantize(Decimal(1).scaleb(-PLACES)).normalize()


def composition(report: Report, path: Path, spec: CompositionSpec | None) -> Composition | None:
    """Check how periods are composed."""
    if spec is None:
        return None
    for pattern in (p for p in spec.weights if not _is_pattern(p)):
        report.add(
            "K056",
            (*path, "weights", pattern),
            _("{found} names no period").format(found=repr(pattern)),
            _("Use H1, H2, Q1 to Q4, 01 to 12 for months, or year for the year's own figure."),
        )
    if bool(spec.weights) != (spec.method.value == "weighted"):
        report.add(
            "K056",
            path,
            _("`weights` and `method: weighted` belong together"),
            _("Write both, for example `composition: {H1: 30%, year: 70%}`, or neither."),
        )
    return Composition(spec.method, {p: w.value for p, w in spec.weights.items()})


def _is_pattern(text: str) -> bool:
    return text in {"H1", "H2", "Q1", "Q2", "Q3", "Q4", "year"} or text in {f"{m:02}" for m in range(1, 13)}
